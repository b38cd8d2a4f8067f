"""What a generated client knows of its API before it is given a key."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from .auth import Bearer, Credentials, Environment, Environments, Key, NoKey
from .drift import OnDrift
from .errors import ConfigurationError
from .hooks import NO_HOOKS, Hooks
from .options import RequestOptions, Timeouts
from .settings import Settings, checked_size, user_agent


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Service:
    """An API: who the client says it is, where the API is, and where its key may lie."""

    package: str
    version: str
    api_version: str
    environments: Mapping[str, Environment]
    key_variable: str | None
    """The environment variable that holds the key; None for an API without one."""
    key_is_required: bool = True
    signer: Callable[[Key, Callable[[str], None] | None], Credentials] = Bearer
    """How a key authenticates; it is given the check that every key must pass."""

    def settings(
        self,
        *,
        api_key: Key | None = None,
        credentials: Credentials | None = None,
        environment: str | None = None,
        base_url: str | None = None,
        server_variables: Mapping[str, str] | None = None,
        timeout: float | Timeouts | None = None,
        max_retries: int | None = None,
        deadline: float | None = None,
        max_response_bytes: int | None = None,
        headers: Mapping[str, str] | None = None,
        allow_http: bool = False,
        on_drift: OnDrift | None = None,
        hooks: Hooks | None = None,
    ) -> Settings:
        """The settings of a client.

        Args:
            credentials: what authenticates where that is not one key.
            server_variables: what the names in braces of the environments' URLs stand for.

        Raises:
            ConfigurationError: no key, or one of another environment, or a base URL that
                the key must not be sent to.
            ValueError, TypeError: an option makes no sense.
        """
        key = self._key(api_key)
        environments = Environments(
            _filled(self.environments, server_variables), allow_http=allow_http
        )
        url, check = environments.choose(key, environment, base_url)
        return Settings(
            base_url=url,
            user_agent=user_agent(self.package, self.version, self.api_version),
            credentials=self._credentials(key, check) or credentials,
            serves_elsewhere=base_url is None,
            allow_http=allow_http,
            options=RequestOptions().merged(
                timeout=timeout,
                max_retries=max_retries,
                deadline=deadline,
                headers=headers,
            ),
            hooks=_joined(hooks, on_drift),
            max_response_bytes=checked_size(max_response_bytes),
        )

    def _credentials(
        self, key: Key | None, check: Callable[[str], None] | None
    ) -> Credentials | None:
        if key is not None:
            return self.signer(key, check)
        if self.key_variable is None:
            return None
        return NoKey(f"api_key= (or {self.key_variable})")

    def _key(self, api_key: Key | None) -> Key | None:
        if api_key is not None or self.key_variable is None:
            return api_key
        key = os.environ.get(self.key_variable)
        if not key and not self.key_is_required:
            return None
        if not key:
            raise ConfigurationError(
                f"no API key: pass api_key=, or set {self.key_variable}"
            )
        return key


def _joined(hooks: Hooks | None, on_drift: OnDrift | None) -> Hooks:
    hooks = hooks or NO_HOOKS
    if on_drift is None:
        return hooks
    if hooks.drift is not None:
        raise ConfigurationError("pass on_drift= or Hooks(drift=...), not both")
    return replace(hooks, drift=on_drift)


def _filled(
    environments: Mapping[str, Environment], variables: Mapping[str, str] | None
) -> Mapping[str, Environment]:
    """The environments, the variables of their URLs put in."""
    if not variables:
        return environments
    found: dict[str, Environment] = {}
    for name, environment in environments.items():
        url = environment.url
        for variable, value in variables.items():
            url = url.replace(f"{{{variable}}}", value)
        found[name] = replace(environment, url=url)
    return found

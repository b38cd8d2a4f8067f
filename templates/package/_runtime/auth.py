"""Credentials: the key, the environment it belongs to, and where it may be sent.

All checks happen before anything is sent, and no message shows a key or a part of one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import isawaitable, iscoroutine
from ipaddress import ip_address
from typing import Protocol, TypeAlias

import httpx2

from .call import Security
from .errors import ConfigurationError
from .fault import Fault

Key: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]
"""A key, or what returns one for each attempt: it should have one at hand, not fetch it."""


@dataclass(slots=True, eq=False, repr=False)
class Signature:
    """What authenticates one attempt."""

    headers: Mapping[str, str]
    query: str = ""
    """Encoded, to be added to the URL."""
    cookie: str = ""
    auth: httpx2.Auth | None = None
    """What signs a request that the server has asked for first."""


UNSIGNED = Signature({})


class TokenSource(Protocol):
    """Something that has to ask another server for a token."""

    def fetch(
        self, client: httpx2.Client, seconds: float, patience: float | None = None
    ) -> Fault | None:
        """Have a token, or say why there is none; callers at one time ask once.

        Args:
            seconds: how long asking may take.
            patience: how long to wait for another caller who is asking.
        """
        ...

    async def afetch(
        self, client: httpx2.AsyncClient, seconds: float, patience: float | None = None
    ) -> Fault | None:
        """`fetch`, awaited."""
        ...


class Credentials(Protocol):
    """Something that signs requests."""

    @property
    def is_empty(self) -> bool:
        """Whether no credential was given."""
        ...

    def sign(self, security: Security | None) -> Signature:
        """What authenticates one attempt; asked again for each.

        Args:
            security: what the call needs, None for what calls usually need.

        Raises:
            ConfigurationError: the key cannot be used, or one is missing.
        """
        ...

    async def asign(self, security: Security | None) -> Signature:
        """`sign`, where a function that returns a key may be asynchronous."""
        ...

    def tokens_due(self, security: Security | None) -> Sequence[TokenSource]:
        """What has to fetch a token before `sign` can do its work."""
        ...

    def refused(self, security: Security | None, signature: Signature) -> bool:
        """Forget a signature that the server refused; whether another one can be made."""
        ...


@dataclass(slots=True, eq=False, repr=False)
class Environment:
    """One of the API's environments."""

    url: str
    key_prefix: str | None = None
    """What keys of this environment begin with."""


class KeyCredentials:
    """A key, or a function that returns one, and where it goes."""

    __slots__ = ("_check", "_fixed", "_key", "_place")

    is_empty = False

    def __init__(
        self,
        key: Key,
        place: Callable[[str], Signature],
        check: Callable[[str], None] | None = None,
    ) -> None:
        self._key = key
        self._place = place
        self._check = check
        self._fixed = None if callable(key) else self._signature(key)

    def sign(self, security: Security | None = None) -> Signature:
        """The key in its place."""
        if self._fixed is not None:
            return self._fixed
        assert callable(self._key)
        key = self._key()
        if not isinstance(key, str) and isawaitable(key):
            if iscoroutine(key):
                key.close()
            raise ConfigurationError(
                "an asynchronous function returns the key, and this client does not"
                " wait: pass another function, or use the asynchronous client"
            )
        return self._signature(key)

    async def asign(self, security: Security | None = None) -> Signature:
        """`sign`, where the function may be asynchronous."""
        if self._fixed is not None:
            return self._fixed
        assert callable(self._key)
        key = self._key()
        return self._signature(await key if isawaitable(key) else key)

    def tokens_due(self, security: Security | None = None) -> Sequence[TokenSource]:
        """None: the key is there."""
        return ()

    def refused(self, security: Security | None, signature: Signature) -> bool:
        """False: there is no other key."""
        return False

    def _signature(self, key: object) -> Signature:
        key = check_key(key)
        if self._check is not None:
            self._check(key)
        return self._place(key)

    def __repr__(self) -> str:
        return "<key ***>"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("credentials are not pickled")


class Bearer(KeyCredentials):
    """`Authorization: Bearer …` (RFC 6750)."""

    __slots__ = ()

    def __init__(self, key: Key, check: Callable[[str], None] | None = None) -> None:
        super().__init__(key, bearer, check)


def bearer(key: str) -> Signature:
    """`Authorization: Bearer …` (RFC 6750)."""
    return Signature({"authorization": f"Bearer {key}"})


class NoKey:
    """What signs the calls of a client without a key: those that can do without."""

    __slots__ = ("_needed",)

    is_empty = True

    def __init__(self, needed: str) -> None:
        self._needed = needed

    def sign(self, security: Security | None) -> Signature:
        """Nothing, where that is enough.

        Raises:
            ConfigurationError: the call needs the key.
        """
        if security is not None and () in security:
            return UNSIGNED
        raise ConfigurationError(
            f"this operation needs {self._needed}: nothing was sent"
        )

    async def asign(self, security: Security | None) -> Signature:
        """See `sign`."""
        return self.sign(security)

    def tokens_due(self, security: Security | None) -> Sequence[TokenSource]:
        """None."""
        return ()

    def refused(self, security: Security | None, signature: Signature) -> bool:
        """False: there is no other."""
        return False


def check_key(key: object) -> str:
    """The key, unless it cannot be one.

    Raises:
        ConfigurationError: it is empty, or holds blanks, control characters or
            characters outside ASCII: most often a stray newline from a file.
    """
    if not isinstance(key, str) or not key:
        raise ConfigurationError("the API key must be a string that is not empty")
    if not all("!" <= char <= "~" for char in key):
        raise ConfigurationError(
            "the API key holds a blank, a line break or a character outside ASCII;"
            " it may have been read with the rest of its line"
        )
    return key


class Environments:
    """The environments of an API, and the guard against using the wrong one's key."""

    __slots__ = ("_allow_http", "_by_name")

    def __init__(
        self, by_name: Mapping[str, Environment], *, allow_http: bool = False
    ) -> None:
        """Take environments by name, and whether plain http may leave this machine."""
        self._by_name = by_name
        self._allow_http = allow_http

    def choose(
        self, key: Key | None, environment: str | None, base_url: str | None
    ) -> tuple[str, Callable[[str], None] | None]:
        """The base URL to use, and the check every key must pass.

        Without `environment` the key's prefix decides. A `base_url` replaces the
        environment's URL, and an environment named with it is still guarded.

        Raises:
            ConfigurationError: the name is unknown, nothing decides, or the key is of
                another environment.
        """
        if environment is not None and environment not in self._by_name:
            raise ConfigurationError(f"environment must be one of {self._names()}")
        name = environment
        if name is None and base_url is None:
            name = self._by_key(key)
        url = self._by_name[name].url if name is not None else None
        checked = check_base_url(base_url or url or "", allow_http=self._allow_http)
        if name is None:
            return checked, None
        return checked, self._guard(name, key)

    def _by_key(self, key: Key | None) -> str:
        if len(self._by_name) == 1:
            return next(iter(self._by_name))
        name = self._owner(key) if isinstance(key, str) else None
        if name is None:
            raise ConfigurationError(
                "the API key does not tell its environment:"
                f" pass environment=, one of {self._names()}, or base_url="
            )
        return name

    def _guard(self, name: str, key: Key | None) -> Callable[[str], None]:
        def check(candidate: str) -> None:
            owner = self._owner(candidate)
            if owner is not None and owner != name:
                raise ConfigurationError(
                    f"this is a key of environment {owner!r}, and the client is set up"
                    f" for {name!r}: nothing was sent"
                )

        if isinstance(key, str):
            check(key)
        return check

    def _owner(self, key: str) -> str | None:
        """The environment with the longest prefix of `key`."""
        prefixes = (
            (len(environment.key_prefix), name)
            for name, environment in self._by_name.items()
            if environment.key_prefix and key.startswith(environment.key_prefix)
        )
        return max(prefixes, default=(0, None))[1]

    def _names(self) -> str:
        return ", ".join(map(repr, self._by_name))


def check_base_url(url: str, *, allow_http: bool = False) -> str:
    """The base URL without a trailing slash.

    Raises:
        ConfigurationError: it is not an https URL, or holds a user, a query or a
            fragment. Plain http is for this host alone, unless `allow_http`.
    """
    parsed = _parse_url(url)
    if parsed is None or parsed.scheme not in ("http", "https") or not parsed.host:
        raise ConfigurationError("base_url must be an absolute https URL")
    if parsed.userinfo or parsed.query or parsed.fragment:
        raise ConfigurationError("base_url must not hold a user, query or fragment")
    if parsed.scheme == "http" and not allow_http and not _is_loopback(parsed.host):
        raise ConfigurationError(
            f"base_url is plain http to {parsed.host!r}, where anyone on the way could"
            " read the key: use https, or pass allow_http=True"
        )
    return str(parsed).rstrip("/")


def _parse_url(url: str) -> httpx2.URL | None:
    try:
        return httpx2.URL(url)
    except (httpx2.InvalidURL, TypeError, ValueError):
        return None


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

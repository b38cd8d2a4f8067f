"""Tokens for programs without a browser: somebody enters a code elsewhere (RFC 8628)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

import httpx2

from .errors import ConfigurationError
from .fault import Fault
from .grants import (
    Concealed,
    Endpoints,
    Steps,
    ask,
    read_object,
    token_request,
)

_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_USUAL_INTERVAL = 5.0
_SLOWER = 5.0
_NOT_YET = ("authorization_pending", "slow_down")
_LONGEST_PAUSE = 60.0
"""Seconds between two attempts to reach a server, unless it wants fewer."""
_LONGEST = 1800.0
"""Seconds for which a code is asked about, whatever the server says."""


@dataclass(frozen=True, slots=True)
class DevicePrompt:
    """What to show to the person who authorizes the program."""

    user_code: str
    verification_uri: str
    """Where to enter the code."""
    complete_uri: str | None
    """The same with the code in it, for a link or a QR code."""
    expires_in: float
    """Seconds that the code is good for."""


@dataclass(frozen=True, slots=True, repr=False)
class DeviceLogin(Concealed):
    """What a program gets tokens with that a person authorizes on another device.

    The first call shows the prompt and waits for that person: as long as the code is good,
    whatever the limits of the call. Store what `on_renewed` is told, and use `RefreshToken`
    with it the next time.
    """

    client_id: str
    prompt: Callable[[DevicePrompt], object]
    client_secret: str | None = None
    scope: str | None = None
    in_body: bool = False
    token_url: str | None = None
    device_url: str | None = None
    on_renewed: Callable[[str], object] | None = None

    @property
    def endpoints(self) -> Endpoints:
        """See `Grant`."""
        return Endpoints(self.token_url, self.device_url)

    def steps(self, endpoints: Endpoints) -> Steps:
        """See `Grant`.

        Raises:
            ConfigurationError: there is no endpoint for devices, or the person declined.
        """
        if endpoints.device is None:
            raise ConfigurationError("a device login needs a device_url")
        form = {"scope": self.scope} if self.scope else {}
        form["client_id"] = self.client_id
        reply = yield from ask(token_request(self, endpoints, form, endpoints.device))
        if isinstance(reply, Fault) or _is_busy(reply):
            return reply
        answer = read_object(reply.content) if reply.status_code == 200 else {}
        device_code, prompt = answer.get("device_code"), _prompt(answer)
        if not isinstance(device_code, str) or prompt is None:
            raise ConfigurationError(
                "no code for this device: its endpoint answered with status"
                f" {reply.status_code}"
            )
        self.prompt(prompt)
        poll = {"grant_type": _GRANT, "device_code": device_code}
        interval = _positive(answer.get("interval"), _USUAL_INTERVAL)
        return (yield from self._poll(endpoints, poll, interval, prompt.expires_in))

    def _poll(
        self, endpoints: Endpoints, form: dict[str, str], interval: float, left: float
    ) -> Steps:
        """Ask until there is a token, for as long as the code is good.

        It outlives a server or network that is down: nobody should have to enter another.
        """
        pause, reply = interval, None
        while left > 0:
            pause = min(pause, left)
            yield pause
            left -= pause
            began = monotonic()
            reply = yield from ask(token_request(self, endpoints, form))
            left -= monotonic() - began
            if isinstance(reply, Fault):
                if not reply.is_transient:
                    return reply
                # RFC 8628, 3.5: less often, until there is an answer again.
                pause = min(2 * pause, max(interval, _LONGEST_PAUSE))
                continue
            if not _is_busy(reply):
                error = _error(reply)
                if error == "expired_token":
                    break
                if error not in _NOT_YET:
                    return reply
                if error == "slow_down":
                    interval += _SLOWER
            pause = interval
        if isinstance(reply, Fault):  # another attempt of the call would ask for a code
            return replace(reply, is_transient=False)
        raise ConfigurationError("no token: nobody entered the code in time")


def _is_busy(answer: httpx2.Response) -> bool:
    return answer.status_code == 429 or answer.status_code >= 500


def _error(answer: httpx2.Response) -> object:
    """Why there is no token, in the server's word; None when there is one.

    Raises:
        ConfigurationError: the person declined.
    """
    if answer.status_code == 200:
        return None
    error = read_object(answer.content).get("error")
    if error == "access_denied":
        raise ConfigurationError("no token: the person declined")
    return error


def _prompt(answer: dict[str, Any]) -> DevicePrompt | None:
    code, uri = answer.get("user_code"), answer.get("verification_uri")
    complete = answer.get("verification_uri_complete")
    if not isinstance(code, str) or not isinstance(uri, str):
        return None
    life = min(_positive(answer.get("expires_in"), _LONGEST), _LONGEST)
    return DevicePrompt(
        code, uri, complete if isinstance(complete, str) else None, life
    )


def _positive(value: object, otherwise: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return otherwise
    return float(value)

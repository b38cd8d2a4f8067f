"""Every way of authenticating that is not one bearer key, and their combinations.

An operation needs one of several alternatives, and an alternative may need several
schemes together (OpenAPI, Security Requirement Object). The first alternative is taken
whose schemes all have credentials. No message, repr or pickle shows a credential.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, cast
from urllib.parse import quote

import httpx2

from .auth import (
    Credentials,
    Key,
    KeyCredentials,
    Signature,
    TokenSource,
    bearer,
)
from .call import Security
from .errors import ConfigurationError

Place: TypeAlias = Literal["header", "query", "cookie"]
Login: TypeAlias = tuple[str, str]
"""A user name and a password."""


class Scheme(Protocol):
    """A way to authenticate."""

    def signer(self, value: object, *, allow_http: bool) -> Credentials:
        """The scheme with the credential that a caller gave.

        Raises:
            ConfigurationError: it is not one.
        """
        ...


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key in a header, a query parameter or a cookie."""

    place: Place
    name: str

    def signer(self, value: object, *, allow_http: bool = False) -> Credentials:
        """Take a key or a function that returns one."""
        return KeyCredentials(_key(value), self._signature)

    def __call__(self, key: Key, check: Callable[[str], None] | None) -> Credentials:
        """Authenticate all calls by this key alone."""
        return KeyCredentials(key, self._signature, check)

    def _signature(self, key: str) -> Signature:
        match self.place:
            case "header":
                return Signature({self.name.lower(): key})
            case "query":
                return Signature({}, query=f"{quote(self.name, '')}={quote(key, '')}")
            case "cookie":
                return Signature({}, cookie=f"{self.name}={key}")


@dataclass(frozen=True, slots=True)
class BearerToken:
    """`Authorization: Bearer …` (RFC 6750)."""

    def signer(self, value: object, *, allow_http: bool = False) -> Credentials:
        """Take a token or a function that returns one."""
        return KeyCredentials(_key(value), bearer)


@dataclass(frozen=True, slots=True)
class Basic:
    """`Authorization: Basic …` (RFC 7617)."""

    def signer(self, value: object, *, allow_http: bool = False) -> Credentials:
        """Take a user name and a password, as a tuple or as `name:password`.

        Raises:
            ConfigurationError: it is neither, or the name holds a colon.
        """
        user, password = _login(value)
        encoded = b64encode(f"{user}:{password}".encode()).decode("ascii")
        return KeyCredentials(encoded, _basic)


@dataclass(frozen=True, slots=True)
class Digest:
    """`Authorization: Digest …` (RFC 7616), once the server has asked for it."""

    def signer(self, value: object, *, allow_http: bool = False) -> Credentials:
        """Take a user name and a password, as `Basic` does."""
        auth = httpx2.DigestAuth(*_login(value))
        return KeyCredentials("-", lambda _: Signature({}, auth=auth))


@dataclass(frozen=True, slots=True)
class MutualTLS:
    """A certificate of the caller's, which an `http_client` of the caller's presents."""

    def signer(self, value: object, *, allow_http: bool = False) -> Credentials:
        """There is nothing to add to a request."""
        return KeyCredentials("-", _nothing)


@dataclass(frozen=True, slots=True)
class SchemeSet:
    """The schemes of an API, by the name of the argument that takes their credential.

    `variables` name the environment variables that are read for those not given, and
    `default` is what most operations need.
    """

    schemes: Mapping[str, Scheme]
    variables: Mapping[str, str]
    default: Security

    def credentials(
        self, given: Mapping[str, object], *, allow_http: bool = False
    ) -> Credentials:
        """What authenticates a client's calls.

        Raises:
            ConfigurationError: a credential cannot be one.
        """
        signers: dict[str, Credentials] = {}
        for name, scheme in self.schemes.items():
            value = given.get(name)
            if value is None and name in self.variables:
                value = os.environ.get(self.variables[name])
            if value:
                signers[name] = scheme.signer(value, allow_http=allow_http)
        is_empty = not signers
        for name, scheme in self.schemes.items():
            if isinstance(scheme, MutualTLS):
                signers[name] = scheme.signer(None)
        return _Chosen(signers, self.default, is_empty)


class _Chosen:
    """The credentials that were given."""

    __slots__ = ("_default", "_signers", "is_empty")

    def __init__(
        self, signers: Mapping[str, Credentials], default: Security, is_empty: bool
    ) -> None:
        self._signers = signers
        self._default = default
        self.is_empty = is_empty

    def sign(self, security: Security | None) -> Signature:
        return _joined([signer.sign(None) for signer in self._taken(security)])

    async def asign(self, security: Security | None) -> Signature:
        return _joined([await signer.asign(None) for signer in self._taken(security)])

    def tokens_due(self, security: Security | None) -> Sequence[TokenSource]:
        taken = self._taken(security)
        return [source for signer in taken for source in signer.tokens_due(None)]

    def refused(self, security: Security | None, signature: Signature) -> bool:
        taken = self._taken(security)
        renewed = [signer.refused(None, signature) for signer in taken]
        return any(renewed)

    def _taken(self, security: Security | None) -> list[Credentials]:
        """The credentials of the first alternative that has all of its own."""
        alternatives = self._default if security is None else security
        # An empty alternative says that authentication is optional: it comes last.
        for names in sorted(alternatives, key=lambda names: not names):
            if all(name in self._signers for name in names):
                return [self._signers[name] for name in names]
        needed = " or ".join(
            " and ".join(f"{name}=" for name in names) for names in alternatives
        )
        raise ConfigurationError(f"this operation needs {needed}: nothing was sent")

    def __repr__(self) -> str:
        return "<credentials ***>"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("credentials are not pickled")


def _joined(parts: Sequence[Signature]) -> Signature:
    """One signature for schemes that belong together."""
    if len(parts) == 1:
        return parts[0]
    headers: dict[str, str] = {}
    for part in parts:
        headers.update(part.headers)
    return Signature(
        headers,
        "&".join(part.query for part in parts if part.query),
        "; ".join(part.cookie for part in parts if part.cookie),
        next((part.auth for part in parts if part.auth is not None), None),
    )


def _login(value: object) -> Login:
    match value:
        case str() if ":" in value:
            user, _, password = value.partition(":")
        case (str(user), str(password)) if ":" not in user:
            pass
        case _:
            raise ConfigurationError(
                "a login is a tuple of a user name without a colon and a password"
            )
    return user, password


def _key(value: object) -> Key:
    if isinstance(value, str):
        return value
    if callable(value):
        return cast("Key", value)
    raise ConfigurationError("a key is a string, or a function that returns one")


def _basic(encoded: str) -> Signature:
    return Signature({"authorization": f"Basic {encoded}"})


def _nothing(key: str) -> Signature:
    return Signature({})

"""Every way of authenticating that is not one bearer key, and their combinations.

An operation needs one of several alternatives, and an alternative may need several
schemes together (OpenAPI, Security Requirement Object). The first alternative is taken
whose schemes all have credentials. No message, repr or pickle shows a credential.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, cast
from urllib.parse import quote

from .auth import Credentials, Key, Signature, TokenSource, check_key
from .call import Security
from .errors import ConfigurationError

Place: TypeAlias = Literal["header", "query", "cookie"]
Login: TypeAlias = tuple[str, str]
"""A user name and a password."""


class Signer(Protocol):
    """A scheme with its credential."""

    def sign(self) -> Signature:
        """What one attempt carries."""
        ...

    @property
    def source(self) -> TokenSource | None:
        """Who fetches a token, when one is due."""
        ...


class Scheme(Protocol):
    """A way to authenticate."""

    def signer(self, value: object, *, allow_http: bool) -> Signer:
        """The scheme with the credential that a caller gave.

        Raises:
            ConfigurationError: it is not one.
        """
        ...


class _KeySigner:
    """A key, or a function that returns one, and what becomes of it."""

    __slots__ = ("_check", "_key", "_place")

    source = None

    def __init__(
        self,
        key: Key,
        place: Callable[[str], Signature],
        check: Callable[[str], None] | None = None,
    ) -> None:
        self._key = key
        self._place = place
        self._check = check
        if not callable(key):
            self.sign()

    def sign(self, security: Security | None = None) -> Signature:
        key = self._key() if callable(self._key) else self._key
        check_key(key)
        if self._check is not None:
            self._check(key)
        return self._place(key)

    def token_due(self, security: Security | None = None) -> None:
        """The key is there."""

    def __repr__(self) -> str:
        return "<key ***>"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("credentials are not pickled")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key in a header, a query parameter or a cookie."""

    place: Place
    name: str

    def signer(self, value: object, *, allow_http: bool = False) -> Signer:
        """Take a key or a function that returns one."""
        return _KeySigner(_key(value), self._signature)

    def __call__(self, key: Key, check: Callable[[str], None] | None) -> Credentials:
        """Authenticate all calls by this key alone."""
        return _KeySigner(key, self._signature, check)

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

    def signer(self, value: object, *, allow_http: bool = False) -> Signer:
        """Take a token or a function that returns one."""
        return _KeySigner(_key(value), _bearer)


@dataclass(frozen=True, slots=True)
class Basic:
    """`Authorization: Basic …` (RFC 7617)."""

    def signer(self, value: object, *, allow_http: bool = False) -> Signer:
        """Take a user name and a password, as a tuple or as `name:password`.

        Raises:
            ConfigurationError: it is neither, or the name holds a colon.
        """
        match value:
            case str() if ":" in value:
                text = value
            case (str(user), str(password)) if ":" not in user:
                text = f"{user}:{password}"
            case _:
                raise ConfigurationError(
                    "a login is a tuple of a user name without a colon and a password"
                )
        encoded = b64encode(text.encode()).decode("ascii")
        return _KeySigner(encoded, _basic)


@dataclass(frozen=True, slots=True)
class MutualTLS:
    """A certificate of the caller's, which an `http_client` of the caller's presents."""

    def signer(self, value: object, *, allow_http: bool = False) -> Signer:
        """There is nothing to add to a request."""
        return _KeySigner("-", _nothing)


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
    ) -> Credentials | None:
        """What authenticates a client's calls; None when nothing is given.

        Raises:
            ConfigurationError: a credential cannot be one.
        """
        signers: dict[str, Signer] = {}
        for name, scheme in self.schemes.items():
            value = given.get(name)
            if value is None and name in self.variables:
                value = os.environ.get(self.variables[name])
            if value:
                signers[name] = scheme.signer(value, allow_http=allow_http)
        if not signers:
            return None
        for name, scheme in self.schemes.items():
            if isinstance(scheme, MutualTLS):
                signers[name] = scheme.signer(None)
        return _Chosen(signers, self.default)


class _Chosen:
    """The credentials that were given."""

    __slots__ = ("_default", "_signers")

    def __init__(self, signers: Mapping[str, Signer], default: Security) -> None:
        self._signers = signers
        self._default = default

    def sign(self, security: Security | None) -> Signature:
        parts = [self._signers[name].sign() for name in self._alternative(security)]
        if len(parts) == 1:
            return parts[0]
        headers: dict[str, str] = {}
        for part in parts:
            headers.update(part.headers)
        return Signature(
            headers,
            "&".join(part.query for part in parts if part.query),
            "; ".join(part.cookie for part in parts if part.cookie),
        )

    def token_due(self, security: Security | None) -> TokenSource | None:
        for name in self._alternative(security):
            source = self._signers[name].source
            if source is not None:
                return source
        return None

    def _alternative(self, security: Security | None) -> tuple[str, ...]:
        alternatives = self._default if security is None else security
        # An empty alternative says that authentication is optional: it comes last.
        for names in sorted(alternatives, key=lambda names: not names):
            if all(name in self._signers for name in names):
                return names
        needed = " or ".join(
            " and ".join(f"{name}=" for name in names) for names in alternatives
        )
        raise ConfigurationError(f"this operation needs {needed}: nothing was sent")

    def __repr__(self) -> str:
        return "<credentials ***>"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("credentials are not pickled")


def _key(value: object) -> Key:
    if isinstance(value, str):
        return value
    if callable(value):
        return cast("Key", value)
    raise ConfigurationError("a key is a string, or a function that returns one")


def _bearer(key: str) -> Signature:
    return Signature({"authorization": f"Bearer {key}"})


def _basic(encoded: str) -> Signature:
    return Signature({"authorization": f"Basic {encoded}"})


def _nothing(key: str) -> Signature:
    return Signature({})

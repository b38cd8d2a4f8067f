"""How the client takes credentials: the arguments, and what every call needs.

An API with one key, bearer or not, takes it as `api_key`, the first argument. Any other takes an
argument named after each of its schemes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ..api import (
    Api,
    Auth,
    BasicAuth,
    BearerAuth,
    CertificateAuth,
    DigestAuth,
    KeyAuth,
    OAuthAuth,
)
from ..diagnostics import Report
from ..ir import Operation
from ..naming import argument, constant
from ..python import Lines
from .imports import Imports
from .layout import call, indented
from .literals import literal
from .scope import Scope

Security: TypeAlias = tuple[tuple[str, ...], ...]

SCHEMES = "._runtime.schemes"
AUTH = "._runtime.auth"
TAKEN = (
    "environment",
    "base_url",
    "timeout",
    "max_retries",
    "deadline",
    "max_response_bytes",
    "headers",
    "http_client",
    "allow_http",
    "on_drift",
    "hooks",
)
"""The other arguments of a client."""


@dataclass(frozen=True, slots=True)
class AuthPlan:
    """The schemes by the names of their arguments, and what most calls need."""

    schemes: dict[str, Auth]
    names: dict[str, str]
    default: Security
    is_optional: bool

    @property
    def key(self) -> BearerAuth | KeyAuth | None:
        """The scheme of an API that has only one, which takes a key."""
        if len(self.schemes) != 1:
            return None
        only = next(iter(self.schemes.values()))
        return only if isinstance(only, BearerAuth | KeyAuth) else None

    @property
    def arguments(self) -> dict[str, Auth]:
        """The schemes that take an argument, unless it is the one key."""
        if self.key is not None:
            return {}
        found = self.schemes.items()
        return {n: a for n, a in found if not isinstance(a, CertificateAuth)}

    def of_call(self, operation: Operation, imports: Imports) -> list[str]:
        """The arguments of a `Call` that say what authenticates it."""
        if not operation.security:
            return ["authenticated=False"]
        if self.key is not None and () in operation.security:
            return [f"security={imports.name('.._runtime.call', 'OPTIONAL')}"]
        if self.key is not None:
            return []
        needed = self._named(operation.security)
        return [] if needed == self.default else [f"security={_security(needed)}"]

    def _named(self, security: Security) -> Security:
        return tuple(tuple(self.names[n] for n in names) for names in security)

    def parameters(self, imports: Imports) -> list[str]:
        """The parameters of the constructor, each optional."""
        found: list[str] = []
        for name, auth in self.arguments.items():
            if isinstance(auth, BasicAuth | DigestAuth):
                type_ = imports.name(SCHEMES, "Login")
            else:
                type_ = imports.name(AUTH, "Key")
            if isinstance(auth, OAuthAuth):
                type_ = " | ".join([type_, *_grants(auth, imports)])
            found.append(f"{name}: {type_} | None = None,")
        return found

    def docs(self, prefix: str) -> list[str]:
        """What the arguments are, for the docstring of the client."""
        return [
            f"{name}: {_WORDS[type(auth)]}; else {_variable(prefix, name)} is read."
            for name, auth in self.arguments.items()
        ]

    def variables(self, prefix: str) -> dict[str, str]:
        """The environment variable of every argument."""
        return {name: _variable(prefix, name) for name in self.arguments}

    def definition(self, prefix: str, imports: Imports) -> Lines:
        """The constant `_SCHEMES`, () where a key is all."""
        if not self.arguments:
            return ()
        set_ = imports.name(SCHEMES, "SchemeSet")
        schemes = [
            f"{literal(name)}: {_scheme(auth, imports)}"
            for name, auth in self.schemes.items()
        ]
        variables = [
            f"{literal(name)}: {literal(variable)}"
            for name, variable in self.variables(prefix).items()
        ]
        parts = ["\n".join(call("{", rows, "}", 4)) for rows in (schemes, variables)]
        return call(f"_SCHEMES = {set_}(", [*parts, _security(self.default)], ")", 88)

    def handed_on(self) -> Lines:
        """The argument of `_SERVICE.settings` that makes the credentials."""
        pairs = [f"{literal(name)}: {name}" for name in self.arguments]
        if not pairs:
            return ()
        # The arguments are exploded: they stand where they are read.
        table = ["{", *indented([f"{pair}," for pair in pairs]), "},"]
        rows = [*table, "allow_http=allow_http,"]
        return ("credentials=_SCHEMES.credentials(", *indented(rows), "),")

    def signer(self, imports: Imports) -> Lines:
        """The argument of `Service` that says where the key goes; () for a bearer key."""
        lines: Lines = ()
        if self.key is not None and self.is_optional:
            lines = ("key_is_required=False,",)
        if isinstance(self.key, KeyAuth):
            lines = (*lines, f"signer={_scheme(self.key, imports)},")
        return lines

    def fakes(self) -> Lines:
        """Credentials for the fake API."""
        if self.key is not None:
            return ('api_key="test",',)
        return tuple(
            (
                f'{name}=("test", "test"),'
                if isinstance(auth, BasicAuth | DigestAuth)
                else f'{name}="test",'
            )
            for name, auth in self.arguments.items()
        )


_WORDS: Mapping[type[Auth], str] = {
    BasicAuth: "A user name and a password",
    DigestAuth: "A user name and a password",
    BearerAuth: "A token, or a function that returns one",
    KeyAuth: "A key, or a function that returns one",
    OAuthAuth: "A token, a function that returns one, or what gets tokens",
}


def plan_auth(api: Api, report: Report) -> AuthPlan:
    """Name the schemes, and find what most operations need."""
    operations = [o for r in api.resources for o in r.operations]
    needed = {name for o in operations for names in o.security for name in names}
    # An argument for a scheme that nothing needs would have no effect.
    offered = [a for a in api.auth if a.id in needed]
    scope = Scope("the client", api.provenance, report)
    scope.names({name: (name, "") for name in TAKEN})
    wanted = {a.id: (argument(a.id, "credentials"), _origin(a)) for a in offered}
    names = scope.names(wanted)
    named = [
        tuple(tuple(names[n] for n in alternative) for alternative in o.security)
        for o in operations
        if o.security
    ]
    counted = Counter(named)
    usual = min(
        counted, key=lambda security: (-counted[security], security), default=()
    )
    return AuthPlan(
        schemes={names[a.id]: a for a in offered},
        names=names,
        default=usual,
        is_optional=any(not o.security or () in o.security for o in operations),
    )


def _origin(auth: Auth) -> str:
    return f"/components/securitySchemes/{auth.id}"


def _variable(prefix: str, name: str) -> str:
    return f"{prefix}_{constant(name)}"


def _scheme(auth: Auth, imports: Imports) -> str:
    match auth:
        case BearerAuth():
            return f"{imports.name(SCHEMES, 'BearerToken')}()"
        case BasicAuth():
            return f"{imports.name(SCHEMES, 'Basic')}()"
        case DigestAuth():
            return f"{imports.name(SCHEMES, 'Digest')}()"
        case CertificateAuth():
            return f"{imports.name(SCHEMES, 'MutualTLS')}()"
        case OAuthAuth() if auth.discovery_url:
            openid = imports.name("._runtime.discovery", "OpenID")
            return f"{openid}({literal(auth.discovery_url)})"
        case OAuthAuth():
            oauth = imports.name("._runtime.oauth", "OAuth2")
            urls = [literal(u) for u in (auth.token_url, auth.device_url) if u]
            return f"{oauth}({', '.join(urls)})"
        case _:
            key = imports.name(SCHEMES, "ApiKey")
            return f"{key}({literal(auth.location.value)}, {literal(auth.name)})"


def _grants(auth: OAuthAuth, imports: Imports) -> list[str]:
    """What gets tokens, by the flows that the API has."""
    found: list[str] = []
    if auth.by_itself:
        found.append(imports.name("._runtime.grants", "ClientCredentials"))
    if auth.by_person:
        found.append(imports.name("._runtime.grants", "RefreshToken"))
    if auth.device_url or auth.discovery_url:
        found.append(imports.name("._runtime.device", "DeviceLogin"))
    return found


def _security(security: Security) -> str:
    """A tuple of tuples as an expression."""
    alternatives = [tuple_of([literal(name) for name in names]) for names in security]
    return tuple_of(alternatives)


def tuple_of(items: list[str]) -> str:
    """A tuple of expressions."""
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"

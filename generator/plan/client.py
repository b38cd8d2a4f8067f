"""The two client classes: their names, environments and credentials."""

from __future__ import annotations

from ..api import Api, Server, ServerVariable
from ..config import Config, Environment
from ..naming import RESERVED_CLASSES, argument, constant, pascal, words
from ..python import (
    WIDTH,
    ClientClass,
    ClientModel,
    EnvironmentModel,
    Lines,
    ResourceAttribute,
    ResourceModel,
)
from .auth import TAKEN, AuthPlan
from .docstrings import entry
from .imports import Imports, import_lines
from .layout import call, signature, statement
from .literals import docstring, literal, prose, wrapped
from .titles import client_title, package_title

ARGUMENTS = (
    "timeout: Seconds for one attempt, or `Timeouts` for each of its parts.",
    "max_retries: How many attempts may follow the first, 2 by default; see README.md.",
    "deadline: Seconds for a call with all its attempts.",
    "max_response_bytes: How large an answer may be in memory, 64 MiB by default.",
    "headers: Headers to send with every call.",
    "http_client: An httpx2 client of your own (proxies, certificates); you close it.",
    "allow_http: Let the key travel unencrypted to a host that is not this one.",
    "on_drift: Called with a `DriftEvent` when an answer departs from the description.",
    "hooks: Functions to call when an attempt begins, ends or is repeated.",
)

SERVER_NAMES = ("live", "production", "sandbox", "staging", "test", "development")


IMPORTED = frozenset(
    {
        "DriftEvent",
        "DriftKind",
        "Environment",
        "FakeAPI",
        "FakeOperation",
        "FakeTransport",
        "Hooks",
        "Key",
        "OnDrift",
        "Service",
    }
    | {
        "ApiKey",
        "Basic",
        "BearerToken",
        "ClientCredentials",
        "DeviceLogin",
        "Digest",
        "Login",
        "MutualTLS",
        "OAuth2",
        "OpenID",
        "RefreshToken",
        "SchemeSet",
        "Timeouts",
    }
)
"""Class names that the modules of the clients import."""

ERRORS = frozenset(
    {
        "APIConnectionError",
        "APIStatusError",
        "APITimeoutError",
        "AuthenticationError",
        "BadRequestError",
        "ConfigurationError",
        "ConflictError",
        "DecodeError",
        "InternalServerError",
        "NotFoundError",
        "PaginationError",
        "PermissionDeniedError",
        "RateLimitError",
        "RedirectError",
        "ResponseDecodeError",
        "SDKError",
        "UnprocessableEntityError",
    }
)
"""Classes of the package's `errors`."""

KEY_PARAMETER = "api_key: Key | None = None,"
URL_PARAMETER = "base_url: str | None = None,"
REQUIRED_URL = "base_url: str,"


def plan_client(
    api: Api, config: Config, auth: AuthPlan, resources: tuple[ResourceModel, ...]
) -> ClientModel:
    """Names by the configuration, else by the API's title."""
    name = client_name(api, config)
    environments = config.environments or _environments(api)
    variables = () if config.environments else _variables(api, environments)
    prefix = variable_prefix(name)
    variable = config.env_var or f"{prefix}_API_KEY"
    imports = _imports(auth, resources, environments)
    parameters, arguments = _own_arguments(auth, environments, variables, imports)
    schemes, signer = auth.definition(prefix, imports), auth.signer(imports)
    docs = [*auth.docs(prefix), *_variable_docs(variables)]
    return ClientModel(
        name=name,
        error=f"{name}Error",
        error_definition=_error_definition(f"{name}Error"),
        imports=imports.lines(),
        typing_imports=_typing_imports(resources),
        own_import=import_lines("._client", [name, f"Async{name}"], 0),
        key_variable=literal(variable if auth.key else None),
        schemes=schemes,
        signer=signer,
        fake_credentials=auth.fakes(),
        credential_variables=tuple(auth.variables(prefix).items()),
        environments=tuple(_environment(e) for e in environments),
        own_parameters=parameters,
        own_arguments=arguments,
        classes=(
            ClientClass(
                name=name,
                fake=_fake("client", name),
                docstring=_docstring(
                    api, name, variable if auth.key else "", environments, docs
                ),
                transport="SyncTransport",
                http_client="httpx2.Client",
                keyword="def",
                wait="",
                enter="__enter__",
                exit="__exit__",
                resources=_attributes(resources, ""),
            ),
            ClientClass(
                name=f"Async{name}",
                fake=_fake("async_client", f"Async{name}"),
                docstring=wrapped(
                    f"`{name}` for asyncio: the same arguments and methods.", 4
                ),
                transport="AsyncTransport",
                http_client="httpx2.AsyncClient",
                keyword="async def",
                wait="await ",
                enter="__aenter__",
                exit="__aexit__",
                resources=_attributes(resources, "Async"),
            ),
        ),
    )


def _error_definition(name: str) -> Lines:
    """The base class of all errors under the name of this API."""
    assigned = {
        f"{name} = ": "SDKError",
        f"{name}.__name__ = ": literal(name),
        f"{name}.__qualname__ = ": literal(name),
    }
    return tuple(
        row
        for before, value in assigned.items()
        for row in statement(before, value, "", 0)
    )


def variable_prefix(client: str) -> str:
    """What the names of the package's environment variables begin with."""
    return constant(_spaced(client))


def _fake(method: str, client: str) -> Lines:
    parameters = [
        "self",
        "*",
        "max_retries: int = 0",
        "on_drift: OnDrift | None = None",
    ]
    inner = ", ".join(parameters)
    end = f") -> {client}:"
    head = signature(f"def {method}(", parameters, end, 4)
    # These parameters fit on a line of their own: black only adds a comma where they do not.
    return head if len(head) == 1 else (f"def {method}(", f"    {inner}", end)


def resource_title(attribute: str) -> str:
    """What is said of a resource that the API does not describe: its name in words."""
    return f"{' '.join(words(attribute)).capitalize()}."


def _attributes(
    resources: tuple[ResourceModel, ...], prefix: str
) -> tuple[ResourceAttribute, ...]:
    return tuple(
        ResourceAttribute(
            type=prefix + r.name,
            head=signature(
                f"def {r.attribute}(", ["self"], f") -> {prefix}{r.name}:", 4
            ),
            imports=import_lines(f".resources.{r.module}", [prefix + r.name], 8),
            docstring=wrapped(r.doc or resource_title(r.attribute), 8),
        )
        for r in resources
    )


def _typing_imports(resources: tuple[ResourceModel, ...]) -> Lines:
    imports = Imports()
    for resource in resources:
        for name in (resource.name, resource.async_name):
            imports.name(f".resources.{resource.module}", name)
    return imports.lines(4)


def _imports(
    auth: AuthPlan,
    resources: tuple[ResourceModel, ...],
    environments: tuple[Environment, ...],
) -> Imports:
    """What both client classes need."""
    imports = Imports()
    imports.module("httpx2")
    needed = [
        ("collections.abc", "Mapping"),
        ("typing", "Self"),
        ("._runtime.drift", "OnDrift"),
        ("._runtime.hooks", "Hooks"),
        ("._runtime.options", "Timeouts"),
        ("._runtime.service", "Service"),
        ("._runtime.transport", "AsyncTransport"),
        ("._runtime.transport", "SyncTransport"),
    ]
    if resources:
        needed += [("functools", "cached_property"), ("typing", "TYPE_CHECKING")]
    if environments:
        needed += [("._runtime.auth", "Environment")]
    if len(environments) > 1:
        needed += [("typing", "Literal")]
    if auth.key:
        needed += [("._runtime.auth", "Key")]
    for home, name in needed:
        imports.name(home, name)
    return imports


def _environment(environment: Environment) -> EnvironmentModel:
    name, url = literal(environment.name), literal(environment.url)
    prefix = literal(environment.key_prefix or None)
    entry = call(f"{name}: Environment(", [url, prefix], "),", 8)
    return EnvironmentModel(name=name, url=url, key_prefix=prefix, entry=entry)


def _own_arguments(
    auth: AuthPlan,
    environments: tuple[Environment, ...],
    variables: tuple[ServerVariable, ...],
    imports: Imports,
) -> tuple[Lines, Lines]:
    """The constructor's parameters that depend on the API, and how they are handed on."""
    parameters = [KEY_PARAMETER] if auth.key else []
    arguments = ["api_key=api_key,"] if auth.key else []
    parameters += ["*,", *auth.parameters(imports)]
    arguments += auth.handed_on()
    if len(environments) > 1:
        names = ", ".join(literal(e.name) for e in environments)
        parameters.append(f"environment: Literal[{names}] | None = None,")
        arguments.append("environment=environment,")
    parameters.append(URL_PARAMETER if environments else REQUIRED_URL)
    arguments.append("base_url=base_url,")
    for variable in variables:
        type_ = "str"
        if variable.values:
            imports.name("typing", "Literal")
            type_ = f"Literal[{', '.join(map(literal, variable.values))}]"
        row = f"{argument(variable.name)}: {type_} = {literal(variable.default)},"
        parameters.append(row)
    if variables:
        pairs = [f"{literal(v.name)}: {argument(v.name)}" for v in variables]
        # The template puts this 16 columns in.
        arguments += call("server_variables={", pairs, "},", 16)
    return tuple(parameters), tuple(arguments)


def _variables(
    api: Api, environments: tuple[Environment, ...]
) -> tuple[ServerVariable, ...]:
    """The variables of the servers that are environments, each once."""
    urls = {environment.url for environment in environments}
    found: dict[str, ServerVariable] = {}
    for server in api.servers:
        for variable in server.variables if server.url in urls else ():
            found.setdefault(argument(variable.name), variable)
    return tuple(v for name, v in found.items() if name not in TAKEN)


def _variable_docs(variables: tuple[ServerVariable, ...]) -> list[str]:
    return [
        f"{argument(v.name)}: {v.doc.description.strip() or 'A part of the base URL.'}"
        for v in variables
    ]


def client_name(api: Api, config: Config) -> str:
    """The client's name: by the configuration, else by the title."""
    name = pascal(config.client) or client_title(api.title)
    taken = name in RESERVED_CLASSES | IMPORTED or f"{name}Error" in ERRORS
    return f"{name}Client" if taken or not name else name


def package_name(api: Api, config: Config) -> str:
    """The package's name: by the configuration, else by the title."""
    return config.package or package_title(api.title)


def _spaced(name: str) -> str:
    """`PetStore` gives petstore: the variable of a client is its name without breaks."""
    return "".join(words(name))


def _environments(api: Api) -> tuple[Environment, ...]:
    """One environment a server where the descriptions name them, else the first server."""
    fixed = [s for s in api.servers if "://" in s.url and _is_complete(s)]
    found: dict[str, Environment] = {}
    for server in fixed:
        said = words(server.doc.description)
        name = next((n for n in SERVER_NAMES if n in said), "")
        if name and name not in found:
            found[name] = Environment(name=name, url=server.url)
    if len(found) > 1:
        return tuple(found.values())
    return (Environment(name="default", url=fixed[0].url),) if fixed else ()


def _is_complete(server: Server) -> bool:
    """Whether everything in braces is a variable with a default."""
    url = server.url
    for variable in server.variables:
        if variable.default or variable.values:
            url = url.replace(f"{{{variable.name}}}", "")
    free = {argument(v.name) for v in server.variables}.isdisjoint(TAKEN)
    return "{" not in url and free


def _docstring(
    api: Api,
    name: str,
    variable: str,
    environments: tuple[Environment, ...],
    more: list[str],
) -> Lines:
    title = " ".join(api.title.split()) or name
    lines = prose(f"A client of the {title}. Threads may share it.", WIDTH - 7)
    lines += ["", "Args:"]
    if variable:
        lines += entry(
            f"api_key: The key, or a function that returns it; else {variable} is read."
        )
    if len(environments) > 1:
        told = (
            "; else the key's prefix decides"
            if any(e.key_prefix for e in environments)
            else ""
        )
        lines += entry(f"environment: Which of the API's servers{told}.")
    for text in more:
        lines += entry(text)
    lines += entry("base_url: Another server, such as a mock.")
    for text in ARGUMENTS:
        lines += entry(text)
    return docstring(lines)

"""What the package's README.md says of the API, from untrusted prose."""

from __future__ import annotations

from ..api import Api
from ..documents import Documents
from ..python import (
    ClientModel,
    Lines,
    MethodModel,
    ParameterModel,
    ResourceModel,
    WebhooksModule,
)
from .layout import call, indented
from .literals import literal
from .markdown import code_span, markdown_line
from .reference import is_split, overview, reference


def documents(
    api: Api,
    name: str,
    client: ClientModel,
    resources: tuple[ResourceModel, ...],
    webhooks: WebhooksModule | None,
) -> Documents:
    """Everything that the two documents say of this API."""
    methods = [(r, m) for r in resources for m in r.methods]
    resource, method = next(
        ((r, m) for r, m in methods if not m.paginated and not m.streams),
        (None, None),
    )
    return Documents(
        title=markdown_line(api.title) or name,
        version=markdown_line(api.version),
        quick_start=_quick_start(name, client, resources),
        overview=_overview(resources),
        credentials=_credentials(client),
        sample_resource=resource.attribute if resource else "resource",
        sample_method=method.name if method else "method",
        sample_operation=literal(method.id if method else "operationId"),
        sections=_sections(resources),
        notes=_notes([m for _, m in methods]),
        reference=reference(resources, webhooks),
    )


def _notes(methods: list[MethodModel]) -> Lines:
    """What the reference says of methods that not every API has."""
    found: list[str] = []
    if any(method.streamed_sync for method in methods):
        found.append(
            "`.with_streaming_response` reads or saves answers of bytes or text piece by piece."
        )
    if any(method.streams for method in methods):
        found.append(
            "A `Stream` is an `AsyncStream` there, without `await`; it has no raw response."
        )
    return tuple(found)


def _sections(resources: tuple[ResourceModel, ...]) -> Lines:
    """What the README says of calls that not every API has, each section with a blank line after."""
    methods = [(r, m) for r in resources for m in r.methods]
    sections = (
        _streams([m for _, m in methods if m.streams]),
        _downloads([found for found in methods if found[1].streamed_sync]),
        _uploads([m for _, m in methods]),
    )
    return tuple(line for section in sections if section for line in (*section, ""))


def _streams(methods: list[MethodModel]) -> Lines:
    """The section about streams, after the simplest of the methods that return one."""
    if not methods:
        return ()
    method = min(methods, key=lambda m: len(_required(m)))
    arguments = _sample_arguments(_required(method))
    return (
        "## Streams",
        "",
        "A method that returns a `Stream` gives each item as it arrives:",
        "",
        "```python",
        *call(f"with {method.call}(", arguments, ") as items:", 0),
        "    for item in items:",
        "        print(item)",
        "```",
        "",
        "For asyncio it is `async with` and `async for`. Nothing is sent before; leaving the block closes",
        "the connection, and `items.response` has status and headers. The time limit of an attempt ends",
        "with the headers, that of a read holds for each. A connection that breaks is made again before",
        "the first item, and afterwards where the API can continue after an item that it gave an id.",
        "",
        "In tests, `api.answer(operation, items=[...])` says what arrives, and `error=` how it breaks off.",
    )


def _downloads(methods: list[tuple[ResourceModel, MethodModel]]) -> Lines:
    """The section about answers that are files, after the simplest of them."""
    if not methods:
        return ()
    resource, method = min(methods, key=lambda found: len(_required(found[1])))
    called = f"client.{resource.attribute}.with_streaming_response.{method.name}("
    arguments = _sample_arguments(_required(method))
    return (
        "## Downloads",
        "",
        "A method that answers with bytes or text returns all of it. What may be large is saved, or read",
        "piece by piece:",
        "",
        "```python",
        *call(called, arguments, ').save_to("file")', 0),
        *call(f"with {called}", arguments, ") as response:", 0),
        "    for chunk in response.iter_bytes():",
        "        print(len(chunk))",
        "```",
        "",
        "A file has its name only once it is complete. A download that breaks off is continued where the",
        "server allows it, and otherwise leaves nothing. `max_bytes=` limits it, `on_progress=` is told how",
        "many bytes have come, and of how many. There are `iter_text()`, `iter_lines()` and `read()`, too.",
    )


def _uploads(methods: list[MethodModel]) -> Lines:
    """The section about files that are sent."""
    parameters = (p for m in methods for p in m.parameters)
    if not any("FileInput" in parameter.annotation for parameter in parameters):
        return ()
    return (
        "## Uploads",
        "",
        "A file is bytes, a path, a binary file that is open, or an iterator of bytes (for asyncio an",
        "async one); with a name, or a name and a media type, in a tuple. `UploadFile` has more:",
        "",
        "```python",
        'UploadFile(content=Path("cat.png"), on_progress=lambda sent, size: print(sent, size))',
        "```",
        "",
        "Files are read while they are sent. One that cannot be wound back is sent once, without retries.",
    )


def _credentials(client: ClientModel) -> Lines:
    if client.credential_variables:
        rows = ["| argument | environment variable |", "|---|---|"]
        rows += [f"| `{name}=` | `{v}` |" for name, v in client.credential_variables]
        lead = "Each scheme of the API has an argument; those that an operation needs are sent."
        return (lead, "", *rows)
    if client.key_variable == "None":
        return ("The API needs no key.",)
    variable = client.key_variable.strip("\"'")
    lines = [
        f"The key is the first argument, or the environment variable `{variable}`."
    ]
    if len(client.environments) > 1:
        lines += ["", "| environment | server | keys begin with |", "|---|---|---|"]
        for environment in client.environments:
            cells = (environment.name, environment.url, environment.key_prefix)
            lines.append(
                "| " + " | ".join(code_span(c.strip('"')) for c in cells) + " |"
            )
        lines += [
            "",
            "The key's prefix decides, or `environment=`. A key of one environment is never",
        ]
        lines += [
            "sent to another: that raises `ConfigurationError` before anything is sent."
        ]
    return tuple(lines)


def _overview(resources: tuple[ResourceModel, ...]) -> Lines:
    """A table of all methods, or of the resources where these are many."""
    if is_split(resources):
        return overview(resources)
    rows = ["| method | request | |", "|---|---|---|"]
    for resource in resources:
        for method in resource.methods:
            request = code_span(f"{method.http_method} {method.path}")
            rows.append(f"| [`{method.call}`](#) | {request} | {method.summary} |")
    return tuple(row.replace("](#)", f"](reference.md#{_anchor(row)})") for row in rows)


def _anchor(row: str) -> str:
    name = row.split("`")[1] if "`" in row else ""
    return name.replace(".", "").lower()


def _quick_start(
    name: str, client: ClientModel, resources: tuple[ResourceModel, ...]
) -> Lines:
    """The first lines of a program: a listing where there is one, else the simplest call."""
    methods = [m for r in resources for m in r.methods]
    methods = [m for m in methods if not m.streams] or methods
    ready = [m for m in methods if m.http_method == "GET" and not _required(m)]
    ready = sorted(ready, key=lambda m: not m.paginated) or methods[:1]
    lines = [f"from {name} import {client.name}", "", f"client = {client.name}()"]
    if not ready:
        return tuple(lines)
    method = ready[0]
    arguments = _sample_arguments(_required(method))
    if method.paginated:
        item = "item"
        rows = call(f"for {item} in {method.call}(", arguments, "):", 0)
        return (*lines, *rows, *indented([f"print({item})"]))
    return (*lines, *call(f"print({method.call}(", arguments, "))", 0))


def _required(method: MethodModel) -> list[ParameterModel]:
    return [p for p in method.parameters if not p.default]


def _sample_arguments(parameters: list[ParameterModel]) -> list[str]:
    return [
        literal(f"{p.name}_1") if p.positional else f"{p.name}=..." for p in parameters
    ]

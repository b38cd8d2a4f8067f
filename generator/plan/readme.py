"""What the package's README.md says of the API, from untrusted prose."""

from __future__ import annotations

import re

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
from .literals import literal
from .markdown import code_span, markdown_line
from .readme_keys import credentials, needed_arguments
from .reference import is_split, overview, reference

OWNED = re.compile(r"\s*(?:an?|the|our|\S+['\u2019]s?)\s", re.IGNORECASE)
"""A title that says itself which API it is: `the`, or whose."""


def documents(
    api: Api,
    name: str,
    client: ClientModel,
    resources: tuple[ResourceModel, ...],
    webhooks: WebhooksModule | None,
) -> Documents:
    """Everything that the two documents say of this API."""
    methods = [(r, m) for r in resources for m in r.methods]
    simple = [found for found in methods if _is_simple(found[1])]
    simple.sort(key=lambda found: found[1].returns == "None")
    resource, method = simple[0] if simple else (None, None)
    called = "" if resource is None else f"client.{resource.attribute}"
    sample = method.example if method else ()
    return Documents(
        title=markdown_line(api.title) or name,
        article="" if OWNED.match(api.title) else "the ",
        version=markdown_line(api.version),
        quick_start=_quick_start(name, client, resources),
        needed="".join(f"{argument}, " for argument in needed_arguments(client)),
        overview=_overview(resources),
        credentials=credentials(name, client),
        origins=_origins(api),
        sample=sample,
        sample_raw=_through("with_raw_response", called, sample, "response = "),
        sample_operation=literal(method.id if method else "operationId"),
        sections=_sections(api, name, resources),
        notes=_notes([m for _, m in methods]),
        reference=reference(resources, webhooks),
    )


def _is_simple(method: MethodModel) -> bool:
    """Whether the example of a method is one call and nothing else."""
    first = method.example[0] if method.example else ""
    is_call = first != "" and not method.paginated and not method.streams
    return is_call and not first.startswith("from ")


def _through(view: str, resource: str, example: Lines, before: str) -> Lines:
    """An example of a method by a view of its resource, its result elsewhere."""
    if not example:
        return ()
    _, _, call_ = example[0].partition(" = ")
    head = (call_ or example[0]).replace(resource, f"{resource}.{view}", 1)
    return (before + head, *example[1:])


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


def _sections(api: Api, name: str, resources: tuple[ResourceModel, ...]) -> Lines:
    """What the README says of calls that not every API has, each section with a blank line after."""
    methods = [(r, m) for r in resources for m in r.methods]
    sections = (
        _idempotency(api, [m for _, m in methods]),
        _streams([m for _, m in methods if m.streams]),
        _downloads([found for found in methods if found[1].streamed_sync]),
        _uploads(name, [m for _, m in methods]),
        _items([m for _, m in methods]),
    )
    return tuple(line for section in sections if section for line in (*section, ""))


def _idempotency(api: Api, methods: list[MethodModel]) -> Lines:
    """The section about keys that make a repetition harmless, where anything needs one."""
    taking = {
        o.id: o.idempotency_header
        for r in api.resources
        for o in r.operations
        if o.idempotency_header
    }
    changing = [
        m
        for m in methods
        if m.http_method in ("POST", "PATCH") and m.example and not m.streams
    ]
    if not changing:
        return ()
    method = min(changing, key=lambda m: (m.id not in taking, len(m.example)))
    example = method.example
    called = example.index("") + 1 if example[0].startswith("from ") else 0
    return (
        "## Idempotency",
        "",
        "A POST or PATCH with an idempotency key is repeated like a GET, with the same key each time. A view is",
        "for one call:",
        "",
        "```python",
        *example[:called],
        'once = client.with_options(idempotency_key="order-7")',
        example[called].replace("client.", "once.", 1),
        *example[called + 1 :],
        "```",
        "",
        *_promise(taking),
    )


def _promise(taking: dict[str, str]) -> Lines:
    """Whether the API says that it looks at a key, given its headers by operation."""
    if not taking:
        return (
            "The key goes into `Idempotency-Key`. This API's description does not say that it is looked at: give",
            "one only where the API promises it.",
        )
    headers = ", ".join(map(code_span, sorted(set(taking.values()))))
    return (
        f"Methods with an argument for the key ({headers}) get a new one for every call that is given none;",
        "pass your own to make a call again later, from another process perhaps. Give other methods one only",
        "where the API promises to look at it.",
    )


def _streams(methods: list[MethodModel]) -> Lines:
    """The section about streams, after the simplest of the methods that return one."""
    if not methods:
        return ()
    method = min(methods, key=lambda m: (not m.example, len(m.example)))
    return (
        "## Streams",
        "",
        "A method that returns a `Stream` gives each item as it arrives:",
        "",
        "```python",
        *method.example,
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
    resource, method = min(
        methods, key=lambda found: (not found[1].example, len(found[1].example))
    )
    example = method.example or ("...",)
    imports = [line for line in example if line.startswith("from ")]
    called = tuple(line for line in example if line and line not in imports)
    named = f"client.{resource.attribute}"
    made = _through("with_streaming_response", named, called, "")
    return (
        "## Downloads",
        "",
        "A method that answers with bytes or text returns all of it. What may be large is saved, or read",
        "piece by piece:",
        "",
        "```python",
        *imports,
        *made[:-1],
        f'{made[-1]}.save_to("file")',
        "",
        *_through("with_streaming_response", named, called, "with ")[:-1],
        f"{'with ' if len(made) == 1 else ''}{made[-1]} as response:",
        "    for chunk in response.iter_bytes():",
        "        print(len(chunk))",
        "```",
        "",
        "A file has its name only once it is complete. A download that breaks off is continued where the",
        "server allows it, and otherwise leaves nothing; with `resume=True` what has come is kept beside the",
        "file, and the next time, in a later run too, only the rest is asked for. `max_bytes=` limits it,",
        "`on_progress=` is told how many bytes have come, and of how many. There are `iter_text()`,",
        "`iter_lines()` and `read()`, too.",
    )


def _uploads(name: str, methods: list[MethodModel]) -> Lines:
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
        "from pathlib import Path",
        "",
        f"from {name} import UploadFile",
        "",
        'file = UploadFile(content=Path("cat.png"), on_progress=lambda sent, size: print(sent, size))',
        "```",
        "",
        "Files are read while they are sent. One that cannot be wound back is sent once, without retries. An",
        "attempt has a minute for all of it: for large files there is `with_options(timeout=Timeouts(attempt=3600))`.",
    )


def _items(methods: list[MethodModel]) -> Lines:
    """The section about bodies that are sent item by item, after the simplest of them."""
    found = [
        m
        for m in methods
        if any("AsyncIterable[" in p.annotation for p in m.parameters)
    ]
    if not found:
        return ()
    method = min(found, key=lambda m: (not m.example, len(m.example)))
    return (
        "## Bodies of many items",
        "",
        "A method that takes an `Iterable` writes each item when it is sent, so that there may be any number:",
        "",
        "```python",
        *(method.example or ("...",)),
        "```",
        "",
        "A list is sent again where a call is repeated; a generator is sent once, without retries. For asyncio",
        "it may be an async one.",
    )


def _origins(api: Api) -> str:
    """The origins, besides those of the API's servers, that operations send credentials to."""
    found = {o.elsewhere for r in api.resources for o in r.operations} - {""}
    return ", ".join(map(code_span, sorted(found)))


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
    lines = [
        f"from {name} import {client.name}",
        "",
        f"client = {client.name}({', '.join(needed_arguments(client))}){_key_comment(client)}",
    ]
    if not ready:
        return tuple(lines)
    method = ready[0]
    imports = [row for row in method.example if row.startswith("from ")]
    called = [row for row in method.example if row and not row.startswith("from ")]
    return (*imports, *lines, *called)


def _key_comment(client: ClientModel) -> str:
    """Where the client that is made without a credential gets it from."""
    variables = [variable for _, variable in client.credential_variables]
    if not variables and client.key_variable != "None":
        variables = [client.key_variable.strip("\"'")]
    return f"  # the key is in {' or '.join(variables[:2])}" if variables else ""


def _required(method: MethodModel) -> list[ParameterModel]:
    return [p for p in method.parameters if not p.default]

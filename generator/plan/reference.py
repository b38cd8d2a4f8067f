"""What reference.md says of each method: how it is written, what it takes, raises and does."""

from __future__ import annotations

from dataclasses import replace

from ..ir import Default, Exact, Format, Operation, Response
from ..python import Lines, MethodModel, ResourceModel, WebhooksModule
from .imports import Imports
from .layout import signature
from .markdown import code_span, first_sentence, markdown_line, paragraph
from .results import in_order, successes
from .types import Speller

MANY = 100
"""Methods: the reference of a larger API is a file for each resource."""

NAMED = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
}
"""The errors of statuses, as the runtime's `status_error_class` chooses them."""


def without(
    resources: tuple[ResourceModel, ...], webhooks: WebhooksModule | None
) -> Lines:
    """The templates that an API without events, or with few methods, does without."""
    found = () if webhooks else ("webhooks.py",)
    return found if is_split(resources) else (*found, "reference/{resource}.md")


def is_split(resources: tuple[ResourceModel, ...]) -> bool:
    """Whether each resource has a file of its own."""
    return sum(len(resource.methods) for resource in resources) > MANY


def reference(
    resources: tuple[ResourceModel, ...], webhooks: WebhooksModule | None
) -> Lines:
    """What stands in reference.md: every method, or where to find them."""
    if is_split(resources):
        return ("", *overview(resources), *_events(webhooks))
    lines: list[str] = []
    for resource in resources:
        lines += ["", f"## `client.{resource.attribute}`"]
        if resource.summary:
            lines += ["", resource.summary]
        for method in resource.methods:
            lines += method.reference
    return (*lines, *_events(webhooks))


def overview(resources: tuple[ResourceModel, ...]) -> Lines:
    """A table of the resources, with links to their files."""
    rows = ["| resource | methods | |", "|---|---|---|"]
    for resource in resources:
        name = f"[`client.{resource.attribute}`](reference/{resource.module}.md)"
        rows.append(f"| {name} | {len(resource.methods)} | {resource.summary} |")
    return tuple(rows)


def _events(webhooks: WebhooksModule | None) -> Lines:
    """A table of the events; () for an API that sends none."""
    if webhooks is None:
        return ()
    lines = ["", "## `webhooks`", "", "| class | event | data | |", "|---|---|---|---|"]
    for event in webhooks.events:
        cells = (event.name, event.id.strip("\"'"), event.annotation)
        said = markdown_line(first_sentence(event.doc))
        lines.append(f"| {' | '.join(map(code_span, cells))} | {said} |")
    return tuple(lines)


def section(
    method: MethodModel, operation: Operation, example: Lines, speller: Speller
) -> Lines:
    """Everything about one method."""
    # A document imports nothing.
    speller = replace(speller, imports=Imports(), typing_imports=Imports())
    written: list[str] = []
    for parameter in method.parameters:
        if not parameter.positional and "*" not in written:
            written.append("*")
        default = f" = {parameter.default}" if parameter.default else ""
        written.append(f"{parameter.name}: {parameter.annotation}{default}")
    rows = signature(f"{method.call}(", written, f") -> {method.returns}", 0)
    summary = paragraph(method.summary.rstrip("."))
    lines = ["", f"### `{method.call}`", "", f"{summary}."]
    lines += ["", code_span(f"{method.http_method} {method.path}")]
    lines += ["", "```py", *rows, "```"]
    lines += [*_arguments(method), *_errors(operation, speller)]
    if example:
        lines += ["", "```python", *example, "```"]
    return tuple(lines)


def _arguments(method: MethodModel) -> list[str]:
    if not method.parameters:
        return []
    lines = ["", "| argument | type | required | |", "|---|---|---|---|"]
    for p in method.parameters:
        needed = "" if p.default else "yes"
        type_ = code_span(p.annotation)
        lines.append(f"| `{p.name}` | {type_} | {needed} | {markdown_line(p.doc)} |")
    return lines


def _errors(operation: Operation, speller: Speller) -> list[str]:
    """The errors that are described; what holds for all methods is said once, above."""
    succeeded = {id(response) for response in successes(operation)}
    declared = [r for r in in_order(operation) if id(r) not in succeeded]
    rows = [_error(r, speller) for r in declared if not _is_redirect(r)]
    if not rows:
        return []
    return ["", "| status | error | `parsed` | |", "|---|---|---|---|", *rows]


def _is_redirect(response: Response) -> bool:
    return isinstance(response.status, Exact) and response.status.status < 400


def _error(response: Response, speller: Speller) -> str:
    match response.status:
        case Exact(status):
            shown = str(status)
            server = "InternalServerError" if status >= 500 else "APIStatusError"
            name = NAMED.get(status, server)
        case Default():
            shown, name = "any other", "APIStatusError"
        case _:
            shown = f"{response.status.hundreds}xx"
            is_server = response.status.hundreds == 5
            name = "InternalServerError" if is_server else "APIStatusError"
    parsed = ""
    if response.type is not None and response.format is Format.JSON:
        parsed = code_span(speller.annotation(response.type))
    said = markdown_line(response.doc.description)
    return f"| {shown} | `{name}` | {parsed} | {said} |"

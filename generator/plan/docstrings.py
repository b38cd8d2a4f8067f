"""Docstrings of the generated package: Google style, from untrusted prose."""

from __future__ import annotations

from ..expressions import Nullable, Primitive, Scalar
from ..ir import Doc, EnumDecl, Field, ModelDecl, Operation, UnionDecl
from ..python import WIDTH, Lines, ParameterModel
from .literals import docstring, literal, prose, wrapped
from .markdown import code_span

OPEN_ENUM = (
    "A newer server may send other values: they arrive as members of this class too, keep"
    " their {}, and say `is_known == False`."
)
OPEN_UNION = (
    "A newer server may send other variants: they arrive as `UnknownVariant`, which keeps the"
    " value and writes it back."
)
_MOST_LISTED = 20
EXAMPLE_SCALARS = frozenset({Scalar.STRING, Scalar.INTEGER, Scalar.NUMBER})


def model_doc(decl: ModelDecl | EnumDecl) -> Lines:
    """The docstring of a class: the description, else what kind of thing it is."""
    text = decl.doc.summary.strip() or decl.doc.description.strip()
    if isinstance(decl, EnumDecl):
        kept = "text" if isinstance(decl.values[0], str) else "number"
        text = f"{text or 'Values known today.'}\n\n{OPEN_ENUM.format(kept)}"
    elif not text:
        text = _role(decl)
    if decl.doc.deprecated:
        text += "\n\nDeprecated."
    return wrapped(text, 4)


def union_doc(decl: UnionDecl, is_open: bool) -> Lines:
    """The docstring below the alias of a union."""
    text = decl.doc.summary or decl.doc.description or "One of several types."
    parts = [text.strip()]
    if decl.tag is not None and decl.tag.property.isidentifier():
        parts.append(f"The property `{decl.tag.property}` says which type a value has.")
    if is_open or decl.tag is not None:
        parts.append(OPEN_UNION)
    if decl.doc.deprecated:
        parts.append("Deprecated.")
    return wrapped("\n\n".join(part for part in parts if part), 0)


def _role(decl: ModelDecl) -> str:
    name = f"`{decl.id}`" if decl.id.isidentifier() else decl.id
    return (
        f"The {name} object." if decl.usage.received else f"The {name} object, as sent."
    )


def field_doc(field: Field, indent: int) -> Lines:
    """The docstring below a field; () when the description says nothing of it."""
    has_default = field.has_default and field.default is not None
    absent = f"Absent means `{literal(field.default)}`." if has_default else ""
    text = _together(field.doc, example_text(field), absent, apart=" ")
    return wrapped(text, indent)


def _together(doc: Doc, example: str, *more: str, apart: str) -> str:
    """A description as sentences, and what else is said: the values, an example, `more`."""
    described = doc.description.strip()
    added = [_listed(doc)]
    if example and example not in described:
        added.append(f"For example {example}.")
    added = [part for part in (*added, *more) if part]
    if doc.deprecated:
        added.append("Deprecated.")
    if added and described[-1:].isalnum():
        described += "."
    return apart.join(part for part in (described, *added) if part)


def _listed(doc: Doc) -> str:
    """The values of an enumeration, where no type says them."""
    shown = [code_span(literal(value)) for value in doc.listed[:_MOST_LISTED]]
    if len(doc.listed) > len(shown):
        shown.append(f"and {len(doc.listed) - len(shown)} more")
    return f"One of {', '.join(shown)}." if shown else ""


def example_text(field: Field) -> str:
    """The first example of a plain value, as code; "" where the type says as much."""
    inner = field.type.inner if isinstance(field.type, Nullable) else field.type
    if not isinstance(inner, Primitive) or inner.scalar not in EXAMPLE_SCALARS:
        return ""
    if not field.doc.examples:
        return ""
    example = field.doc.examples[0]
    if not isinstance(example, str | int | float) or isinstance(example, bool):
        return ""
    return f"`{example}`" if "`" not in str(example) else literal(example)


def method_doc(
    operation: Operation,
    parameters: tuple[ParameterModel, ...],
    returns: str,
    raises: Lines,
) -> Lines:
    """The docstring of a method: what it does, its arguments, result and errors."""
    lines = _lead(operation)
    described = [p for p in parameters if p.doc]
    if described:
        lines += ["", "Args:"]
        for parameter in described:
            lines += entry(f"{parameter.name}: {parameter.doc}")
    if returns:
        lines += ["", "Returns:", *entry(returns)]
    if raises:
        lines += ["", "Raises:"]
        for error in raises:
            lines += entry(error)
    return docstring(lines)


def _lead(operation: Operation) -> list[str]:
    """The first lines: the summary or the name in words, then route and description."""
    doc = operation.doc
    summary, more = _paragraph(doc.summary)
    first, others = _paragraph(doc.description)
    summary = summary or (first if len(first) <= WIDTH else "")
    is_said = first.rstrip(".") == summary.rstrip(".")
    lines = prose(summary or f"{operation.title}.", WIDTH - 11)
    for rest in (more, others if is_said else doc.description.strip()):
        if rest:
            lines += ["", *prose(rest, WIDTH - 8)]
    lines += ["", f"`{operation.method} {operation.path}`"]
    if doc.deprecated:
        lines += ["", "Deprecated."]
    return lines


def _paragraph(text: str) -> tuple[str, str]:
    """The first paragraph, on one line, and the others."""
    first, _, others = text.replace("\r\n", "\n").strip().partition("\n\n")
    return " ".join(first.split()), others.strip()


def entry(text: str) -> list[str]:
    """An entry of a docstring's section: indented by four, its further lines by eight.

    Paragraphs and list items begin lines, without empty ones: those part the entries from others.
    """
    rows = [row for row in prose(text, WIDTH - 8 - 8) if row]
    return [f"    {rows[0]}", *(f"        {row}" for row in rows[1:])] if rows else []


def parameter_doc(doc: Doc, example: str = "") -> str:
    """The prose of an argument."""
    apart = "\n\n" if "\n" in doc.description.strip() else " "
    return _together(doc, example, apart=apart)

"""Documentation pages (markdown) to the OpenAPI documents embedded in them.

Documents are recognised by what a code block holds, never by its heading or language, and
the blocks are found by a CommonMark parser, never by a regular expression. All other text
is data: headings become labels, and nothing on a page is an instruction, whoever a footer
addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from ..diagnostics import At, Location, Report
from ..source import Fragment, Json, is_object
from . import json_text
from .document import fragment, is_openapi
from .legacy_page import is_legacy, openapi_of
from .security_schemes import with_header_security
from .text import Text

if TYPE_CHECKING:
    from markdown_it.token import Token

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_JSON_START = re.compile(
    r'\s*\{(?:\s*"[^"\\]*"\s*:\s*"[^"\\]*"\s*,)*\s*"(?:openapi|swagger)"\s*:'
)
_YAML_START = re.compile(r"""^["']?(?:openapi|swagger)["']?\s*:""", re.MULTILINE)
_YAML_OTHER = re.compile(r"^(?:asyncapi|channels|paths)\s*:", re.MULTILINE)
_FRONT_URL = re.compile(r"^(?:url|source):\s*[\"']?(https?://[^\s\"']+)", re.MULTILINE)
_SOURCE = re.compile(r"(?:<!--\s*)?source:\s*(https?://\S+)(?:\s*-->)?", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"---\n[\w.-]+:(?:(?!```)[^\n]*\n)+?---\n")
_ASK = re.compile(r"GET (https?://\S+?)\?ask=")


_MINTLIFY = re.compile(
    r"ya?ml\s+(\S+)\s+(?:get|put|post|delete|patch|head|options|trace|webhook)\s",
    re.IGNORECASE,
)
_EXPLAINED = (
    (
        re.compile(r"^# Page Not Found\s*$", re.MULTILINE),
        "the page says 'Page Not Found'",
        "save it again from its present address, or delete the file",
    ),
    (
        re.compile(
            r"^\S+\.(?:json|ya?ml) (?:get|put|post|delete|patch) /", re.MULTILINE
        ),
        "this export names operations and does not describe them",
        "save the pages themselves as markdown (their addresses with .md at the end)",
    ),
    (
        re.compile(r"\{% (?:swagger|openapi(?:-operation)?) "),
        "the page is the source of a documentation site, and only refers to a description",
        "use the published page as markdown, or the OpenAPI file itself",
    ),
    (
        re.compile(r"(?:^[-*] \[[^\n]*\]\(https?://[^\n]*\n){3}", re.MULTILINE),
        "the page is an index of other pages, and has no OpenAPI document itself",
        "save the pages that it lists, or the site's llms-full.txt",
    ),
)
"""What pages without a document are, by their text, and what to do about it."""

_UNEXPLAINED = (
    "the page has no OpenAPI document in a code block",
    (
        "save the page as markdown (its address with .md at the end), or use the OpenAPI"
        " file itself"
    ),
)


@dataclass(frozen=True, slots=True)
class _Block:
    """A fenced code block, and what the page says around it."""

    text: Text
    closed: bool
    label: str
    url: str
    origin: str


def fragments(text: Text, report: Report, *, expected: bool) -> list[Fragment]:
    """Every OpenAPI document of a page, in the page's order.

    Reports blocks that begin as a document and are cut off or malformed; other code blocks
    are examples and may hold anything. A page without any document is a warning: most pages of
    a site are prose. One that is not there is an error where it was `expected`.
    """
    known = len(report.diagnostics)
    found = [_fragment(block, report) for block in _blocks(text)]
    documents = [with_header_security(one, report) for one in found if one is not None]
    if not documents and len(report.diagnostics) == known:
        _nothing(text, report, expected)
    return documents


def _nothing(text: Text, report: Report, expected: bool) -> None:
    where = At(Location(text.file))
    message, remedy = next(
        (said for pattern, *said in _EXPLAINED if pattern.search(text.body)),
        _UNEXPLAINED,
    )
    gone = expected and message == _EXPLAINED[0][1]
    say = report.error if gone else report.warning
    say("no-document", where, message, help=remedy)


def _fragment(block: _Block, report: Report) -> Fragment | None:
    body = block.text.body
    if body.lstrip()[:1] == "{":
        begins = _JSON_START.match(body) is not None
        decoded = json_text.decode(body)
    elif _YAML_START.search(body) or _YAML_OTHER.search(body):
        from . import yaml_text  # PyYAML is slow to import, and few pages need it

        begins = _YAML_START.search(body) is not None
        decoded = yaml_text.decode(body)
    else:
        _other_format(block, None, report)
        return None
    if begins and (not block.closed or any(fault.cut for fault in decoded.faults)):
        _cut(block, report)
        return None
    if decoded.faults and not begins:
        return None
    legacy = not decoded.faults and is_legacy(decoded.value)
    if not (decoded.faults or legacy or is_openapi(decoded.value)):
        _other_format(block, decoded.value, report)
        return None
    found = fragment(block.text, decoded, report, label=block.label, url=block.url)
    if found is None:
        return None
    found = replace(found, origin=block.origin)
    if not legacy:
        return found
    report.info("not-openapi", block.text.at(0), "an older format, read as OpenAPI")
    return openapi_of(found)


def _cut(block: _Block, report: Report) -> None:
    message = "the OpenAPI document that begins here is cut off"
    if not block.closed:
        message += ": its code block is never closed"
    remedy = "save the whole page again; this copy of it was shortened"
    report.error("truncated-document", block.text.at(0), message, help=remedy)


def _other_format(block: _Block, value: Json, report: Report) -> None:
    """Say so when it is a description that people may take for OpenAPI."""
    members = value if is_object(value) else {}
    if "asyncapi" in members or block.label.startswith("AsyncAPI"):
        report.info(
            "not-openapi", block.text.at(0), "an AsyncAPI description; left out"
        )


def _blocks(text: Text) -> Iterator[_Block]:
    from markdown_it import MarkdownIt  # slow to import, and only pages need it

    front, body = _without_front_matter(text.body)
    stream = MarkdownIt("commonmark").disable(["inline", "text_join"]).parse(body)
    lines = body.split("\n")
    front_url = _FRONT_URL.search(front)
    url = front_url[1] if front_url else ""
    footer_url = _footer_url(stream)
    label = ""
    for previous, token in pairwise(chain([None], stream)):
        if token is None:
            continue
        if token.type == "fence":
            source, closed = _fence(token, lines, text.file)
            named = _MINTLIFY.match(token.info)
            origin = named[1] if named else ""
            yield _Block(source, closed, label, url or footer_url, origin)
        elif token.type in ("inline", "html_block"):
            named = _SOURCE.fullmatch(token.content.strip())
            if named:
                url = named[1]
            elif previous is not None and previous.type == "heading_open":
                label = unescape(token.content)


def _footer_url(stream: Sequence[Token]) -> str:
    """GitBook ends a page with how to query it: `GET <the page's address>?ask=<question>`."""
    for token in stream:
        if token.type == "fence" and (asked := _ASK.match(token.content)):
            return asked[1]
    return ""


def _fence(token: Token, lines: Sequence[str], file: str) -> tuple[Text, bool]:
    """The fence's text, at its place in the file, and whether the fence is closed."""
    start, end = token.map or [0, 0]
    body = token.content
    margins = tuple(
        len(line) - len(kept) if line.endswith(kept) else 0
        for line, kept in zip(lines[start + 1 : end], body.split("\n"), strict=False)
    )
    last = lines[end - 1].strip(" \t>") if end - start > 1 else ""
    closed = len(last) >= len(token.markup) and not last.strip(token.markup[0])
    return Text(file, body, start + 2, margins if any(margins) else ()), closed


def _without_front_matter(body: str) -> tuple[str, str]:
    """Front matter, and the page with blank lines in its place."""
    found = _FRONT_MATTER.match(body)
    if found is None:
        return "", body
    front = found[0]
    return front, "\n" * front.count("\n") + body[len(front) :]


def unescape(markdown: str) -> str:
    """A heading's text without markdown's escapes and HTML's character references.

    >>> unescape(r"GET /appointments/{appointment\\_id}")
    'GET /appointments/{appointment_id}'
    """
    text = _ESCAPE.sub(r"\1", markdown)
    if "&" in text:
        from html import unescape as resolve  # slow to import, and seldom needed

        text = resolve(text)
    return text.strip()

"""HTML within a description, said in plain CommonMark.

A description is CommonMark (OAS 3.2, "Rich Text Formatting"), which may contain HTML (CommonMark 0.31,
section 6.6); many are HTML alone. Who reads a docstring in an editor reads its source, where `<p>` and
`&quot;` say nothing. Only elements of HTML are read: "Send <id>." stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from html import unescape

_TOKEN = re.compile(
    r"(?P<code>```.*?(?:```|\Z)|`[^`\n]+`)"
    r"|(?P<comment><!--.*?(?:-->|\Z))"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:\s[^<>]*)?)/?>",
    re.DOTALL,
)
_REFERENCE = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)
_HREF = re.compile(r"""\shref\s*=\s*["']?(https?://[^"'\s]+)""", re.IGNORECASE)
_ALT = re.compile(r"""\salt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)

_LISTS = frozenset(("dl", "ol", "table", "ul"))
_ROWS = frozenset(("li", "tr", "dt", "dd"))
_BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "center", "details", "div", "dl", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "important", "main",
    "note", "ol", "p", "para", "section", "summary", "table", "tbody", "tfoot", "thead",
    "title", "ul"
))  # fmt: skip
"""Elements that stand apart; `note`, `important` and `para` are DocBook's, and often met."""
_CONTENT = frozenset((
    "abbr", "b", "big", "caption", "cite", "colgroup", "del", "dfn", "em", "font", "fullname",
    "head", "i", "ins", "label", "mark", "nobr", "small", "span", "strong", "sub", "u", "var"
))  # fmt: skip
"""Elements of which only the content is said."""
_CODE = frozenset(("code", "kbd", "samp", "tt"))
_ALONE = frozenset(("br", "hr", "img", "li", "p", "td", "th", "tr", "wbr"))
"""Elements that need no end tag. Any other without one is taken for a placeholder."""
_KNOWN = _ROWS | _BLOCKS | _CONTENT | _CODE | _ALONE | frozenset(("a", "pre", "sup"))


class _Break(IntEnum):
    NONE = 0
    LINE = 1
    HARD = 2
    PARAGRAPH = 3


_BREAKS = ("", "\n", "  \n", "\n\n")


def without_html(text: str) -> str:
    """The text with elements and character references of HTML said in CommonMark, or left out.

    Code spans, fenced code and what is no element of HTML stay as they are.
    """
    if "<" not in text and "&" not in text:
        return text
    tokens = list(_TOKEN.finditer(text))
    ended = {token["name"].lower() for token in tokens if token["end"]}
    writer = _Writer(_KNOWN & (ended | _ALONE))
    position = 0
    for token in tokens:
        writer.text(text[position : token.start()])
        writer.token(token)
        position = token.end()
    writer.text(text[position:])
    return writer.result()


@dataclass
class _List:
    """A list or a table that is open, and how many items it has so far."""

    is_ordered: bool
    items: int = 0


class _Writer:
    """Writes CommonMark, from the pieces of a text in their order."""

    def __init__(self, elements: frozenset[str]) -> None:
        self._elements = elements
        self._out: list[str] = []
        self._break = _Break.NONE
        self._bare = False  # at the start of an item or a cell
        self._span: list[str] | None = None  # what a code element has said so far
        self._verbatim = False
        self._lists: list[_List] = []
        self._links: list[tuple[int, str]] = []
        self._cells = 0

    def result(self) -> str:
        if self._span is not None:
            self._end_code()
        if self._verbatim:
            self._out.append("\n```")
        return "".join(self._out).strip()

    def text(self, text: str) -> None:
        if "&" in text:
            text = _REFERENCE.sub(lambda found: unescape(found[0]), text)
            text = text.replace("\N{NO-BREAK SPACE}", " ")
        self._write(text)

    def token(self, token: re.Match[str]) -> None:
        name = (token["name"] or "").lower()
        if name in self._elements:
            if self._verbatim and name != "pre":
                return
            if token["end"]:
                self._end(name)
            else:
                self._start(name, token)
        elif not token["comment"]:
            self._write(token[0])

    def _write(self, text: str) -> None:
        if self._span is not None:
            self._span.append(text)
            return
        if not self._verbatim:
            if self._bare or self._break:
                text = text.lstrip()
            if not text:
                return
            self._apart()
        self._bare = False
        self._out.append(text)

    def _apart(self) -> None:
        """Write the break that is due, if there is anything to be apart from."""
        if self._break and self._out:
            self._out[-1] = self._out[-1].rstrip()
            self._out.append(_BREAKS[self._break])
        self._break = _Break.NONE

    def _need(self, wanted: _Break) -> None:
        if not self._bare:
            self._break = max(self._break, wanted)

    def _start(self, name: str, token: re.Match[str]) -> None:
        if name in _CODE:
            self._span = self._span or []
        elif name in _ROWS or name in ("td", "th"):
            self._start_row(name)
        elif name in _BLOCKS:
            self._need(_Break.PARAGRAPH)
            if name in _LISTS:
                self._lists.append(_List(name == "ol"))
        elif name == "br":
            again = self._break == _Break.HARD
            self._need(_Break.PARAGRAPH if again else _Break.HARD)
        elif name == "pre":
            self._need(_Break.PARAGRAPH)
            self._write("```\n")
            self._verbatim = True
        elif name == "a":
            href = _HREF.search(token["attributes"])
            self._apart()
            self._links.append((len(self._out), href[1] if href else ""))
        elif name == "img":
            alt = _ALT.search(token["attributes"])
            self.text(alt[1] or alt[2] or "" if alt else token[0])
        elif name == "sup":
            self._write("^")

    def _end(self, name: str) -> None:
        if name in _CODE and self._span is not None:
            self._end_code()
        elif name == "pre" and self._verbatim:
            self._out.append("\n```")
            self._verbatim = False
            self._need(_Break.PARAGRAPH)
        elif name == "a" and self._links:
            self._end_link(*self._links.pop())
        elif name in _BLOCKS:
            self._bare = False
            self._need(_Break.PARAGRAPH)
            if name in _LISTS and self._lists:
                self._lists.pop()
        elif name in ("li", "tr", "dd"):
            self._need(_Break.LINE)

    def _start_row(self, name: str) -> None:
        if name in ("td", "th", "dd"):
            between = ": " if name == "dd" else " | "
            if self._cells and self._out:
                self._break = _Break.NONE
                self._out[-1] = self._out[-1].rstrip()
                self._out.append(between)
            self._cells += 1
        else:
            around = self._lists[-1] if self._lists else _List(False, 1)
            self._bare = False
            self._break = _Break.LINE if around.items else _Break.PARAGRAPH
            around.items += 1
            self._write(f"{around.items}. " if around.is_ordered else "- ")
            self._cells = 1 if name == "dt" else 0
        self._bare = True

    def _end_code(self) -> None:
        code = " ".join("".join(self._span or ()).split())
        self._span = None
        self._write(f"`{code}`" if code and "`" not in code else code)

    def _end_link(self, start: int, href: str) -> None:
        said = "".join(self._out[start:]).strip()
        if not href or not said:
            return
        link = said if said == href else f"[{said}]({href})"
        space = " " if self._out[-1][-1:].isspace() else ""
        del self._out[start:]
        self._out.append(link + space)

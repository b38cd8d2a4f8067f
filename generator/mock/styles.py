"""Arguments as they are written, taken apart by their style (OAS 3.2, "Style Values").

A value that holds others comes out as a list or an object of texts. Delimiters are looked for
before percent-encoding is undone: a value may hold one. What the styles leave undefined is
read as the generated packages write it (`a[b][c]=1`, `a[b][]=1`, objects in objects as JSON).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeAlias
from urllib.parse import unquote, unquote_plus

from ..source import is_object

Parts: TypeAlias = str | list[str] | dict[str, Any]
Pairs: TypeAlias = list[tuple[str, str]]
"""Names with their texts, still percent-encoded."""

_DELIMITERS = {"spaceDelimited": "%20|\\+", "pipeDelimited": "%7C|%7c|\\|"}


def pairs(query: str, between: str = "&") -> Pairs:
    """The `name=text` of a query or a cookie header; names are decoded, texts are not."""
    split = (part.strip().partition("=") for part in query.split(between) if part)
    return [(unquote_plus(name), text) for name, _, text in split]


def from_path(
    text: str, name: str, style: str, explode: bool, types: set[str]
) -> Parts:
    """A path argument; a header is one in the style `simple` that is not encoded."""
    between = ","
    if style == "label":
        text, between = text.removeprefix("."), "." if explode else ","
    elif style == "matrix":
        text = text.removeprefix(";")
        if explode and types & {"array", "object"}:
            found = pairs(text, ";")
            return dict(found) if "object" in types else [value for _, value in found]
        text = text.removeprefix(f"{name}=")
    if "array" in types:
        return [part.strip() for part in text.split(between)]
    if "object" in types:
        return _members(text.split(between), explode)
    return text


def from_pairs(
    given: Pairs,
    name: str,
    style: str,
    explode: bool,
    known: Iterable[str],
    types: set[str],
) -> Parts | None:
    """A query argument or a cookie; `known` are the names of an object's members."""
    if style == "deepObject":
        return _deep(given, name) or None
    if explode and "object" in types:
        found: dict[str, list[str]] = {key: [] for key in known}
        for key, text in given:
            if key in found:
                found[key].append(unquote_plus(text))
        members = {k: t[0] if len(t) == 1 else t for k, t in found.items() if t}
        return members or None
    texts = [text for key, text in given if key == name]
    if not texts:
        return None
    if explode or not types & {"array", "object"}:
        decoded = [unquote_plus(text) for text in texts]
        return decoded if "array" in types else decoded[0]
    parts = re.split(_DELIMITERS.get(style, ","), texts[0])
    decoded = [unquote_plus(part) for part in parts]
    return decoded if "array" in types else _members(decoded, explode=False)


def _members(parts: list[str], explode: bool) -> dict[str, Any]:
    """`a=1,b=2` where exploded, else `a,1,b,2`."""
    if explode:
        return {key.strip(): text for key, _, text in (p.partition("=") for p in parts)}
    return {k.strip(): text for k, text in zip(parts[::2], parts[1::2], strict=False)}


def _deep(given: Pairs, name: str) -> Any:
    """`name[a][b]=1`, `name[0][a]=1` and `name[a][]=1`, to any depth."""
    made: dict[str, Any] = {}
    for key, text in given:
        if key.startswith(f"{name}["):
            steps = re.findall(r"\[([^\]]*)\]", key.removeprefix(name))
            _store(made, steps, unquote(text))
    return _listed(made)


def _listed(made: dict[str, Any]) -> Any:
    """What `[]` held as a list, wherever it was."""
    if made.keys() == {""}:
        return made[""]
    return {k: _listed(held) if is_object(held) else held for k, held in made.items()}


def _store(holder: dict[str, Any], steps: list[str], text: str) -> None:
    """Put a text where the steps lead; nothing is put below what is a text already."""
    for at, step in enumerate(steps):
        if step == "":
            holder.setdefault(step, []).append(text)
            return
        if at + 1 == len(steps):
            holder[step] = text
        else:
            inner = holder.setdefault(step, {})
            if not is_object(inner):
                return
            holder = inner

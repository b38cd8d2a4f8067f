"""Changes to a description that nobody would make on purpose, and that inputs have all the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from tests.support.constructs import constructs

Path = tuple[str | int, ...]

_DEEP = 10_000
_SPELLED = {
    '"@deep list"': "[" * _DEEP + "]" * _DEEP,
    '"@deep object"': '{"a":' * _DEEP + "1" + "}" * _DEEP,
    '"@deep schema"': '{"items":' * _DEEP + "{}" + "}" * _DEEP,
    '"@deep allOf"': '{"allOf":[' * _DEEP + "{}" + "]}" * _DEEP,
    '"@not a number"': "NaN",
    '"@infinite"': "-Infinity",
    '"@too large"': "1e999",
    '"@long integer"': "9" * 5_000,
}
"""What Python's own writer of JSON cannot write, by the string that stands for it."""

TEXTS = [
    "",
    " ",
    '"""',
    "'''\\",
    "\\",
    "{{ 7 }}{% x %}",
    "a\nb\r\nc",
    "\x00\x1b[31m\x7f",
    "\ud800",
    "\u202egnp\u2066",
    "\u2028\ufeff",
    "__proto__",
    "__init__",
    "__class__",
    "class",
    "None",
    "self",
    "List",
    "../../etc/passwd",
    "/{a}{b",
    "}{",
    "{}",
    "%",
    "%zz%00",
    "#/%ff/~2/-1",
    "#",
    "日本語",
    "1",
    "true",
    "application/json",
    "file:///etc/passwd",
    "http://[::1",
    "x" * 100_000,
    "é" * 5_000,
    "x-a",
    "[",
    "(a+)+$",
]
REFERENCES = [
    {"$ref": target}
    for target in (
        "#",
        "",
        "#/",
        "#/paths",
        "#/info",
        "#/components",
        "#/components/schemas",
        "#/components/schemas/Thing",
        "#/components/schemas/Pet",
        "#/components/schemas/Self",
        "#/components/schemas/Alias",
        "#/components/parameters/Trace",
        "#/components/responses/Problem",
        "#/definitions/Pet",
        "#/paths/~1things~1{id}",
        "#/paths/~1things/post",
        "#/components/schemas/Thing/properties/part",
        "#/components/schemas/Missing",
        "#thing",
        "#nothing",
        "api.json",
        "api.json#/components/schemas/Thing",
        "https://example.com/x",
        "//x",
        "C:\\x",
        "a\x00b",
    )
]
VALUES: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    1.5,
    1e308,
    10**30,
    *TEXTS,
    [],
    {},
    [None],
    [[]],
    [{}],
    {"": {}},
    {"type": "object", "properties": {"__proto__": {}, "": {}, "a b": {}}},
    {"type": "array"},
    {"type": "object"},
    {"type": []},
    {"type": ["null"]},
    {"enum": []},
    {"enum": [None]},
    {"enum": ["a", 1, {}, [], 1.5, None, True]},
    {"const": {"a": [1]}},
    {"allOf": []},
    {"oneOf": [{}]},
    {"anyOf": [True, False]},
    {"oneOf": [{"type": "string"}] * 20},
    {"allOf": [{"type": "string"}, {"type": "integer"}]},
    {"additionalProperties": {"additionalProperties": False}},
    {"$dynamicRef": "#node"},
    {"$id": "http://[", "$anchor": "1 2"},
    {"discriminator": {"propertyName": "kind"}},
    {"content": {"*/*": {}}},
    {"name": "a", "in": "path"},
    {"name": "a", "in": "querystring", "content": {}},
    *REFERENCES,
    *(name.strip('"') for name in _SPELLED),
]


def places(node: Any, path: Path = ()) -> Iterator[Path]:
    """Where the members of a tree stand, parents first."""
    members: Any = ()
    if isinstance(node, dict):
        members = node.items()
    elif isinstance(node, list):
        members = enumerate(node)
    for key, child in members:
        yield (*path, key)
        yield from places(child, (*path, key))


def found(node: Any, path: Path) -> Any:
    """The member of a tree that stands at `path`."""
    for key in path:
        node = node[key]
    return node


def _replace(document: Any, path: Path, value: Any) -> None:
    found(document, path[:-1])[path[-1]] = deepcopy(value)


def _remove(document: Any, path: Path, value: Any) -> None:
    del found(document, path[:-1])[path[-1]]


def _wrap(document: Any, path: Path, value: Any) -> None:
    _replace(document, path, [found(document, path), value])


def _rename(document: Any, path: Path, value: Any) -> None:
    holder = found(document, path[:-1])
    if isinstance(holder, dict) and isinstance(value, str):
        holder[value] = holder.pop(path[-1])
    else:
        _replace(document, path, value)


def _add(document: Any, path: Path, value: Any) -> None:
    """A value under one of the document's own words, where it does not belong."""
    holder = found(document, path[:-1])
    if isinstance(holder, list):
        holder.append(deepcopy(value))
    else:
        holder[str(path[-1]) + "2"] = deepcopy(value)


def _graft(document: Any, path: Path, other: Path) -> None:
    """A part of the description in the place of another one."""
    _replace(document, path, found(document, other))


_CHANGES: list[Callable[[Any, Path, Any], None]] = [
    _replace,
    _replace,
    _remove,
    _wrap,
    _rename,
    _add,
]


def mutated(document: Any, draw: st.DrawFn) -> Any:
    """The document with one to four changes."""
    for _ in range(draw(st.integers(1, 4))):
        known = list(places(document))
        if not known:
            break
        path = draw(st.sampled_from(known))
        if draw(st.integers(0, 5)) == 0:
            _graft(document, path, draw(st.sampled_from(known)))
        else:
            change = draw(st.sampled_from(_CHANGES))
            change(document, path, draw(st.sampled_from(VALUES)))
    return document


def spelled(document: Any) -> str:
    """The document as JSON, with what JSON should not have."""
    text = json.dumps(document)
    for name, value in _SPELLED.items():
        text = text.replace(name, value)
    return text


@st.composite
def descriptions(draw: st.DrawFn) -> str:
    """One of the small descriptions, changed."""
    known = constructs()
    title = draw(st.sampled_from(sorted(known)))
    return spelled(mutated(known[title], draw))

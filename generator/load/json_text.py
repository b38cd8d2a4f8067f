"""JSON text to values, strictly, and JSON pointers back to offsets.

The decoder is the standard library's, in C. What RFC 8259 leaves open and we refuse
(duplicate keys, deep nesting) is noticed at that speed, and looked for token by token
only when it is there.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator

from ..source import Json, tokens
from .text import MAX_DEPTH, Decoded, Fault, deeper_than, duplicate_key, too_deep

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:]', re.S)
_BLANK = re.compile(r"[ \t\n\r]*")
_LONGEST_INTEGER = 4300
"""Digits; Python refuses to convert longer ones (a conversion takes quadratic time)."""

_PLAIN = {
    "Expecting property name": "expected a property name in double quotes",
    "Expecting ':'": "expected ':' after the property name",
    "Expecting ','": "expected ',' or a closing bracket",
    "Expecting value": "expected a JSON value",
    "Unterminated string": "this string is not closed",
    "Invalid control character": "a line break or control character inside a string",
    "Invalid \\": "not an escape sequence of JSON",
    "Extra data": "the document is complete before this, but more text follows",
}
"""What the decoder says, by its first words, and what we say."""


class _RefusedError(ValueError):
    """Raised inside the decoder for what it would let through."""


def decode(body: str) -> Decoded:
    """Decode one JSON text (RFC 8259), or say everything that is wrong with it.

    A number that no double holds is an infinite float, and so are the `NaN` and `Infinity` that
    other writers let through: whoever makes a document of the value leaves them out.
    """
    try:
        value = _value(body)
    except json.JSONDecodeError as error:
        return Decoded(faults=(_malformed(body, error),))
    except (ValueError, RecursionError):
        return Decoded(faults=_explain(body))
    if deeper_than(value, MAX_DEPTH):
        return Decoded(faults=_explain(body))
    return Decoded(value, positions=_Positions(body).find)


def _value(body: str) -> Json:
    try:
        return json.JSONDecoder(object_pairs_hook=_unique).decode(body)
    except (json.JSONDecodeError, _RefusedError):
        raise
    except ValueError:  # an integer that Python does not convert
        tolerant = json.JSONDecoder(object_pairs_hook=_unique, parse_int=integer)
        return tolerant.decode(body)


def integer(text: str) -> int | float:
    """The integer, infinite where Python would refuse to convert it."""
    return int(text) if len(text) <= _LONGEST_INTEGER else math.inf


def _explain(body: str) -> tuple[Fault, ...]:
    """Why the decoder stopped: at the first refusal, while later text may be malformed."""
    try:
        json.loads(body, parse_int=len, parse_float=len)
    except json.JSONDecodeError as error:
        return (_malformed(body, error),)
    except RecursionError:
        pass  # everything down to the limit, and beyond it, is well-formed
    return tuple(_refusals(body))


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _RefusedError
    return members


def _malformed(body: str, error: json.JSONDecodeError) -> Fault:
    """The decoder's complaint in plain words, the same for every version of Python."""
    offset = error.pos
    end = len(body.rstrip())
    if (
        offset >= end
        or error.msg.startswith("Unterminated")
        or _cut_word(body[offset:end])
    ):
        return Fault("invalid-json", offset, _cut_message(body, offset, end), cut=True)
    comma = offset if body[offset] == "," else len(body[:offset].rstrip()) - 1
    closing = body[comma + 1 :].lstrip()[:1]
    if comma >= 0 and body[comma] == "," and closing in ("}", "]"):
        message = f"not valid JSON: a comma before {closing!r}"
        return Fault("invalid-json", comma, message, help="remove the comma")
    plain = next(
        (plain for start, plain in _PLAIN.items() if error.msg.startswith(start)),
        error.msg,
    )
    return Fault("invalid-json", offset, f"not valid JSON: {plain}")


def _cut_word(rest: str) -> bool:
    return rest == "-" or any(
        word.startswith(rest) for word in ("true", "false", "null")
    )


def _cut_message(body: str, offset: int, end: int) -> str:
    if not end:
        return "not valid JSON: the text is empty"
    if body[offset : offset + 1] == '"':
        return "not valid JSON: the text ends inside the string that starts here"
    return "not valid JSON: the text ends before the document is complete"


def _refusals(body: str) -> Iterator[Fault]:
    """Go through the tokens of well-formed text for what the decoder refused.

    Nesting that is too deep ends the search: the text may be too deep to be well-formed.
    """
    objects: list[dict[str, int] | None] = []
    name = 0, ""
    for found in _TOKEN.finditer(body):
        word, offset = found[0], found.start()
        if word in ("{", "["):
            objects.append({} if word == "{" else None)
            if len(objects) > MAX_DEPTH:
                yield too_deep(offset)
                return
        elif word in ("}", "]"):
            objects.pop()
        elif word[0] == '"':
            name = offset, word
        else:
            yield from _name_again(objects[-1], *name)


def _name_again(
    members: dict[str, int] | None, offset: int, name: str
) -> Iterator[Fault]:
    key = str(json.loads(name))
    first = (members if members is not None else {}).setdefault(key, offset)
    if first != offset:
        yield duplicate_key(key, first, offset)


class _Positions:
    """Finds offsets by walking well-formed JSON; what lies beside the path is skipped in C."""

    def __init__(self, body: str) -> None:
        self._body = body
        self._skip = json.JSONDecoder(parse_int=len).raw_decode
        self._seen: dict[int, dict[str, tuple[int, int]]] = {}

    def find(self, pointer: str) -> int:
        """The offset of the member's key or of the item's value; of the nearest ancestor's
        when there is nothing at `pointer`."""
        value = self._blank(0)
        place = value
        for token in tokens(pointer):
            children = self._children(value)
            if token not in children:
                break
            place, value = children[token]
        return place

    def _blank(self, offset: int) -> int:
        found = _BLANK.match(self._body, offset)
        return found.end() if found else offset

    def _children(self, start: int) -> dict[str, tuple[int, int]]:
        """By reference token: where to point at, and where the value starts."""
        if start not in self._seen:
            opening = self._body[start]
            scan = self._members if opening == "{" else self._items
            self._seen[start] = dict(scan(start)) if opening in "{[" else {}
        return self._seen[start]

    def _members(self, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
        offset = self._blank(start + 1)
        while self._body[offset] != "}":
            key, end = self._skip(self._body, offset)
            value = self._blank(self._blank(end) + 1)
            yield key, (offset, value)
            offset = self._next(value)

    def _items(self, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
        offset = self._blank(start + 1)
        index = 0
        while self._body[offset] != "]":
            yield str(index), (offset, offset)
            offset = self._next(offset)
            index += 1

    def _next(self, value: int) -> int:
        """Past the value and the comma after it, at the next child or the closing bracket."""
        _, end = self._skip(self._body, value)
        end = self._blank(end)
        return self._blank(end + 1) if self._body[end] == "," else end

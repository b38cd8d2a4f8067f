"""Arguments as text: path segments, query strings, headers and cookies.

Styles and their delimiters are those of OpenAPI's Parameter Object. Every value is
percent-encoded on its own and delimiters are put between afterwards, so that no value
can add a segment, a parameter or an item. What the styles leave undefined is written as
most servers read it: objects within objects as `a[b][c]=1`, lists within them as
`a[b][]=1`, lists of objects as `a[0][b]=1`; a list in an object that is exploded is
repeated; what stands in another list or object is JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast
from urllib.parse import quote

from . import json
from .texts import plain_value, scalar_text
from .unset import UNSET

Style: TypeAlias = Literal[
    "simple",
    "label",
    "matrix",
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
    "cookie",
]
Encode: TypeAlias = Callable[[str], str]

_DELIMITERS = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}
_RESERVED_IN_QUERY = ":/?@!$'()*,;="
_RESERVED_IN_PATH = ":@!$&'()*+,;="
"""RFC 3986, section 2.2, without what would end the argument (a `+` is read as a blank)."""
_COOKIE = "!#$&'()*+-./:<=>?@[]^_`{|}~"
"""RFC 6265, section 4.1.1: what may stand in a cookie as it is."""


@dataclass(slots=True, eq=False, repr=False)
class Styled:
    """An argument whose parameter is not in the usual style of its place."""

    value: object
    style: Style = "form"
    explode: bool = False
    allow_reserved: bool = False
    """Whether the delimiters of RFC 3986 stay as they are."""


@dataclass(slots=True, eq=False, repr=False)
class JsonText:
    """An argument that is written as JSON (`content` in place of `schema`)."""

    value: object


def path_segment(name: str, value: object) -> str:
    """One path argument, percent-encoded (`simple`, `label` or `matrix`).

    Raises:
        ValueError: it is empty, so that the URL would be another operation's.
        TypeError: it cannot stand in a URL.
    """
    if isinstance(value, str):
        text = _encode(value)
    else:
        styled = value if isinstance(value, Styled) else Styled(value, "simple")
        text = _path_text(name, styled)
    if not text:
        raise ValueError(f"{name} must not be empty")
    return text


def query_string(arguments: Mapping[str, object]) -> str:
    """All query arguments but those that are None, percent-encoded.

    Raises:
        ValueError, TypeError: an argument cannot stand in a URL; names it.
    """
    return "&".join(
        f"{name}={text}"
        for parameter, value in arguments.items()
        if value is not None
        for name, text in _query_pairs(parameter, value)
    )


def whole_query(value: object, before: str = "") -> str:
    """A query that is one argument (`in: querystring`), after what is `before` it.

    Raises:
        ValueError, TypeError: it cannot stand in a URL.
    """
    plain = plain_value("the query", _unjson(value))
    if plain is None:
        return before
    if isinstance(plain, Mapping):
        text = query_string(cast("Mapping[str, object]", plain))
    else:
        text = _encode(scalar_text("the query", plain))
    return f"{before}&{text}" if before and text else before or text


def header_text(name: str, value: object) -> str | None:
    """One header argument, not encoded (`style: simple`); None when it is not given.

    Raises:
        ValueError, TypeError: it cannot stand in a header; names it.
    """
    styled = value if isinstance(value, Styled) else Styled(value)
    plain = plain_value(name, _unjson(styled.value))
    if plain is None or plain is UNSET:
        return None
    return _joined(name, plain, styled.explode, str)


def cookie_string(arguments: Mapping[str, object]) -> str:
    """The `Cookie` header of all arguments but those that are None.

    A list or an object that is exploded becomes cookies of its own, whichever style is
    declared: the `&` that `form` puts between them is none of a cookie's delimiters.
    """
    return "; ".join(
        f"{key}={text}"
        for name, value in arguments.items()
        if value is not None
        for key, text in _query_pairs(name, value, _encode_cookie)
    )


def _path_text(name: str, styled: Styled) -> str:
    encode = _encode_most_of_path if styled.allow_reserved else _encode
    value = plain_value(name, _unjson(styled.value))
    if styled.style == "simple":
        return _joined(name, value, styled.explode, encode)
    if styled.style == "label":
        between = "." if styled.explode else ","
        return "." + _joined(name, value, styled.explode, encode, between)
    key = _encode(name)
    if styled.explode and isinstance(value, Mapping):
        items = _members(name, cast("Mapping[str, object]", value), encode)
        return "".join(f";{k}={text}" if text else f";{k}" for k, text in items)
    if styled.explode and isinstance(value, list):
        texts = _texts(name, cast("list[object]", value), encode)
        return "".join(f";{key}={text}" for text in texts)
    text = _joined(name, value, False, encode)
    return f";{key}={text}" if text else f";{key}"


def _joined(
    name: str, value: object, explode: bool, encode: Encode, between: str = ","
) -> str:
    """A value in one text, its items between delimiters."""
    if isinstance(value, Mapping):
        pairs = _members(name, cast("Mapping[str, object]", value), encode)
        inner = "=" if explode else between
        return between.join(f"{key}{inner}{text}" for key, text in pairs)
    if isinstance(value, list):
        return between.join(_texts(name, cast("list[object]", value), encode))
    return encode(scalar_text(name, value))


def _query_pairs(
    name: str, value: object, encode: Encode | None = None
) -> Iterable[tuple[str, str]]:
    """(encoded name, encoded text) of every `name=value` that an argument becomes."""
    if type(value) is str:
        return ((_encode(name), (encode or _encode)(value)),)
    styled = value if isinstance(value, Styled) else Styled(value, explode=True)
    value, key = plain_value(name, _unjson(styled.value)), _encode(name)
    encode = encode or (_encode_most_of_query if styled.allow_reserved else _encode)
    if value is None or value is UNSET:
        return ()
    if not isinstance(value, Mapping | list):
        return ((key, encode(scalar_text(name, value))),)
    if styled.style == "deepObject":
        return _deep_pairs(name, key, cast("Any", value), encode)
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value)
        pairs = list(_members(name, members, encode, repeat=styled.explode))
        texts = [text for pair in pairs for text in pair]
    else:
        texts = _texts(name, cast("list[object]", value), encode)
        pairs = [(key, text) for text in texts]
    if styled.explode or not texts:
        return pairs
    return ((key, _DELIMITERS.get(styled.style, ",").join(texts)),)


def _deep_pairs(
    name: str, key: str, value: Any, encode: Encode
) -> Iterator[tuple[str, str]]:
    """`key[a][b]=1`: members in brackets, to any depth."""
    if isinstance(value, Mapping):
        for member, item in cast("Mapping[str, object]", value).items():
            if item is not None:
                yield from _deep_pairs(
                    name, f"{key}%5B{_encode(member)}%5D", item, encode
                )
    elif isinstance(value, list):
        given = (i for i in cast("list[object]", value) if i is not None)
        for at, item in enumerate(given):
            index = at if isinstance(item, Mapping | list) else ""
            yield from _deep_pairs(name, f"{key}%5B{index}%5D", item, encode)
    else:
        yield key, encode(scalar_text(name, value))


def _members(
    name: str, value: Mapping[str, object], encode: Encode, *, repeat: bool = False
) -> Iterator[tuple[str, str]]:
    """(key, text) of every member; with `repeat`, of every item of one that is a list."""
    for key, item in value.items():
        if repeat and isinstance(item, list):
            for text in _texts(name, cast("list[object]", item), encode):
                yield encode(key), text
        elif item is not None:
            yield encode(key), encode(_nested_text(name, item))


def _texts(name: str, value: list[object], encode: Encode) -> list[str]:
    return [encode(_nested_text(name, i)) for i in value if i is not None]


def _nested_text(name: str, value: object) -> str:
    """A member: its style has no form for objects and lists in it, so they are JSON."""
    if isinstance(value, Mapping | list):
        return json.dumps(value).decode()
    return scalar_text(name, value)


def _unjson(value: object) -> object:
    if isinstance(value, JsonText):
        inner = value.value
        plain = plain_value("a JSON argument", inner)
        return None if inner is None else json.dumps(plain).decode()
    return value


def _encode(text: str) -> str:
    return _quoted(text, "")


def _encode_most_of_query(text: str) -> str:
    return _quoted(text, _RESERVED_IN_QUERY)


def _encode_most_of_path(text: str) -> str:
    return _quoted(text, _RESERVED_IN_PATH)


def _encode_cookie(text: str) -> str:
    return _quoted(text, _COOKIE)


def _quoted(text: str, safe: str) -> str:
    if text.isascii() and text.replace("-", "").replace("_", "").isalnum():
        return text  # an id most often, and `quote` takes its time
    try:
        return quote(text, safe=safe)
    except UnicodeEncodeError:
        pass
    raise ValueError("an argument holds half of a surrogate pair")

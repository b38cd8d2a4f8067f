"""Bodies that are forms or text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from . import json
from .parameters import Styled, query_string
from .texts import plain_value

FORM = "application/x-www-form-urlencoded"


class Form:
    """`application/x-www-form-urlencoded`; objects within it are JSON unless styled.

    OpenAPI, Encoding Object: without a `style` a field has the media type of its type, text
    for a scalar, JSON for an object, and a list is one field for each item.
    """

    __slots__ = ("_content",)

    content_type = FORM
    may_repeat = True
    is_async = False

    def __init__(self, fields: object) -> None:
        """Encode a mapping or a model; members that are None are left out.

        Raises:
            ValueError, TypeError: a field cannot be sent; names it.
        """
        named = field_values(fields)
        text = query_string({name: _field(name, named[name]) for name in named})
        self._content = text.replace("%20", "+").encode("ascii")

    @staticmethod
    def given(fields: object) -> Form | None:
        """The form, None where it has no fields; see `Form`."""
        form = Form(fields)
        return form if form._content else None

    def begin(self) -> bytes:
        """The encoded form."""
        return self._content


def field_values(fields: object) -> Mapping[str, object]:
    """The fields of a form by name, given as a mapping or a model.

    Raises:
        TypeError: they have no names.
    """
    to_dict: Any = getattr(fields, "to_dict", None)
    named = to_dict() if callable(to_dict) else fields
    if not isinstance(named, Mapping):
        found = type(fields).__name__
        raise TypeError(f"body must be a mapping of fields, not {found}")
    return cast("Mapping[str, object]", named)


def _field(name: str, value: object) -> object:
    if isinstance(value, Styled):
        return value
    plain = plain_value(name, value)
    if isinstance(plain, Mapping):
        return json.dumps(plain).decode()
    if isinstance(plain, list):
        items = cast("list[object]", plain)
        return [
            json.dumps(item).decode() if isinstance(item, Mapping | list) else item
            for item in items
            if item is not None
        ]
    return plain


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """A body of text, such as XML, in UTF-8."""

    text: str
    media_type: str = "text/plain"
    may_repeat: bool = True
    is_async: bool = False

    @property
    def content_type(self) -> str:
        """The media type with its charset."""
        if "charset" in self.media_type.lower():
            return self.media_type
        return f"{self.media_type}; charset=utf-8"

    def begin(self) -> bytes:
        """The text, encoded."""
        return self.text.encode()

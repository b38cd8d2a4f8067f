"""Readable strings: by `format`, by `pattern`, by the name of the property, by length.

Everything here is plainly made up: reserved domains, documentation addresses, a phone number
from the range set aside for fiction. Names only choose among texts; no name is required.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from ..naming import words
from . import pattern as patterns

if TYPE_CHECKING:
    from ..source import Document

_LONGEST = 65_536

_BY_FORMAT = {
    "date-time": "2026-06-10T10:00:0{serial}Z",
    "date": "2026-06-1{serial}",
    "time": "10:00:0{serial}Z",
    "duration": "PT3{serial}M",
    "uuid": "7d9f2c1e-4b6a-4c3d-8e5f-1a2b3c4d5e6{serial}",
    "email": "alex{suffix}@example.com",
    "idn-email": "alex{suffix}@example.com",
    "hostname": "api{suffix}.example.com",
    "idn-hostname": "api{suffix}.example.com",
    "ipv4": "192.0.2.{next}",
    "ipv6": "2001:db8::{next}",
    "uri": "https://example.com/{slug}{suffix}",
    "url": "https://example.com/{slug}{suffix}",
    "iri": "https://example.com/{slug}{suffix}",
    "uri-reference": "/{slug}{suffix}",
    "iri-reference": "/{slug}{suffix}",
    "uri-template": "https://example.com/{slug}{suffix}",
    "json-pointer": "/{slug}{suffix}",
    "relative-json-pointer": "{serial}",
    "regex": "^[a-z]+{suffix}$",
    "byte": "{encoded}",
    "base64": "{encoded}",
    "decimal": "12.5{serial}",
    "int64": "{next}",
    "password": "not-a-real-password{suffix}",
}
"""`{serial}` is one digit that starts at 0; `{suffix}` is empty for the first text."""

_BY_NAME = (
    ("first_name", "Alex"),
    ("given_name", "Alex"),
    ("last_name", "Smith"),
    ("family_name", "Smith"),
    ("name", "Example {words}"),
    ("email", "alex@example.com"),
    ("phone", "+12025550123"),
    ("phone_number", "+12025550123"),
    ("timezone", "Europe/London"),
    ("time_zone", "Europe/London"),
    ("currency", "EUR"),
    ("country", "GB"),
    ("language", "en"),
    ("locale", "en-GB"),
    ("date_of_birth", "1990-01-31"),
    ("date", "2026-06-10"),
    ("_at", "2026-06-10T10:00:00Z"),
    ("url", "https://example.com/{slug}"),
    ("uri", "https://example.com/{slug}"),
    ("version", "1.0.0"),
    ("description", "An example"),
)

_LATER = ("end", "ends", "finish", "until", "expires", "expiry")
"""Names of the later of two instants: half an hour after the usual one."""


def texts(schema: Document, name: str, owner: str, serial: int) -> Iterator[str]:
    """Candidates for a string schema, the most realistic first; not all of them fit it.

    `name` is the property or parameter, `owner` the component that holds it, `serial` tells
    apart the items of one list.
    """
    low, high = _bounds(schema)
    if low > _LONGEST:
        return
    expression = schema.get("pattern")
    if isinstance(expression, str) and patterns.matches(expression, "") is None:
        # Nobody would notice that another text does not match.
        yield from _by_pattern(expression, low, high, serial)
    for text in _candidates(schema, name, owner, serial):
        yield text
        if not low <= len(text) <= high:
            yield _sized(text, low, high, serial)
    if isinstance(expression, str):
        yield from _by_pattern(expression, low, high, serial)


def _candidates(schema: Document, name: str, owner: str, serial: int) -> Iterator[str]:
    snake = _snake(name)
    form = schema.get("format")
    if not serial:
        yield from _of_name(snake)
    if schema.get("contentEncoding") == "base64":
        form = "base64"
    if isinstance(form, str) and form in _BY_FORMAT:
        yield _formatted(form, snake, serial)
    if snake == "id" or snake.endswith("_id"):
        kind = snake.removesuffix("id").rstrip("_") or _snake(owner)
        yield f"{kind or 'id'}_{serial + 1}"
    if not serial:
        yield from _of_ending(snake)
    if "pattern" in schema:
        yield from (_formatted(form, snake, serial) for form in _BY_FORMAT)
    yield f"{snake or 'text'}_{serial + 1}"


@lru_cache(maxsize=4_096)
def _of_name(snake: str) -> tuple[str, ...]:
    return tuple(_filled(text, snake, 0) for name, text in _BY_NAME if name == snake)


@lru_cache(maxsize=4_096)
def _of_ending(snake: str) -> tuple[str, ...]:
    return tuple(
        _filled(text, snake, 0)
        for name, text in _BY_NAME
        if snake.endswith("_" + name.lstrip("_"))
    )


def _formatted(form: str, snake: str, serial: int) -> str:
    text = _filled(_BY_FORMAT[form], snake, serial)
    later = snake.rpartition("_")[2] in _LATER or snake.partition("_")[0] in _LATER
    return text.replace(":00:", ":30:", 1) if later else text


def _filled(template: str, snake: str, serial: int) -> str:
    return template.format(
        serial=serial % 10,
        next=serial % 250 + 1,
        suffix=serial or "",
        encoded=b64encode(f"example{serial or ''}".encode()).decode(),
        slug=snake.replace("_", "-") or "example",
        words=snake.removesuffix("name").strip("_").replace("_", " ") or "name",
    )


def _by_pattern(expression: str, low: int, high: int, serial: int) -> Iterator[str]:
    """Texts made from the pattern; longer and longer ones while they are too short."""
    for length in (min(low, high), min(low + 8, high)):
        try:
            yield patterns.text_for(expression, length, serial)
        except patterns.UnreadableError:
            return


def _sized(text: str, low: int, high: int, serial: int) -> str:
    """`text` repeated or cut so that its length is within the bounds."""
    if len(text) < low:
        return (text * (low // len(text) + 1))[:low]
    return text[len(text) - high :] if serial and high else text[:high]


def _bounds(schema: Document) -> tuple[int, int]:
    low, high = schema.get("minLength", 0), schema.get("maxLength", _LONGEST)
    low = int(low) if isinstance(low, int | float) else 0
    return low, int(high) if isinstance(high, int | float) and high >= low else _LONGEST


@lru_cache(maxsize=4_096)
def _snake(name: str) -> str:
    """The words of a name; the same few names come up for ever."""
    return "_".join(words(name))

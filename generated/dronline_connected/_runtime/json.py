"""JSON text to and from plain Python values.

orjson is used when it is installed. Where the two libraries differ the standard one is
right: NaN is refused, integers of any size are written, lone surrogates are
written as escapes. Faults are raised without the text they are about.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from math import isfinite
from typing import Any, NoReturn, cast


def _fallback(value: object) -> str:
    from uuid import UUID  # slow, unless there is one: then it has been imported

    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not a JSON value")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_encode = json.JSONEncoder(
    separators=(",", ":"), allow_nan=False, default=_fallback
).encode
_decoder = json.JSONDecoder(parse_constant=_refuse_constant)
_scan: Callable[[str, int], tuple[Any, int]] = cast("Any", _decoder).scan_once
"""What reads a value that begins at a place, and says where it ends."""
_PLAIN = frozenset({int, bool})


def _first_dumps(value: Any) -> bytes:
    _find_orjson()
    return dumps(value)


def _first_loads(data: bytes) -> Any:
    _find_orjson()
    return loads(data)


_fast_dumps: Callable[[Any], bytes] | None = _first_dumps
_fast_loads: Callable[[bytes], Any] | None = _first_loads
"""orjson's, if it is installed; it makes floats of integers beyond 64 bits."""


def _find_orjson() -> None:
    """Look for orjson, when there is something to read or write: it is slow to import."""
    global _fast_dumps, _fast_loads
    try:
        import orjson
    except ImportError:
        _fast_dumps = _fast_loads = None
        return
    as_standard = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME

    def fast_dumps(value: Any) -> bytes:
        return orjson.dumps(value, option=as_standard)

    _fast_dumps, _fast_loads = fast_dumps, orjson.loads


def dumps(value: Any) -> bytes:
    """Write `value` as compact JSON.

    Raises:
        TypeError: something in it is not a JSON value; names the type.
        ValueError: NaN, an infinity, or a value that contains itself.
    """
    if _fast_dumps is not None:
        try:
            text = _fast_dumps(value)
        except TypeError:
            pass
        else:
            # orjson writes NaN as null, so only a null makes a closer look necessary.
            if b"null" not in text or _is_finite(value):
                return text
    return _encode(value).encode("ascii")


def loads(data: bytes) -> Any:
    """Read JSON text in UTF-8. Integers beyond 64 bits may come as floats.

    Raises:
        ValueError: says where the text stops being JSON, never what stands there.
    """
    if _fast_loads is not None:
        try:
            return _fast_loads(data)
        except ValueError:
            pass
    return exact_loads(data)


def exact_loads(data: bytes) -> Any:
    """Read JSON text with the standard library, which keeps integers of any size."""
    try:
        return _decoded(data.decode())
    except UnicodeDecodeError as error:
        problem = f"not UTF-8 at byte {error.start}"
    except json.JSONDecodeError as error:
        problem = f"not JSON at character {error.pos}"
    except RecursionError:
        problem = "nested too deeply"
    except ValueError:
        problem = "not JSON: it holds NaN, an infinity or an endless number"
    raise ValueError(problem)


def _decoded(text: str) -> Any:
    try:
        value, end = _scan(text, 0)
    except StopIteration:
        value, end = None, -1
    if end == len(text):  # no blanks around it: as servers write it
        return value
    return _decoder.decode(text.removeprefix("\ufeff"))


def _is_finite(value: Any) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    container: Any = value
    items: Iterable[Any] = ()
    if isinstance(value, dict):
        items = container.values()
    elif isinstance(value, list | tuple):
        items = container
    for item in items:  # most are text or null, and `is` is quicker than a set
        if type(item) is str or item is None or type(item) in _PLAIN:
            continue
        if not _is_finite(item):
            return False
    return True

"""Names for what references bring in from other files, by where it stands there.

A name is the last token of the pointer, else the file's name without its suffix. It is a
function of the set of targets: of several with one name the first by file keeps it, and the
others get the name of what holds them in front.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

from ..source import tokens

_FORBIDDEN = re.compile(r"[^A-Za-z0-9._-]+")
_TELLS_NOTHING = frozenset(("index", "schema", "items", "properties", "_index"))


def component_names(
    targets: Iterable[tuple[str, str]], taken: Iterable[str]
) -> dict[tuple[str, str], str]:
    """A name for each (file, JSON pointer), none of them in `taken`.

    Files are named relative to the project, with `/` between folders.
    """
    used = {name.casefold() for name in taken}
    names: dict[tuple[str, str], str] = {}
    for target in sorted(set(targets)):
        free = (one for one in _candidates(*target) if one.casefold() not in used)
        names[target] = next(free)
        used.add(names[target].casefold())
    return names


def _candidates(file: str, pointer: str) -> Iterator[str]:
    words = [word for word in _words(file, pointer) if word]
    first = 1
    while first < len(words) and words[first - 1].lower() in _TELLS_NOTHING:
        first += 1
    for count in range(first, len(words) + 1):
        yield "_".join(reversed(words[:count]))
    digest = sha256(f"{file}#{pointer}".encode("utf-8", "surrogatepass")).hexdigest()
    base = "_".join(reversed(words[:first])) or "part"
    yield f"{base}_{digest[:8]}"
    yield f"{base}_{digest}"


def _words(file: str, pointer: str) -> list[str]:
    """What a target may be called, the most telling word first."""
    *folders, name = file.split("/")
    stem = name.rpartition(".")[0] or name
    stem = stem.removesuffix(".schema")
    path = [token for token in tokens(pointer) if not token.isdecimal()]
    last = path[-1:] if path else []
    return [
        _FORBIDDEN.sub("_", word).strip("_") for word in (*last, stem, *folders[::-1])
    ]

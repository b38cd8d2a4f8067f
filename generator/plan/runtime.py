"""Which modules of the runtime a package has: what it never imports is not in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

OPTIONAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "answer_headers": (),
        "contents": (),
        "cut": (),
        "device": ("grants",),
        "discovery": ("grants", "oauth", "schemes"),
        "download": ("contents", "part_file", "pipe", "transfer"),
        "fake_stream": (),
        "form": (),
        "grants": (),
        "items": ("upload",),
        "json_lines": ("cut", "stream"),
        "linked": (),
        "multipart": ("form", "upload"),
        "numbered": (),
        "oauth": ("grants", "schemes"),
        "part_file": (),
        "parts": ("multipart",),
        "pipe": (),
        "schemes": (),
        "signatures": (),
        "sse": ("cut", "stream"),
        "stream": ("pipe",),
        "transfer": ("part_file", "pipe"),
        "tuples": (),
        "unions": (),
        "upload": (),
        "vary": (),
        "webhook": ("signatures",),
    }
)
"""Modules of `_runtime` that only some APIs need -> those of them that they import themselves."""


def unused(imports: Iterable[str]) -> tuple[str, ...]:
    """The files that a package with these import statements can do without."""
    text = " ".join(line for line in imports if "_runtime" in line)
    named = set(text.replace(".", " ").replace(",", " ").split())
    waiting = [name for name in OPTIONAL if name in named]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        used.add(name)
        waiting += [needed for needed in OPTIONAL[name] if needed not in used]
    return tuple(f"_runtime/{name}.py" for name in sorted(OPTIONAL) if name not in used)

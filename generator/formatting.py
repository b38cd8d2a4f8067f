"""The last word on layout: black, asked only about texts whose layout is not known yet.

Templates write what black would write, so this changes nothing; black formats some two
thousand lines a second, so a text is shown to it once. A text that stands on disk as it is, or
that was found unchanged before, is not formatted again. `_runtime/` is copied from formatted
sources.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from .cache import Cache
from .diagnostics import Report
from .output import Output, digest

_TOPIC = "formatted"
_POOL_PAYS_FROM = 200
"""Files; below that, starting processes and importing black in each takes longer."""


def formatted(output: Output, cache: Cache, report: Report) -> Output:
    """`output` with every Python file as black writes it; says so when that changed any."""
    known = dict(_pair(fact) for fact in cache.recall(_TOPIC))
    sources = dict(_sources(output.files))
    texts = {path: _settled(output, path, known) for path in sources}
    due = [path for path, text in texts.items() if text is None]
    texts |= zip(due, _blacken([sources[path] for path in due]), strict=True)
    result = {path: text for path, text in texts.items() if text is not None}
    changed = [path for path, text in result.items() if text != sources[path]]
    if changed:
        report.info("reformatted", None, f"black changed {_some(changed)}")
    verdicts = {path: known.get(_digest(text)) for path, text in sources.items()}
    verdicts |= {path: _digest(result[path]) for path in due}
    cache.remember(
        _TOPIC, (f"{_digest(sources[p])}:{sha}" for p, sha in verdicts.items() if sha)
    )
    return replace(output, files={**output.files, **result})


def _settled(output: Output, path: str, known: Mapping[str, str]) -> str | None:
    """A text as black writes it, when that is known without asking; else None.

    What stands on disk is taken when it is the rendered text, or what black made of it before.
    """
    text = output.files[path]
    formatted = known.get(own := _digest(text))
    if formatted == own:
        return text
    try:
        disk = (output.folder / output.package / path).read_bytes()
    except OSError:
        return None
    return disk.decode() if digest(disk) in (own, formatted) else None


def _pair(fact: str) -> tuple[str, str]:
    """What is remembered: the digest of a rendered text, and of what black makes of it."""
    rendered, _, formatted = fact.partition(":")
    return rendered, formatted


def _digest(text: str) -> str:
    return digest(text.encode())


def _some(paths: Collection[str]) -> str:
    """`7 files: a.py, b.py, c.py, ...`: how many, and which to look at first."""
    first = ", ".join(sorted(paths)[:3])
    files = "file" if len(paths) == 1 else "files"
    return f"{len(paths)} {files}: {first}{', ...' if len(paths) > 3 else ''}"


def _sources(files: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return (
        (path, text)
        for path, text in files.items()
        if path.endswith(".py") and not path.startswith("_runtime/")
    )


def _blacken(texts: list[str]) -> list[str]:
    if len(texts) < _POOL_PAYS_FROM:
        return [blacken(text) for text in texts]
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor() as pool:
        return list(pool.map(blacken, texts, chunksize=16))


def blacken(text: str) -> str:
    """A Python source as black writes it for the oldest Python that the package supports."""
    from black import format_str
    from black.mode import Mode, TargetVersion

    return format_str(text, mode=Mode(target_versions={TargetVersion.PY311}))

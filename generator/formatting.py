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
    known = cache.recall(_TOPIC)
    digests = {path: digest(text.encode()) for path, text in _sources(output.files)}
    due = [
        p for p, sha in digests.items() if sha not in known and not _on_disk(output, p)
    ]
    texts = dict(zip(due, _blacken([output.files[path] for path in due]), strict=True))
    changed = {path: text for path, text in texts.items() if text != output.files[path]}
    if changed:
        report.info("reformatted", None, f"black changed {_some(changed)}")
    stable = known | {digests[path] for path in due if path not in changed}
    cache.remember(_TOPIC, stable & set(digests.values()))
    return replace(output, files={**output.files, **changed})


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


def _on_disk(output: Output, path: str) -> bool:
    try:
        return (output.folder / output.package / path).read_bytes() == output.files[
            path
        ].encode()
    except OSError:
        return False


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

"""Which API a document belongs to, and the choice of one where the inputs describe several.

A document says it with `info.title`. Titles that tools write when nobody chose one (`API`) tell
nothing: then the site that the page comes from, else the server, says it. Two descriptions
with one title are told apart by the file that their pages name, when they name two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ..config import Config
from ..diagnostics import Note, Report
from ..source import Fragment, array_at, object_at, text_at
from .structure import Survey
from .text import quoted

_TELLS_NOTHING = frozenset(
    ("", "api", "v1", "v2", "openapi", "openapi definition", "rest api", "fastapi")
)


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A document as it was written, what became of it, and what there is to say about that."""

    fragment: Fragment
    path: Path
    survey: Survey | None
    report: Report


def of_one_api(
    documents: Sequence[Prepared], config: Config, report: Report
) -> Sequence[Prepared]:
    """The documents of the API that `config.api` names, else of the only one that there is.

    Several APIs without a choice, and a name that none has, are errors that list them. A
    document that does not say which API it belongs to belongs to any.
    """
    names = _names(documents)
    members: dict[str, list[Prepared]] = {}
    for one, name in zip(documents, names, strict=True):
        if name:
            members.setdefault(name, []).append(one)
    chosen = config.api
    if chosen and members:
        wanted = " ".join(chosen.split()).casefold()
        own_names = [name for name in members if name.casefold() == wanted]
        if own_names:
            return [
                one
                for one, own in zip(documents, names, strict=True)
                if own in ("", *own_names)
            ]
        _report(members, f"no API here is called {quoted(chosen)}", report)
        return ()
    if len(members) < 2:
        return documents
    _report(members, f"the input describes {len(members)} APIs", report)
    return ()


def _report(members: dict[str, list[Prepared]], problem: str, report: Report) -> None:
    names = sorted(members, key=lambda name: (-len(members[name]), name))
    report.error(
        "several-apis",
        members[names[0]][0].fragment.place("/info/title"),
        f"{problem}: {', '.join(map(quoted, names))}",
        *(
            Note(f"{quoted(name)}: {_label(one)}", one.fragment.place("/info/title"))
            for name in names
            for one in members[name]
        ),
        help=f"choose one with `--api {quoted(names[0])}`, or with `api:` in undrift.yaml",
    )


def _label(one: Prepared) -> str:
    fragment = one.fragment
    return f"{fragment.file} ({fragment.label})" if fragment.label else fragment.file


def _names(documents: Sequence[Prepared]) -> list[str]:
    """The name of each document's API; "" for one that does not say it."""
    titles = [_title(one.fragment) for one in documents]
    by_site: dict[str, set[str]] = {}
    for one, title in zip(documents, titles, strict=True):
        if title:
            by_site.setdefault(_host(one.fragment.url), set()).add(title)
    names: list[str] = []
    for one, title in zip(documents, titles, strict=True):
        # A page without a title is of the API that the rest of its site describes.
        of_site = by_site.get(_host(one.fragment.url), set[str]())
        alone = min(of_site) if len(of_site) == 1 and one.fragment.url else ""
        names.append(title or alone or _site(one.fragment))
    origins: dict[str, set[str]] = {}
    for one, name in zip(documents, names, strict=True):
        origins.setdefault(name, set()).update(filter(None, [_origin(one.fragment)]))
    return [
        (
            f"{name} ({origin})"
            if len(origins[name]) > 1 and (origin := _origin(one.fragment))
            else name
        )
        for one, name in zip(documents, names, strict=True)
    ]


def _origin(fragment: Fragment) -> str:
    return fragment.origin.removeprefix("./").lstrip("/")


def _title(fragment: Fragment) -> str:
    """The title, "" when it tells nothing."""
    info = object_at(fragment.document, "info")
    title = " ".join(text_at(info, "title").split())
    return "" if title.casefold() in _TELLS_NOTHING else title


def _site(fragment: Fragment) -> str:
    """Where the page was published, else where the API is served."""
    servers = array_at(fragment.document, "servers")
    hosts = [_host(fragment.url), *(_host(text_at(one, "url")) for one in servers)]
    return next(filter(None, hosts), "")


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""

"""`undrift.yaml` to a `Config`, with a place for everything that is wrong in it.

A value that is not usable is reported and its default taken, so that one run names every
fault. Values that end up in code, file names or requests are checked here, where the line
is known.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from ..config import Config, Environment, OnConflict, SchemaRules
from ..diagnostics import Report
from ..reads import Reads
from ..source import Json, Place, is_array, is_object
from .document import article, kind, read_document
from .inputs import inside
from .text import quoted

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_COMPONENT = re.compile(r"[A-Za-z0-9._-]+")
_ENVIRONMENT = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_URL = re.compile(r"https?://[^\s/?#\"'<>\\]+[^\s\"'<>\\]*")
_PREFIX = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class _Setting:
    """A value of the file at its place, and how to say what is wrong with it."""

    value: Json
    place: Place
    root: Path
    report: Report

    def error(self, message: str, help: str = "") -> None:
        self.report.error("invalid-config", self.place, message, help=help)

    def expected(self, what: str) -> None:
        self.error(f"expected {what}, got {article(kind(self.value))}")

    def child(self, key: str | int, value: Json) -> _Setting:
        return _Setting(value, self.place.child(key), self.root, self.report)


Read: TypeAlias = Callable[[_Setting], Any]
"""Makes the value of a Config field; None when it has reported why it cannot."""


def load_config(path: Path, report: Report) -> Config:
    """The configuration in a file, whose folder becomes the project's root.

    Settings that are missing, or were reported, have their defaults.
    """
    root = path.parent
    found = read_document(path, root, report, Reads())
    if found is None:
        return Config(root=root, file=path)
    setting = _Setting(found.document, found.place(), root, report)
    return Config(root=root, file=path, **_members(setting, _SETTINGS))


def _members(
    setting: _Setting, known: Mapping[str, tuple[str, Read]]
) -> dict[str, Any]:
    """The members of an object as keyword arguments; `known` maps a key to its field."""
    if not is_object(setting.value):
        setting.expected("an object")
        return {}
    fields: dict[str, Any] = {}
    for key, value in setting.value.items():
        child = setting.child(key, value)
        if key not in known:
            child.error(f"unknown setting {quoted(key)}", _nearest(key, known))
            continue
        field, read = known[key]
        result = read(child)
        if result is not None:
            fields[field] = result
    return fields


def _nearest(key: str, known: Mapping[str, object]) -> str:
    from difflib import get_close_matches  # slow to import, and seldom needed

    near = get_close_matches(key, known, 1)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"


def _text(setting: _Setting) -> str | None:
    if not isinstance(setting.value, str):
        setting.expected("a string")
        return None
    return setting.value


def _matching(pattern: re.Pattern[str], what: str) -> Read:
    def read(setting: _Setting) -> str | None:
        text = _text(setting)
        if text is not None and not pattern.fullmatch(text):
            setting.error(f"{quoted(text)} is not {what}")
            return None
        return text

    return read


def _identifier(setting: _Setting) -> str | None:
    text = _text(setting)
    if text is None:
        return None
    if not (text.isascii() and text.isidentifier()) or keyword.iskeyword(text):
        setting.error(f"{quoted(text)} is not a Python identifier")
        return None
    return text


def _path(setting: _Setting) -> str | None:
    """A path below the project's root: a configuration is data, and may come from anybody."""
    text = _text(setting)
    if text is None:
        return None
    if not text or "\0" in text:
        setting.error("expected a path")
        return None
    if Path(text).is_absolute() or not inside(setting.root / text, setting.root):
        setting.report.error(
            "outside-root",
            setting.place,
            f"{quoted(text)} is outside the folder of {setting.place.fragment.file}",
            help="copy the file into the project, or name it on the command line",
        )
        return None
    return text


def _output(setting: _Setting) -> Path | None:
    """The output may lie anywhere: only files that were written before are replaced there."""
    text = _text(setting)
    if text is None:
        return None
    if not text or "\0" in text:
        setting.error("expected a path")
        return None
    return Path(text)


def _list(read: Read) -> Read:
    def read_all(setting: _Setting) -> tuple[Any, ...] | None:
        if not is_array(setting.value):
            setting.expected("a list")
            return None
        items = (read(setting.child(i, item)) for i, item in enumerate(setting.value))
        return tuple(item for item in items if item is not None)

    return read_all


def _mapping(read: Read) -> Read:
    def read_all(setting: _Setting) -> dict[str, Any] | None:
        if not is_object(setting.value):
            setting.expected("an object")
            return None
        values = {
            key: read(setting.child(key, item)) for key, item in setting.value.items()
        }
        return {key: value for key, value in values.items() if value is not None}

    return read_all


def _sources(setting: _Setting) -> dict[str, str] | None:
    """Files below the project's root, each with the address where it is published."""
    found: dict[str, str] | None = _mapping(_HTTPS_URL)(setting)
    for name in tuple(found or ()):
        if (
            _path(
                _Setting(name, setting.place.child(name), setting.root, setting.report)
            )
            is None
        ):
            (found or {}).pop(name)
    return found


def _environments(setting: _Setting) -> tuple[Environment, ...] | None:
    if not is_object(setting.value):
        setting.expected("an object")
        return None
    found: list[Environment] = []
    for name, value in setting.value.items():
        child = setting.child(name, value)
        fields = _members(child, _ENVIRONMENT_SETTINGS)
        if not _ENVIRONMENT.fullmatch(name):
            child.error(f"{quoted(name)} cannot be the name of an environment")
        elif "url" in fields:
            environment = Environment(name=name, **fields)
            _check_prefix(environment, found, child)
            found.append(environment)
        elif is_object(value) and "url" not in value:
            child.error(f"the environment {quoted(name)} has no url")
    return tuple(found)


def _check_prefix(
    new: Environment, known: list[Environment], setting: _Setting
) -> None:
    """The guard tells environments apart by prefix, so none may begin with another's."""
    for other in known:
        shorter, longer = sorted((new.key_prefix, other.key_prefix), key=len)
        if shorter and longer.startswith(shorter):
            message = f"keys of {new.name!r} and {other.name!r} cannot be told apart"
            setting.error(
                message, "give each a key_prefix that the other does not begin with"
            )


def _schemas(setting: _Setting) -> SchemaRules:
    return SchemaRules(**_members(setting, _SCHEMA_SETTINGS))


def _on_conflict(setting: _Setting) -> OnConflict | None:
    choices = [choice.value for choice in OnConflict]
    if setting.value in choices:
        return OnConflict(setting.value)
    setting.error(f"expected one of {', '.join(choices)}")
    return None


_NAME = _matching(
    _COMPONENT, "the name of a component (letters, digits, '.', '_', '-')"
)
_HTTP_URL = _matching(_URL, "an http or https URL")
_HTTPS_URL = _matching(re.compile(_URL.pattern.replace("s?", "s")), "an https URL")

_ENVIRONMENT_SETTINGS: dict[str, tuple[str, Read]] = {
    "url": ("url", _HTTP_URL),
    "key_prefix": (
        "key_prefix",
        _matching(_PREFIX, "a prefix of visible ASCII characters"),
    ),
}
_SCHEMA_SETTINGS: dict[str, tuple[str, Read]] = {
    "merge": ("merge", _list(_list(_text))),
    "keep_apart": ("keep_apart", _list(_list(_text))),
    "names": ("names", _mapping(_NAME)),
}
_SETTINGS: dict[str, tuple[str, Read]] = {
    "inputs": ("inputs", _list(_path)),
    "sources": ("sources", _sources),
    "api": ("api", _text),
    "output": ("output", _output),
    "package": ("package", _identifier),
    "client": ("client", _identifier),
    "api_key_env": (
        "env_var",
        _matching(_VARIABLE, "the name of an environment variable"),
    ),
    "overlays": ("overlays", _list(_path)),
    "names_lock": ("names_lock", _path),
    "docs_url": ("docs_url", _HTTP_URL),
    "environments": ("environments", _environments),
    "schemas": ("schemas", _schemas),
    "on_conflict": ("on_conflict", _on_conflict),
    "resolutions": ("resolutions", _mapping(_text)),
}
"""Key in the file -> field of `Config`, and how its value is read."""

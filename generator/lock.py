"""The names that a generated package has published, kept in `names.lock.yaml`.

A schema's name belongs to the places that use the schema, written in wire terms (`GET /pets 200`,
`Pet.status`). As long as one of them is there, the name stays, whatever the rules would say
today; so a new operation renames nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .diagnostics import Locatable, Report
from .source import Document, Json, is_array, is_object

_HEADER = """\
# Names that are published, and the places of the API that they belong to.
# Written by `undrift generate`; commit it. A name stays as long as one of its places is there.
"""

_OWNER = re.compile(r"\w+(?=[.\[{|&])")
"""The component that a key begins with; those of operations have a space first."""

_WORDS_OF_YAML = frozenset(
    {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesLock:
    """Published names.

    `schemas` maps a component's name to the sorted keys of its uses; `classes` a component whose
    class is not called like it to its class; `operations` an operationId (or `METHOD /path`) to
    `resource.method`; `operation_prefix` holds the words that all operation ids began with when
    the first names were given.
    """

    schemas: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]]
    )
    classes: Mapping[str, str] = field(default_factory=dict[str, str])
    operations: Mapping[str, str] = field(default_factory=dict[str, str])
    operation_prefix: tuple[str, ...] = ()

    @classmethod
    def from_document(
        cls, document: Json, report: Report, where: Locatable | None
    ) -> NamesLock:
        """Read the lock; what is malformed is an `invalid-names-lock` error and left out."""
        if not is_object(document):
            _reject(report, where, "the file must hold a mapping")
            return cls()
        known = {"schemas", "classes", "operations", "operation_prefix"}
        for key in document.keys() - known:
            _reject(report, where, f"unknown key {key!r}")
        schemas = _mapping(document, "schemas", report, where)
        prefix = document.get("operation_prefix", [])
        return cls(
            schemas={
                name: tuple(keys)
                for name, keys in schemas.items()
                if _checked(_are_strings(keys), f"schemas.{name}", report, where)
            },
            classes=_texts(document, "classes", report, where),
            operations=_texts(document, "operations", report, where),
            operation_prefix=(
                tuple(prefix)
                if _checked(_are_strings(prefix), "operation_prefix", report, where)
                else ()
            ),
        )

    def moved(self, names: Mapping[str, str], classes: Mapping[str, str]) -> NamesLock:
        """The same lock with other names for components, whose classes are called as before.

        `classes` says what they are called that have no entry of their own.
        """

        def key(text: str) -> str:
            owner = _OWNER.match(text)
            name = owner[0] if owner else ""
            return names[name] + text[len(name) :] if name in names else text

        schemas = {
            names.get(name, name): tuple(sorted(map(key, keys)))
            for name, keys in self.schemas.items()
        }
        spoken = {**classes, **self.classes}
        moved = {names.get(name, name): class_ for name, class_ in spoken.items()}
        return replace(self, schemas=schemas, classes=moved)

    def publishing(
        self, classes: Mapping[str, str], operations: Mapping[str, str]
    ) -> NamesLock:
        """The same lock with the classes and methods that are published now."""
        return replace(self, classes=dict(classes), operations=dict(operations))

    def to_yaml(self) -> str:
        """The text of the file: sorted, one line a use, the same for the same names."""
        lines = [_HEADER.rstrip()]
        if self.operation_prefix:
            lines.append(
                f"operation_prefix: [{', '.join(map(_scalar, self.operation_prefix))}]"
            )
        lines.append("schemas:" if self.schemas else "schemas: {}")
        for name, keys in sorted(self.schemas.items()):
            lines.append(f"  {_scalar(name)}:")
            lines += [f"    - {_scalar(key)}" for key in sorted(keys)]
        for key, names in (("classes", self.classes), ("operations", self.operations)):
            if names:
                lines.append(f"{key}:")
                lines += [
                    f"  {_scalar(name)}: {_scalar(spoken)}"
                    for name, spoken in sorted(names.items())
                ]
        return "\n".join(lines) + "\n"


NO_NAMES = NamesLock()


def _mapping(
    document: Document, key: str, report: Report, where: Locatable | None
) -> Document:
    found = document.get(key, {})
    return found if _checked(is_object(found), key, report, where) else {}


def _texts(
    document: Document, key: str, report: Report, where: Locatable | None
) -> dict[str, str]:
    """A mapping of texts to texts; what is something else is reported and left out."""
    return {
        name: text
        for name, text in _mapping(document, key, report, where).items()
        if _checked(isinstance(text, str), f"{key}.{name}", report, where)
    }


def _are_strings(value: Json) -> bool:
    return is_array(value) and all(isinstance(v, str) for v in value)


def _checked(good: bool, key: str, report: Report, where: Locatable | None) -> bool:
    if not good:
        _reject(report, where, f"{key!r} has a value of the wrong type")
    return good


def _reject(report: Report, where: Locatable | None, problem: str) -> None:
    report.error(
        "invalid-names-lock",
        where,
        f"the names lock cannot be used: {problem}",
        help="restore the committed file; deleting it gives up the published names",
    )


def _scalar(text: str) -> str:
    """A YAML scalar: plain when nothing in it could mean anything, else double-quoted."""
    letters = text.replace(".", "").replace("_", "")
    plain = letters.isascii() and letters.isalnum() and text[0].isalpha()
    if plain and text.lower() not in _WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)

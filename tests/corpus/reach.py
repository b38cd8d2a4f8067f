"""How much of the types of a package the values of a run show.

A part is a field that is there, one that is left out, one that is null, what an object holds
besides its fields, and an alternative of a union that has a name.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any, TypeAlias

from tests.support.packages import Built

Part: TypeAlias = tuple[str, str, str]


class Reach:
    """The parts of all types of a package, and those that were seen."""

    def __init__(self, built: Built, package: ModuleType) -> None:
        self._shapes: dict[type, Any] = {}
        self._unions: dict[int, str] = {}
        self.parts: set[Part] = set()
        self.seen: set[Part] = set()
        for model in built.model.models:
            cls = getattr(package.models, model.name)
            self._shapes[cls] = cls.__shape__()
            self.parts |= set(_parts(cls.__name__, self._shapes[cls]))
        for union in built.model.unions:
            module = import_module(f"{package.__name__}.models.{union.module}")
            kind = getattr(module, f"{union.module.upper()}_KIND")
            self._unions[id(kind)] = union.name
            alternatives = range(len(kind.variants.kinds))
            self.parts |= {(union.name, "alternative", str(n)) for n in alternatives}

    def note(self, value: Any) -> None:
        """Look at a decoded value, and at everything that it holds."""
        if isinstance(value, list | tuple):
            for item in value:
                self.note(item)
        elif isinstance(value, dict):
            for item in value.values():
                self.note(item)
        elif (shape := self._shapes.get(type(value))) is not None:
            self._note_fields(value, shape)

    def _note_fields(self, model: Any, shape: Any) -> None:
        name = type(model).__name__
        for field in shape.fields:
            held = getattr(model, field.name)
            is_absent = not field.is_required and held is field.absent
            state = "absent" if is_absent else "null" if held is None else "there"
            self.seen.add((name, field.wire, state))
            self.note(held)
        if shape.extra is not None:
            extra = getattr(model, shape.extra.name)
            self.note(extra)
            if extra:
                self.seen.add((name, "", "extra"))

    def choose(self, kind: Any, value: Any) -> None:
        """Note which alternative of a union a value is."""
        name = self._unions.get(id(kind))
        if name is None:
            return
        chosen = kind._choose(value, "$", {})
        for number, alternative in enumerate(kind.variants.kinds):
            if alternative is chosen or _leads_to(alternative, chosen):
                self.seen.add((name, "alternative", str(number)))

    @property
    def missed(self) -> list[Part]:
        """The parts that no value showed."""
        return sorted(self.parts - self.seen)


def _leads_to(alternative: Any, chosen: Any) -> bool:
    """Whether a tag names the same type by another object."""
    cls = getattr(alternative, "_cls", None)
    return cls is not None and cls is getattr(chosen, "_cls", None)


def _parts(name: str, shape: Any) -> list[Part]:
    found: list[Part] = []
    for field in shape.fields:
        found.append((name, field.wire, "there"))
        types = field.kind.json_types
        if not field.is_required:
            found.append((name, field.wire, "absent"))
        if type(None) in types:
            found.append((name, field.wire, "null"))
        if types == {type(None)}:
            found.remove((name, field.wire, "there"))
    return [*found, (name, "", "extra")] if shape.extra is not None else found

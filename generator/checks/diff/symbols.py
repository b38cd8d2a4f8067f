"""Python names for places of the canonical document: how a caller of the SDK writes them.

The join is by JSON pointer: every field, argument, method and class of a `PackageModel`
says which node it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...python import PackageModel
from ...spec import Spec, lookup
from .findings import Version
from .keywords import shown


@dataclass(frozen=True, slots=True)
class Symbols:
    """`at` maps (pointer, detail) to names, `calls` an operation's label to its method."""

    at: dict[tuple[str, str], tuple[str, ...]]
    calls: dict[str, str]

    def nearest(self, pointer: str) -> tuple[str, ...]:
        """The names of a node, or those of the nearest node around it."""
        while pointer:
            if (pointer, "") in self.at:
                return self.at[pointer, ""]
            pointer = pointer.rpartition("/")[0]
        return ()


def symbols(version: Version) -> Symbols:
    """Every Python name of one version, by the node it comes from."""
    index = _Index(version.spec)
    calls = _methods(version.package, index)
    _models(version.package, index)
    _enums(version.package, index)
    return Symbols({key: tuple(names) for key, names in index.names.items()}, calls)


class _Index:
    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.names: dict[tuple[str, str], dict[str, None]] = {}

    def add(self, origin: str, name: str, detail: str = "") -> None:
        """Enter a name under its origin, and under what a `$ref` there leads to."""
        if not origin:
            return
        for pointer in dict.fromkeys((origin, resolved(self.spec, origin))):
            self.names.setdefault((pointer, detail), {}).setdefault(name)


def resolved(spec: Spec, pointer: str) -> str:
    """Where the object at `pointer` stands: a parameter may be a Reference Object."""
    if "/parameters/" not in pointer:
        return pointer
    try:
        return spec.located(pointer, lookup(spec.document, pointer))[0]
    except KeyError:
        return pointer


def _methods(package: PackageModel, index: _Index) -> dict[str, str]:
    calls: dict[str, str] = {}
    for resource in package.resources:
        for method in resource.methods:
            calls[f"{method.http_method} {method.path}"] = f"{method.call}()"
            index.add(method.origin, f"{method.call}()")
            for parameter in method.parameters:
                index.add(parameter.origin, f"{method.call}({parameter.name}=)")
    return calls


def _models(package: PackageModel, index: _Index) -> None:
    for model in package.models:
        name = model_symbol(package, model.name)
        index.add(model.origin, name)
        for attribute in model.fields:
            index.add(attribute.origin, f"{name}.{attribute.name}")


def _enums(package: PackageModel, index: _Index) -> None:
    for enum in package.enums:
        name = model_symbol(package, enum.name)
        index.add(enum.origin, name)
        for member in enum.members:
            index.add(enum.origin, f"{name}.{member.name}", shown(member.value))


def model_symbol(package: PackageModel, name: str) -> str:
    """How a caller names a model or an enum: `pets.models.Pet`."""
    return f"{package.name}.models.{name}"

"""Parameters of one operation: existence, requiredness, how they are written, their schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...source import Document, extend
from .families import Noun
from .views import Located
from .walk import Subject, Use, Walk

if TYPE_CHECKING:
    from .operations import Operation

# OAS 3.2, Parameter Object: the style when none is given.
_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A Parameter Object: where it is listed (`use`), where it stands, and what it says."""

    use: str
    pointer: str
    node: Document

    @property
    def name(self) -> str:
        name = str(self.node.get("name", ""))
        return name.lower() if self.place == "header" else name

    @property
    def place(self) -> str:
        return str(self.node.get("in", ""))

    @property
    def subject(self) -> str:
        return f"{self.place} parameter `{self.node.get('name')}`"

    @property
    def required(self) -> bool:
        return self.place == "path" or self.node.get("required") is True

    @property
    def style(self) -> str:
        return str(self.node.get("style", _STYLES.get(self.place, "")))

    @property
    def explode(self) -> bool:
        return bool(self.node.get("explode", self.style in ("form", "cookie")))

    @property
    def media_type(self) -> str:
        return next(iter(self.node.get("content") or ()), "")

    @property
    def schema(self) -> Located:
        if self.media_type:
            content = self.node["content"][self.media_type]
            at = extend(self.pointer, "content", self.media_type, "schema")
            return at, content.get("schema", {})
        return f"{self.pointer}/schema", self.node.get("schema", {})


def _parameters(operation: Operation) -> Iterator[Parameter]:
    """The operation's parameters; its own override the path's by name and place (OAS 3.2, 4.9)."""
    path = extend("/paths", operation.path)
    found: dict[tuple[str, str], Parameter] = {}
    for owner, node in ((path, operation.item), (operation.pointer, operation.node)):
        for index, listed in enumerate(node.get("parameters", ())):
            use = extend(owner, "parameters", index)
            pointer, target = operation.spec.located(use, listed)
            parameter = Parameter(use, pointer, target)
            found[parameter.name, parameter.place] = parameter
    yield from found.values()


def compare_parameters(
    walk: Walk, old: Operation, new: Operation, renames: dict[str, str]
) -> None:
    """Compare the parameters of one operation; `renames` maps path parameters' names."""
    before = {
        (renames.get(p.name, p.name) if p.place == "path" else p.name, p.place): p
        for p in _parameters(old)
    }
    after = {(p.name, p.place): p for p in _parameters(new)}
    gone = [p for key, p in before.items() if key not in after]
    come = [p for key, p in after.items() if key not in before]
    for key, parameter in before.items():
        if key in after:
            _compare(walk, new.label, parameter, after[key])
    for parameter in tuple(gone):
        twin = next((p for p in come if p.name == parameter.name), None)
        if twin is not None:
            gone.remove(parameter)
            come.remove(twin)
            text = f"{parameter.subject} of `{new.label}` moved to the {twin.place}"
            rule = "parameter-location-changed"
            walk.ledger.changed(rule, new.label, parameter.use, twin.use, text)
    for parameter in gone:
        text = f"{parameter.subject} was removed from `{new.label}`"
        rule = "request-parameter-removed"
        walk.ledger.removed(rule, new.label, parameter.use, new.pointer, text)
    for parameter in come:
        need = "required" if parameter.required else "optional"
        text = f"{need} {parameter.subject} was added to `{new.label}`"
        rule = f"new-{need}-request-parameter"
        walk.ledger.added(rule, new.label, old.pointer, parameter.use, text)


def _compare(walk: Walk, label: str, old: Parameter, new: Parameter) -> None:
    for rule, text in _differences(old, new):
        message = f"{old.subject} {text}"
        walk.ledger.changed(rule, label, old.pointer, new.pointer, message)
    subject = Subject(str(old.node.get("name")), f"{old.place} parameter ")
    walk.compare(Use(Noun.PARAMETER, subject, label), old.schema, new.schema)


def _differences(old: Parameter, new: Parameter) -> Iterator[tuple[str, str]]:
    if old.name != new.name:
        yield "path-parameter-renamed", f"is called `{new.node.get('name')}` now"
    if old.required != new.required:
        change = "required" if new.required else "optional"
        yield f"request-parameter-became-{change}", f"became {change}"
    if old.node.get("deprecated", False) != new.node.get("deprecated", False):
        if new.node.get("deprecated"):
            yield "request-parameter-deprecated", "is deprecated now"
        else:
            yield "request-parameter-reactivated", "is no longer deprecated"
    if old.style != new.style:
        yield "parameter-style-changed", f"went from style {old.style} to {new.style}"
    elif old.explode != new.explode:
        yield "parameter-explode-changed", f"has explode: {str(new.explode).lower()} now"
    if old.node.get("allowReserved", False) != new.node.get("allowReserved", False):
        yield "parameter-allow-reserved-changed", "encodes reserved characters another way"
    was, now = old.node.get("allowEmptyValue", False), new.node.get(
        "allowEmptyValue", False
    )
    if was != now:
        change = "added" if now else "removed"
        yield f"parameter-allow-empty-value-{change}", f"may {'' if now else 'not '}be empty now"
    if old.media_type != new.media_type:
        kinds = f"{old.media_type or 'a plain value'} to {new.media_type or 'a plain value'}"
        yield "parameter-media-type-changed", f"went from {kinds}"

"""Applies OpenAPI Overlay documents, versions 1.0 and 1.1, to the canonical document.

Overlays come after hoisting, so that a target can be `$.components.schemas.Pet`, which stays
right however many operations return a pet. Where 1.0 is silent 1.1 decides: arrays are
concatenated, and what cannot be merged is an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..diagnostics import Report
from ..source import Document, Fragment, Json, Place, extend, is_array, is_object
from ..spec import Spec
from .jsonpath import InvalidPathError, Steps, select

_FIELDS = frozenset({"overlay", "info", "extends", "actions"})
_ACTION_FIELDS = frozenset({"target", "description", "update", "remove", "copy"})


class _IncompatibleError(Exception):
    """An update that cannot be merged: where in it, and why."""


@dataclass(frozen=True, slots=True)
class _Action:
    """One Action Object, well-formed. Exactly one of the three modifiers is set."""

    place: Place
    target: str
    update: tuple[Json, ...] = ()
    copy: str = ""
    primitives: bool = False


def apply_overlays(
    spec: Spec, overlays: Sequence[Fragment], report: Report
) -> dict[str, Place]:
    """Apply all actions in order; what was touched (JSON pointers) and by which action.

    A malformed overlay or action is an `invalid-overlay` error and has no effect; a target that
    selects nothing is an `overlay-no-match` warning.
    """
    touched: dict[str, Place] = {}
    for overlay in overlays:
        for action in _actions(overlay, report):
            try:
                for steps in _apply(spec.document, action):
                    touched[extend("", *steps)] = action.place
            except (InvalidPathError, _IncompatibleError) as problem:
                report.error("invalid-overlay", action.place, str(problem))
            except LookupError:
                report.warning(
                    "overlay-no-match",
                    action.place.child("target"),
                    f"nothing in the description matches {action.target}",
                    help="the names of components are those of the merged document"
                    " (`undrift merge` prints it)",
                )
    return touched


def _actions(overlay: Fragment, report: Report) -> list[_Action]:
    """The well-formed actions; everything else is reported."""
    document = overlay.document
    version = document.get("overlay")
    faults: list[tuple[Place, str]] = [
        (overlay.place().child(key), f"{key!r} is not a field of an overlay")
        for key in document
        if key not in _FIELDS and not key.startswith("x-")
    ]
    if not isinstance(version, str) or version.rpartition(".")[0] not in ("1.0", "1.1"):
        faults.append((overlay.place("/overlay"), "`overlay` must be 1.0.x or 1.1.x"))
    info = document.get("info")
    if not is_object(info) or not {"title", "version"} <= info.keys():
        faults.append(
            (overlay.place("/info"), "`info` must have a title and a version")
        )
    listed = document.get("actions")
    if not is_array(listed) or not listed:
        faults.append(
            (overlay.place("/actions"), "`actions` must list at least one action")
        )
        listed = []
    actions: list[_Action] = []
    for index, node in enumerate(listed):
        place = overlay.place(f"/actions/{index}")
        fault = _fault_of(node)
        if fault:
            faults.append((place, fault))
        else:
            actions.append(_action(node, place, primitives=version != "1.0.0"))
    for place, fault in faults:
        report.error("invalid-overlay", place, fault)
    return actions


def _fault_of(node: Json) -> str:
    """What is wrong with an Action Object, or ""."""
    if not is_object(node):
        return "an action must be a mapping"
    if not isinstance(node.get("target"), str):
        return "an action needs a `target`, a JSONPath expression"
    for key in node:
        if key not in _ACTION_FIELDS and not key.startswith("x-"):
            return f"{key!r} is not a field of an action"
    if not isinstance(node.get("remove", False), bool):
        return "`remove` must be true or false"
    if not isinstance(node.get("copy", ""), str):
        return "`copy` must be a JSONPath expression"
    if not node.get("remove") and ("update" in node) == ("copy" in node):
        return "an action needs one of `update`, `copy` and `remove: true`"
    return ""


def _action(node: Document, place: Place, *, primitives: bool) -> _Action:
    """`remove` wins over the other modifiers (Overlay 1.0, section 3.3.3)."""
    kept = not node.get("remove", False)
    return _Action(
        place,
        node["target"],
        (node["update"],) if kept and "update" in node else (),
        node.get("copy", "") if kept else "",
        primitives,
    )


def _apply(document: Document, action: _Action) -> list[Steps]:
    """Apply one action; the nodes that it touched.

    Raises:
        LookupError: the target selects nothing.
    """
    selected = select(document, action.target)
    if not selected:
        raise LookupError(action.target)
    if action.copy:
        sources = select(document, action.copy)
        if len(sources) != 1:
            raise _IncompatibleError(
                f"`copy` must select one node; it selects {len(sources)}"
            )
        update = _at(document, sources[0])
    elif action.update:
        update = action.update[0]
    else:
        return [
            _remove(document, steps)
            for steps in sorted(selected, key=str, reverse=True)
        ]
    for steps in selected:
        merged = _merged(_at(document, steps), update, action.target)
        if not steps:
            document.clear()
            document.update(merged)
        else:
            _at(document, steps[:-1])[steps[-1]] = merged
    return selected


def _at(document: Json, steps: Steps) -> Json:
    for step in steps:
        document = document[step]
    return document


def _remove(document: Document, steps: Steps) -> Steps:
    """Take a node out; the one that held it."""
    if not steps:
        raise _IncompatibleError("the document itself cannot be removed")
    del _at(document, steps[:-1])[steps[-1]]
    return steps[:-1]


def _merged(target: Json, update: Json, where: str) -> Json:
    """`target` with `update` merged in; neither is changed."""
    if is_object(target) and is_object(update):
        merged = dict(target)
        for key, value in update.items():
            inner = f"{where}.{key}"
            merged[key] = (
                _merged(target[key], value, inner) if key in target else _copy(value)
            )
        return merged
    if is_array(target):
        return [*target, *(_copy(update) if is_array(update) else [_copy(update)])]
    if is_object(target) or isinstance(update, (dict, list)):
        raise _IncompatibleError(
            f"{where} is {_kind(target)}; {_kind(update)} cannot be merged into it"
        )
    return update


def _copy(value: Json) -> Json:
    if is_object(value):
        return {key: _copy(member) for key, member in value.items()}
    return [_copy(item) for item in value] if is_array(value) else value


def _kind(value: Json) -> str:
    if is_object(value):
        return "an object"
    return "an array" if is_array(value) else "a single value"

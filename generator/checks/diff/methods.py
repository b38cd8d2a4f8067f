"""Methods of both packages: calls, arguments, results.

A method is recognised by the operation it calls, so that a renamed method is one finding and
its arguments are still compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from ...python import MethodModel, PackageModel, ParameterModel
from .annotations import NoneMeans, Relation, annotation, renamed
from .operations import path_shape
from .sides import Sides

_Difference: TypeAlias = tuple[str, str]


def compare_methods(sides: Sides, renames: Mapping[str, str]) -> None:
    """Compare all methods; `renames` maps old class names to new ones."""
    gone, come = _methods(sides.base.package), _methods(sides.revision.package)
    matched: list[tuple[MethodModel, MethodModel]] = []
    for key in (_label, _shape, _id, _call):
        known = {(m.is_second, key(m)): m for m in reversed(come)}
        for old in tuple(gone):
            new = known.pop((old.is_second, key(old)), None)
            if new is not None:
                matched.append((old, new))
                gone.remove(old)
                come.remove(new)
    for old in gone:
        text = f"`{old.call}()` was removed"
        rule = "sdk-method-removed"
        sides.ledger.removed(
            rule, _label(old), old.origin, "/paths", text, "", (f"{old.call}()",)
        )
    for new in come:
        text, symbols = f"`{new.call}()` was added", (f"{new.call}()",)
        sides.ledger.added(
            "sdk-method-added", _label(new), "/paths", new.origin, text, "", symbols
        )
    for old, new in matched:
        _compare(sides, old, new, renames)


def _methods(package: PackageModel) -> list[MethodModel]:
    return [method for resource in package.resources for method in resource.methods]


def _label(method: MethodModel) -> str:
    return f"{method.http_method} {method.path}"


def _shape(method: MethodModel) -> str:
    return f"{method.http_method} {path_shape(method.path)}"


def _id(method: MethodModel) -> str:
    return method.id


def _call(method: MethodModel) -> str:
    return method.call


def _compare(
    sides: Sides, old: MethodModel, new: MethodModel, renames: Mapping[str, str]
) -> None:
    symbol = f"{old.call}()"
    found: list[_Difference] = []
    if old.call != new.call:
        found.append(("sdk-method-renamed", f"is called `{new.call}()` now"))
    found += _result(old, new, renames)
    if moved := _moved(old, new):
        found.append(
            ("sdk-param-moved", f"takes its positional arguments as {moved} now")
        )
    for rule, text in found:
        message = f"`{symbol}` {text}"
        sides.ledger.changed(
            rule, _label(new), old.origin, new.origin, message, symbols=(symbol,)
        )
    _parameters(sides, old, new, renames)


def _result(
    old: MethodModel, new: MethodModel, renames: Mapping[str, str]
) -> Iterator[_Difference]:
    before, after = renamed(old.returns, renames), new.returns
    text = f"returns `{new.returns}`, where it returned `{old.returns}`"
    if old.paginated != new.paginated:
        yield "sdk-pagination-changed", text
    elif before == after:
        return
    elif after == "None":
        yield "sdk-return-now-none", text
    elif before == "None":
        yield "sdk-return-value-added", text
    elif annotation(before, {}) != annotation(after, {}):
        yield "sdk-return-type-changed", text


def _moved(old: MethodModel, new: MethodModel) -> str:
    """The order of the positional arguments found in both, when it is another one."""
    twins = dict(_matched(old, new))
    before = [twins[p.name] for p in old.parameters if p.positional and p.name in twins]
    after = [p.name for p in new.parameters if p.positional and p.name in before]
    before = [name for name in before if name in after]
    return "" if before == after else ", ".join(after)


def _matched(old: MethodModel, new: MethodModel) -> list[tuple[str, str]]:
    """Arguments of both methods, by name on the wire and origin, then name, then position."""
    pairs: list[tuple[str, str]] = []
    gone, come = list(old.parameters), list(new.parameters)
    for key in (_wire_key, _name_key):
        for before in tuple(gone):
            twin = next((p for p in come if key(p) == key(before)), None)
            if twin is not None:
                pairs.append((before.name, twin.name))
                gone.remove(before)
                come.remove(twin)
    if path_shape(old.path) == path_shape(new.path):
        order = [p for p in old.parameters if p.positional]
        other = [p for p in new.parameters if p.positional]
        for before, after in zip(order, other, strict=False):
            if before in gone and after in come:
                pairs.append((before.name, after.name))
    return pairs


def _wire_key(parameter: ParameterModel) -> tuple[str, bool]:
    return parameter.wire_name, "/properties/" in parameter.origin


def _name_key(parameter: ParameterModel) -> str:
    return parameter.name


def _parameters(
    sides: Sides, old: MethodModel, new: MethodModel, renames: Mapping[str, str]
) -> None:
    before = {p.name: p for p in old.parameters}
    after = {p.name: p for p in new.parameters}
    matched = _matched(old, new)
    for name, twin in matched:
        symbol = f"{old.call}({name}=)"
        for change, text in _differences(before[name], after[twin], renames):
            rule, message = f"sdk-param-{change}", f"`{symbol}` {text}"
            origins = before[name].origin, after[twin].origin
            sides.ledger.changed(
                rule, _label(new), *origins, message, symbols=(symbol,)
            )
    met_old, met_new = {name for name, _ in matched}, {name for _, name in matched}
    for parameter in old.parameters:
        if parameter.name not in met_old:
            symbol = f"{old.call}({parameter.name}=)"
            rule, text = "sdk-param-removed", f"`{symbol}` was removed"
            owner, at = _label(new), parameter.origin
            sides.ledger.removed(rule, owner, at, new.origin, text, symbols=(symbol,))
    for parameter in new.parameters:
        if parameter.name not in met_new:
            symbol = f"{new.call}({parameter.name}=)"
            need = "optional" if parameter.default else "required"
            rule, text = f"sdk-param-added-{need}", f"`{symbol}` was added, {need}"
            owner, at = _label(new), parameter.origin
            sides.ledger.added(rule, owner, old.origin, at, text, symbols=(symbol,))


def _differences(
    old: ParameterModel, new: ParameterModel, renames: Mapping[str, str]
) -> Iterator[_Difference]:
    """What a caller who passes the argument notices; one who leaves it out, as well."""
    if old.name != new.name:
        yield "renamed", f"is called `{new.name}=` now"
    if old.positional != new.positional:
        yield "kind-changed", f"is {'positional' if new.positional else 'keyword-only'} now"
    before, after = annotation(old.annotation, renames), annotation(new.annotation, {})
    was, now = before.none_means(old.default), after.none_means(new.default)
    text = f"went from `{old.annotation}` to `{new.annotation}`"
    relation = before.relation(after)
    if relation is Relation.OTHER:
        yield "type-changed", text
    elif relation is Relation.NARROWER or (
        relation is Relation.SAME and was is NoneMeans.NULL and now is NoneMeans.REFUSED
    ):
        yield "type-narrowed", text
    elif relation is Relation.WIDER or (
        was is NoneMeans.REFUSED and now is NoneMeans.NULL
    ):
        yield "type-widened", text
    if NoneMeans.REFUSED not in (was, now) and was is not now:
        yield "none-changes-meaning", f"had None for {was.value}, now None means {now.value}"
    if old.default and not new.default:
        yield "became-required", "may not be left out any more"
    elif new.default and not old.default:
        yield "became-optional", "may be left out"
    elif old.default != new.default and {old.default, new.default} != {"None", "UNSET"}:
        yield "default-changed", f"has the default {new.default}, where it had {old.default}"

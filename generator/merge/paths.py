"""Merges paths and webhooks: one operation for each (path, method) or (webhook, method).

What a Path Item Object says for all its operations stays there when the fragments say the same;
otherwise it is written into the operations first, so that each keeps its own fragment's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..diagnostics import Note, Report
from ..grammar import DOCUMENT, OPERATION, PATH_ITEM
from ..source import Document, Fragment, Json, extend, is_object, tokens
from ..spec import METHODS, Provenance, lookup
from .compare import essence, text
from .members import array, mapping, operations, with_operations
from .settle import Settlement
from .variant import Variant

_SHARED = ("parameters", "servers")


def merged_items(
    section: str,
    fragments: Sequence[Fragment],
    settlement: Settlement,
    provenance: Provenance,
) -> Document:
    """The members of `paths` or `webhooks`, by name; the segments of a path sort one by one."""
    found: dict[str, list[Variant]] = {}
    for fragment in fragments:
        for name, item in mapping(fragment.document, section).items():
            if is_object(item) and not DOCUMENT.fields[section].annotates(name):
                variant = Variant(fragment, extend("", section, name), item)
                found.setdefault(name, []).append(variant)
    items: Document = {}
    for name in sorted(found, key=lambda path: path.split("/")):
        pointer = extend("", section, name)
        provenance.record(pointer, *(variant.place for variant in found[name]))
        items[name] = _merged_item(pointer, name, found[name], settlement, provenance)
    return items | _extensions(section, fragments, settlement)


def _extensions(
    section: str, fragments: Sequence[Fragment], settlement: Settlement
) -> Document:
    """OAS, Paths Object: members whose names start with `x-` are extensions, not paths."""
    kind = DOCUMENT.fields[section]
    variants: list[Variant] = []
    for fragment in fragments:
        items = mapping(fragment.document, section)
        node = {key: value for key, value in items.items() if kind.annotates(key)}
        variants += [Variant(fragment, f"/{section}", node)] if node else []
    if not variants:
        return {}
    found: Document = settlement.settle(f"/{section}", section, variants, kind)
    return found


def _merged_item(
    pointer: str,
    name: str,
    variants: Sequence[Variant],
    settlement: Settlement,
    provenance: Provenance,
) -> Document:
    variants = _with_agreed_fields(variants)
    by_keys: dict[tuple[str, ...], list[Variant]] = {}
    common: list[Variant] = []
    for variant in variants:
        for keys, operation in operations(variant.node):
            at = extend(variant.pointer, *keys)
            by_keys.setdefault(keys, []).append(
                Variant(variant.fragment, at, operation)
            )
        rest = {
            key: value for key, value in variant.node.items() if not _is_method(key)
        }
        common.append(Variant(variant.fragment, variant.pointer, rest))
    item: Document = dict(settlement.settle(pointer, name, common, PATH_ITEM))
    for keys in sorted(by_keys, key=_by_method):
        at = extend(pointer, *keys)
        what = f"{keys[-1].upper()} {name}"
        provenance.record(at, *(variant.place for variant in by_keys[keys]))
        operation = settlement.settle(at, what, by_keys[keys], OPERATION)
        if len(keys) == 1:
            item[keys[0]] = operation
        else:
            item.setdefault(keys[0], {})[keys[1]] = operation
    return item


def _by_method(keys: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    return METHODS.index(keys[0]) if len(keys) == 1 else len(METHODS), keys


def _is_method(key: str) -> bool:
    return key == "additionalOperations" or PATH_ITEM.fields.get(key) is OPERATION


def _with_agreed_fields(variants: Sequence[Variant]) -> Sequence[Variant]:
    """The path items with fields of `_SHARED` in their operations where they disagree."""
    pushed = list(variants)
    for field in _SHARED:
        kind = PATH_ITEM.fields[field]
        if (
            len({essence(variant.node.get(field, []), kind) for variant in variants})
            > 1
        ):
            pushed = [_pushed_down(variant, field) for variant in pushed]
    return pushed


def _pushed_down(variant: Variant, field: str) -> Variant:
    inherited = array(variant.node, field)
    document = variant.fragment.document

    def change(operation: Document) -> Document:
        if field == "servers":
            return {**operation, field: operation.get(field) or inherited}
        own = array(operation, field)
        # OAS, Path Item Object: an operation overrides parameters by (name, in).
        overridden = {_slot(parameter, document) for parameter in own}
        kept = [p for p in inherited if _slot(p, document) not in overridden]
        return {**operation, field: [*kept, *own]}

    item = {key: value for key, value in variant.node.items() if key != field}
    changed = with_operations(item, change) if inherited else item
    return Variant(variant.fragment, variant.pointer, changed)


def _slot(parameter: Json, document: Document) -> str:
    """What a parameter is called and where it goes, through a local `$ref`."""
    reference = parameter.get("$ref") if is_object(parameter) else None
    if isinstance(reference, str) and reference.startswith("#/"):
        try:
            parameter = lookup(document, reference[1:])
        except KeyError:
            return reference
    if not is_object(parameter):
        return text(parameter)
    return text([parameter.get("in"), parameter.get("name")])


def report_similar_paths(
    document: Document, provenance: Provenance, report: Report
) -> None:
    """Warn of operations whose paths differ only in the names of their parameters.

    OAS, Paths Object: such templates are identical, so a server cannot tell them apart.
    """
    alike: dict[tuple[str, str], list[str]] = {}
    for path, item in mapping(document, "paths").items():
        shape = re.sub(r"\{[^/]*?\}", "{}", path)
        for keys, _ in operations(item) if is_object(item) else ():
            alike.setdefault((shape, keys[-1].upper()), []).append(
                extend("/paths", path, *keys)
            )
    for (_, method), pointers in alike.items():
        if len(pointers) > 1:
            first, *others = pointers
            report.warning(
                "path-conflict",
                provenance.at(first),
                f"{len(pointers)} paths of {method} differ only in the names of their parameters:"
                f" {' and '.join(tokens(pointer)[1] for pointer in pointers)}",
                *(
                    Note("the same path again", provenance.at(pointer))
                    for pointer in others
                ),
                help="give the parameter one name",
            )


def report_duplicate_ids(
    document: Document, provenance: Provenance, report: Report
) -> None:
    """Warn of operations that share an `operationId`, which OAS wants unique; they are kept."""
    by_id: dict[str, list[str]] = {}
    for section in ("paths", "webhooks"):
        for name, item in mapping(document, section).items():
            for keys, operation in operations(item) if is_object(item) else ():
                id_ = operation.get("operationId")
                if isinstance(id_, str):
                    by_id.setdefault(id_, []).append(extend("", section, name, *keys))
    for id_, pointers in by_id.items():
        if len(pointers) > 1:
            first, *others = (extend(pointer, "operationId") for pointer in pointers)
            report.warning(
                "duplicate-operation-id",
                provenance.at(first),
                f"{len(pointers)} operations have the operationId {text(id_)}",
                *(
                    Note("the same operationId again", provenance.at(at))
                    for at in others
                ),
                help="give each operation an id of its own",
            )

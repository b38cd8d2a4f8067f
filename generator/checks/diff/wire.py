"""The wire side of `diff`: two canonical documents, compared by what travels.

When no rule finds anything and the documents still differ, that is said as well: a
comparison that stays silent about what it does not understand cannot be trusted.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...source import Document, Json, extend, is_array, is_object
from ...spec import Spec
from .findings import Level
from .ledger import Ledger
from .operations import compare_operations
from .rules import RULES
from .service import compare_service, compare_version
from .walk import Walk

_PROSE = frozenset(
    [
        "description",
        "summary",
        "title",
        "example",
        "examples",
        "externalDocs",
        "$comment",
        "info",
        "tags",
        "xml",
        "operationId",
    ]
)
# Under these keys stand names that the author chose, which may look like keywords.
_NAMED = frozenset(
    [
        "properties",
        "patternProperties",
        "dependentSchemas",
        "schemas",
        "parameters",
        "headers",
        "responses",
        "requestBodies",
        "securitySchemes",
        "paths",
        "callbacks",
        "webhooks",
        "content",
        "mapping",
        "variables",
        "scopes",
        "examples",
        "pathItems",
        "mediaTypes",
    ]
)
_LITERAL = frozenset(("default", "const"))


def compare_wire(base: Spec, revision: Spec) -> tuple[Ledger, Walk]:
    """Everything that changed between two documents, and which schemas correspond."""
    ledger = Ledger(base, revision)
    walk = Walk(base, revision, ledger)
    compare_service(walk)
    compare_operations(walk)
    walk.finish()
    _components(walk)
    if not len(ledger):
        _rest(walk)
    compare_version(
        ledger, any(RULES[rule].level is Level.BREAKING for rule in ledger.rules)
    )
    return ledger, walk


def _components(walk: Walk) -> None:
    """Schemas that came or went without a counterpart by use."""
    within = "/components/schemas"
    old_met = {base for base, _, _ in walk.pairs}
    new_met = {revision for _, revision, _ in walk.pairs}
    for name in walk.base.schemas:
        at = extend(within, name)
        if name not in walk.revision.schemas and at not in old_met:
            text = f"schema `{name}` was removed"
            walk.ledger.removed("api-schema-removed", "", at, within, text)
    for name in walk.revision.schemas:
        at = extend(within, name)
        if name not in walk.base.schemas and at not in new_met:
            text = f"schema `{name}` was added"
            walk.ledger.added("api-schema-added", "", within, at, text)


def _rest(walk: Walk) -> None:
    """Say that the documents differ although no rule found anything."""
    before, after = walk.base.document, walk.revision.document
    if before == after:
        return
    names = {old: new for old, new, _ in walk.pairs}
    pointer = _first_difference(_bare(before, names), _bare(after, {}))
    if pointer is not None:
        text = f"the documents differ at `{pointer}`, where no rule looks"
        walk.ledger.changed("unclassified-change", "", pointer, pointer, text)
    elif before | {"info": 0} != after | {"info": 0}:
        text = "only documentation, examples, extensions or names of components changed"
        walk.ledger.changed("documentation-changed", "", "", "", text)


def _bare(document: Document, names: Mapping[str, str]) -> Json:
    """A document without what only people read, components by their names in the other one."""
    bare: Document = _stripped(document, names)
    schemas: Document = bare.get("components", {}).get("schemas", {})
    if schemas:
        within = "/components/schemas"
        bare["components"]["schemas"] = {
            names.get(at, at): schema
            for at, schema in ((extend(within, name), s) for name, s in schemas.items())
        }
    return bare


def _stripped(node: Json, names: Mapping[str, str], named: bool = False) -> Json:
    if is_array(node):
        return [_stripped(item, names) for item in node]
    if not is_object(node):
        return node
    kept: Document = {}
    for key, value in node.items():
        if not named and (key in _PROSE or key.startswith("x-")):
            continue
        if not named and key in ("required", "enum") and is_array(value):
            kept[key] = sorted(map(repr, value))
        elif not named and key == "$ref" and isinstance(value, str):
            kept[key] = names.get(value[1:], value[1:])
        elif not named and key == "scopes" and is_object(value):
            kept[key] = sorted(value)
        elif not named and key in _LITERAL:
            kept[key] = value
        else:
            kept[key] = _stripped(value, names, not named and key in _NAMED)
    return kept


def _first_difference(old: Json, new: Json, pointer: str = "") -> str | None:
    if old == new:
        return None
    if is_object(old) and is_object(new):
        for key in dict.fromkeys((*old, *new)):
            if key not in old or key not in new:
                return extend(pointer, key)
            found = _first_difference(old[key], new[key], extend(pointer, key))
            if found is not None:
                return found
    return pointer

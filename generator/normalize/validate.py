"""Holds a document against the OpenAPI Specification, with openapi-spec-validator.

The validator takes 0.4 s to import and seconds for a large document, so what was found valid
once is remembered by the hash of the document. Its messages quote the faulty value, which may
be a whole document: only those that do not are passed on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..cache import Cache
from ..diagnostics import Locatable, Report
from ..source import Document, Place, extend, is_array
from ..spec import METHODS, Provenance
from .repeats import repeats

LEVELS = ("auto", "off", "schema", "full")
"""How much is checked: nothing, the JSON Schema of OpenAPI, or also what it cannot express.

`auto` goes by the size of the document: checking takes about a second a megabyte against the
schema, and up to nine in full.
"""

_MOST_IN_FULL = 250_000
_MOST_BY_SCHEMA = 1_000_000

_REMEDY = "correct the description; `--strict` refuses what is invalid"
_MOST_REPEATS = 20_000
"""How many schemas may be met; the validator follows each every time."""

_TOPIC = "valid-documents"
_MOST_VERDICTS = 2000
_MOST_FAULTS = 50
_LONGEST_MESSAGE = 200

_EXPECTED = {
    "type": "must be of type {}",
    "enum": "must be one of {}",
    "const": "must be {}",
    "pattern": "must match the pattern {}",
    "format": "must be a valid {}",
    "minItems": "must have at least {} items",
    "minProperties": "must have at least {} members",
    "maxProperties": "must have at most {} members",
    "uniqueItems": "must not repeat an item",
    "minimum": "must be at least {}",
    "maximum": "must be at most {}",
}
_PACKAGE = "openapi_spec_validator"
_NAMES_KEYS_ONLY = ("required", "dependentRequired", "unevaluatedProperties")


@dataclass(frozen=True, slots=True, order=True)
class _Fault:
    pointer: str
    message: str


def validate(
    document: Document,
    where: Place | Provenance,
    level: str,
    cache: Cache,
    report: Report,
) -> bool:
    """Report every fault of `document` as an `invalid-openapi` warning.

    A warning, because whatever makes it impossible to generate is an error of the stage that
    meets it; what is invalid and harmless is common in descriptions that their readers did not
    write.

    `where` finds the places: the root of a fragment, or the provenance of the merged document.
    `level` is one of `LEVELS`. False when there are faults.
    """
    name = _validator_name(document)
    if level == "off" or not name:
        return True
    at = where.at if isinstance(where, Provenance) else _below(where)
    text = json.dumps(document, ensure_ascii=True, separators=(",", ":"))
    if level == "auto":
        level = _level_for(len(text))
    if level == "off":
        _report_unchecked(len(text), at(""), report)
        return True
    digest = sha256(f"{_version()} {level} {text}".encode("ascii")).hexdigest()
    known = cache.recall(_TOPIC)
    if digest in known:
        return True
    if level == "full" and repeats(document, _MOST_REPEATS):
        _report_repeats(at(""), report)
        level = "schema"
    valid = _is_valid(document, name, level, at, report)
    if valid:
        kept = known if len(known) < _MOST_VERDICTS else frozenset[str]()
        cache.remember(_TOPIC, kept | {digest})
    return valid


def _report_unchecked(size: int, place: Locatable | None, report: Report) -> None:
    report.info(
        "not-validated",
        place,
        f"the document is large ({size:,} characters), and was not held against the OpenAPI"
        " schema, which would take long",
        help="`--validate full` does it once and remembers the verdict",
    )


def _report_repeats(place: Locatable | None, report: Report) -> None:
    report.info(
        "not-validated",
        place,
        "schemas of the document are made of each other so many times over that it was only held"
        " against the OpenAPI schema",
        help="name each schema once in an `allOf`, `anyOf` or `oneOf`",
    )


def _validator_name(document: Document) -> str:
    declared = str(document.get("openapi", ""))
    digits = {"3.0": "30", "3.1": "31", "3.2": "32"}.get(declared[:3], "")
    return digits and f"OpenAPIV{digits}SpecValidator"


def _level_for(size: int) -> str:
    """What `auto` stands for, by the length of the document as JSON."""
    if size > _MOST_BY_SCHEMA:
        return "off"
    return "schema" if size > _MOST_IN_FULL else "full"


def _version() -> str:
    """The line with the validator's version, without importing it (nor importlib.metadata)."""
    found = find_spec("openapi_spec_validator")
    if found is None or found.origin is None:
        return ""
    lines = Path(found.origin).read_text("utf-8").splitlines()
    return next((line for line in lines if line.startswith("__version__")), "")


def _below(place: Place) -> Callable[[str], Locatable | None]:
    return lambda pointer: Place(place.fragment, place.pointer + pointer)


def _is_valid(
    document: Document,
    name: str,
    level: str,
    at: Callable[[str], Locatable | None],
    report: Report,
) -> bool:
    try:
        faults = _faults(_by_schema(name, document), document)
        if not faults and level == "full":
            faults = _faults(_beyond_schema(name, document), document)
    except Exception as problem:
        report.warning(
            "not-validated",
            at(""),
            f"openapi-spec-validator failed on this document: {type(problem).__name__}",
            help="`--validate off` generates without it",
        )
        return False
    for fault in faults:
        report.warning(
            "invalid-openapi", at(fault.pointer), fault.message, help=_REMEDY
        )
    return not faults


def _by_schema(name: str, document: Document) -> Iterator[Any]:
    """What is wrong by the JSON Schema of OpenAPI.

    jsonschema is told of it through a registry that knows its anchors. One that is the
    validator's own is searched for them at every `$dynamicRef`, which is most of the work.
    """
    schemas = import_module(f"{_PACKAGE}.schemas")
    schema = dict(getattr(schemas, f"schema_{name[7:10].lower()}"))
    dialects = import_module("referencing.jsonschema")
    dialect = dialects.specification_with(schema["$schema"])
    uri = dialect.id_of(schema)
    resource = dialect.create_resource(schema)  # refers to nothing but itself
    registry = import_module("referencing").Registry().with_resource(uri, resource)
    validator = import_module("jsonschema.validators").validator_for(schema)
    checked = validator({"$ref": uri}, registry=registry.crawl())
    yield from checked.iter_errors(document)


def _beyond_schema(name: str, document: Document) -> Iterator[Any]:
    """What is wrong besides, with openapi-spec-validator's rules."""
    rules = getattr(import_module(_PACKAGE), name)
    members = {"schema_validator": _Satisfied()}
    yield from type(name, (rules,), members)(document).iter_errors()


class _Satisfied:
    """Stands for the JSON Schema where the document was held against it before."""

    def iter_errors(self, _: object) -> Iterator[Any]:
        return iter(())


def _faults(errors: Iterable[Any], document: Document) -> list[_Fault]:
    found: set[_Fault] = set()
    for error in errors:
        found.update(_explained(error, document))
        if len(found) >= _MOST_FAULTS:
            break
    return sorted(found)[:_MOST_FAULTS]


def _explained(error: Any, document: Document) -> Iterator[_Fault]:
    """An error as faults; of alternatives, what is wrong by the one that comes closest.

    An operationId that is there twice is none: merging says it, with every place.
    """
    if type(error).__name__ == "DuplicateOperationIDError":
        return
    if error.validator in ("anyOf", "oneOf") and error.context:
        deepest = max(len(inner.absolute_path) for inner in error.context)
        for inner in error.context:
            if len(inner.absolute_path) == deepest:
                yield from _explained(inner, document)
        return
    pointer = extend("", *error.absolute_path)
    yield _Fault(pointer or _operation_in(error.message, document), _message(error))


def _message(error: Any) -> str:
    template = _EXPECTED.get(error.validator)
    if template is not None:
        expected = error.validator_value
        listed = expected if is_array(expected) else [expected]
        message = template.format(", ".join(str(value) for value in listed))
    elif error.validator in _NAMES_KEYS_ONLY or not isinstance(error.validator, str):
        message = str(error.message)
    else:
        message = f"breaks the rule `{error.validator}` of the OpenAPI schema"
    return (
        message
        if len(message) <= _LONGEST_MESSAGE
        else f"{message[:_LONGEST_MESSAGE]}…"
    )


def _operation_in(message: str, document: Document) -> str:
    """The operation that a message without a place speaks of, as a pointer, or ""."""
    paths = document.get("paths", {})
    for path in paths:
        if f"'{path}'" in message:
            method = next((m for m in METHODS if f"'{m}'" in message), "")
            return extend("/paths", path, method) if method else extend("/paths", path)
    return ""

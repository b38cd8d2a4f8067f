"""Descriptions of a few schemas, and what an independent validator says of values."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from generator.spec import Provenance, Spec

VALIDATOR: Any = import_module("jsonschema").Draft202012Validator


def spec(**schemas: Any) -> Spec:
    document = {"openapi": "3.2.0", "components": {"schemas": schemas}}
    return Spec(document, Provenance())


def valid(schema: Any, value: Any, **schemas: Any) -> bool:
    whole = {"components": {"schemas": schemas}, "allOf": [schema]}
    validator = VALIDATOR(whole, format_checker=VALIDATOR.FORMAT_CHECKER)
    return bool(validator.is_valid(value))

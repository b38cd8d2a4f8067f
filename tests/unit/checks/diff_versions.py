"""Versions for the tests of `diff`, made by hand: a canonical document and a package."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

import yaml

from generator.checks.diff import Findings, Version, diff
from generator.python import (
    ClientModel,
    EnumClass,
    EnumMember,
    FieldModel,
    MethodModel,
    ModelClass,
    PackageModel,
    ParameterModel,
    ResourceModel,
)
from generator.source import Document, Fragment
from generator.spec import Provenance, Spec

T = TypeVar("T")


def made(cls: type[T], **given: Any) -> T:
    """An instance with everything empty that is not given."""
    for item in fields(cls):  # type: ignore[arg-type]
        required = item.default is MISSING and item.default_factory is MISSING
        if item.name not in given and required:
            text = str(item.type)
            given[item.name] = "" if text == "str" else False if text == "bool" else ()
    return cls(**given)


def spec(document: Document) -> Spec:
    """A canonical document that stands in one file, each node on a line of its own."""
    pointers: list[str] = []

    def locate(pointer: str) -> tuple[int, int]:
        if pointer not in pointers:
            pointers.append(pointer)
        return pointers.index(pointer) + 1, 1

    fragment = Fragment(document, "api.yaml", "digest", locate)
    return Spec(document, Provenance({"": (fragment.place(),)}))


def document(text: str) -> Document:
    """An OpenAPI document; what the text leaves out is filled in."""
    stated: Document = yaml.load(text, Loader=yaml.CSafeLoader) or {}
    return {
        "openapi": "3.2.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {},
    } | stated


def package(**given: Any) -> PackageModel:
    client = given.pop("client", None) or made(
        ClientModel, name="Pets", error="PetsError", key_variable='"PETS_KEY"'
    )
    return made(PackageModel, **({"name": "pets", "client": client} | given))


def model(name: str, *attributes: FieldModel, **given: Any) -> ModelClass:
    given = {"origin": f"/components/schemas/{name}", "module": name.lower()} | given
    return made(ModelClass, id=name, name=name, fields=attributes, **given)


def attribute(
    owner: str, name: str, annotation: str, default: str = "", **given: Any
) -> FieldModel:
    given = {"wire_name": name, "required": not default} | given
    origin = f"/components/schemas/{owner}/properties/{given['wire_name']}"
    return made(
        FieldModel,
        name=name,
        annotation=annotation,
        default=default,
        origin=origin,
        **given,
    )


def enum(name: str, *values: str, **given: Any) -> EnumClass:
    members = tuple(
        EnumMember(name=v.upper(), value=v, definition=(f"{v.upper()} = {v!r}",))
        for v in values
    )
    given = {"members": members, "base": "OpenStrEnum", "module": name.lower()} | given
    origin = f"/components/schemas/{name}"
    return made(EnumClass, id=name, name=name, origin=origin, **given)


def argument(
    name: str, annotation: str, default: str = "", **given: Any
) -> ParameterModel:
    given = {"wire_name": name, "origin": "/paths/~1pets/get/parameters/0"} | given
    return made(
        ParameterModel, name=name, annotation=annotation, default=default, **given
    )


def method(name: str, *parameters: ParameterModel, **given: Any) -> MethodModel:
    given = {
        "id": f"{name}Pets",
        "http_method": "GET",
        "path": "/pets",
        "returns": "Pet",
        "origin": "/paths/~1pets/get",
    } | given
    return made(
        MethodModel,
        name=name,
        call=f"client.pets.{name}",
        parameters=parameters,
        **given,
    )


def resource(*methods: MethodModel) -> ResourceModel:
    return made(
        ResourceModel,
        attribute="pets",
        name="Pets",
        module="resources.pets",
        methods=methods,
    )


def compared(
    base: str,
    revision: str,
    old: PackageModel | None = None,
    new: PackageModel | None = None,
) -> Findings:
    """The findings between two documents, with the packages that belong to them."""
    return diff(
        Version(name="base", spec=spec(document(base)), package=old or package()),
        Version(
            name="revision", spec=spec(document(revision)), package=new or package()
        ),
    )


def rules(findings: Findings) -> list[str]:
    """The ids found, in order, without the remark that a breaking change kept the version."""
    return sorted(f.rule for f in findings if f.rule != "api-version-not-bumped")

"""The smallest description around a piece of YAML, and what is planned for the piece."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent

from generator.python import MethodModel, ModelClass
from tests.support.packages import Built, build_text

HEAD = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
"""
OTHERS = """\
    Kind: {enum: [cat, dog]}
    Level: {enum: [1, 2]}
    Other: {type: object, required: [id], properties: {id: {type: string}}}
    Told: {type: object, description: A thing that has words. And more., properties: {id: {type: string}}}
"""


@cache
def built(text: str) -> Built:
    """The package of a whole description."""
    with TemporaryDirectory() as folder:
        return build_text(Path(folder), text)


def model(
    schema: str, *, required: bool = True, sent: bool = False, received: bool = True
) -> ModelClass:
    """The model `Thing` with one property, `value`, of this schema.

    Several are sent: the fields of a single one would be arguments.
    """
    thing = "{$ref: '#/components/schemas/Thing'}"
    several = f"{{application/json: {{schema: {{type: array, items: {thing}}}}}}}"
    body = f"requestBody: {{required: true, content: {several}}}" if sent else ""
    answer = f"{{application/json: {{schema: {thing}}}}}" if received else "{}"
    found = built(f"""{HEAD}
paths:
  /things:
    post:
      operationId: makeThing
      {body}
      responses: {{"200": {{description: "", content: {answer} }} }}
components:
  schemas:
{OTHERS}
    Thing:
      type: object
      {"required: [value]" if required else ""}
      properties:
        value: {schema}
""")
    return next(m for m in found.model.models if m.name == "Thing")


def method(operation: str, path: str = "/things/{id}") -> MethodModel:
    """The method of a POST described by the members of an Operation Object."""
    found = built(f"""{HEAD}
paths:
  {path}:
    post:
      operationId: doIt
{indent(operation.strip(chr(10)), "      ")}
components:
  schemas:
{OTHERS}
""")
    (resource,) = found.model.resources
    (only,) = resource.methods
    return only

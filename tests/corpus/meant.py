"""A canonical document with the types that its schemas mean and do not say (ADR 15, ADR 26).

What says how an object or an array looks means one; null among the types or the listed values
of a schema is allowed beside its other keywords; alternatives of other types hold beside a `type`;
of alternatives the one holds that the discriminator names, and a value of several is one of them;
what is said to be base64 is. Pointers stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_IMPLIED = {
    "properties": "object",
    "required": "object",
    "additionalProperties": "object",
    "patternProperties": "object",
    "items": "array",
    "prefixItems": "array",
}
_MAPS = ("properties", "patternProperties", "dependentSchemas", "schemas")
"""What holds schemas by free names, which may be those of keywords."""

_CHOICES = ("oneOf", "anyOf")
BASE64 = "urn:undrift:base64"
"""A format for what has the encoding."""

_NULL = {"type": "null"}


def meant(node: Any) -> Any:
    """The document, or a part of it, as it is meant."""
    if isinstance(node, list):
        return [meant(item) for item in node]
    if not isinstance(node, dict):
        return node
    said = {
        key: (
            {name: meant(one) for name, one in item.items()}
            if key in _MAPS and isinstance(item, dict)
            else meant(item)
        )
        for key, item in node.items()
    }
    if named := list(_named(node)):
        said["allOf"] = [*said.get("allOf", ()), *named]
    if isinstance(said.get("oneOf"), list) and "anyOf" not in said:
        said["anyOf"] = said.pop("oneOf")
    if node.get("contentEncoding") == "base64":
        said["format"] = BASE64
    if any(
        "type" in choice and choice["type"] != node.get("type")
        for choice in _choices(node)
    ):
        said.pop("type", None)
    patterns = said.get("patternProperties")
    if isinstance(patterns, dict) and "patternProperties" not in node.get(
        "properties", {}
    ):
        _unite_members(said, patterns)
    if "type" not in node and not {"$ref", "allOf", *_CHOICES} & node.keys():
        implied = next((_IMPLIED[k] for k in _IMPLIED if _is_keyword(node, k)), None)
        return said | {"type": implied} if implied else said
    return _with_null(node, said)


def _unite_members(said: dict[str, Any], patterns: dict[str, Any]) -> None:
    """Members without a field are of any type that is said of such members."""
    rest = said.get("additionalProperties", True)
    every = [*patterns.values(), *([] if rest is False else [rest])]
    said["patternProperties"] = {p: {"anyOf": every} for p in patterns}
    if rest is not False:
        said["additionalProperties"] = {"anyOf": every}


def _choices(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [c for key in _CHOICES for c in node.get(key, ()) if type(c) is dict]


def _with_null(node: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """Null that either the types or the values name is one of the values of the whole."""
    listed, type_ = node.get("enum"), node.get("type")
    if isinstance(type_, list) and "null" in type_:
        if isinstance(listed, list) and None not in listed:
            said["enum"] = [*listed, None]
        for keyword in _CHOICES:
            if keyword in said:
                said[keyword] = [*said[keyword], _NULL]
    elif isinstance(listed, list) and None in listed and isinstance(type_, str):
        said["type"] = [type_, "null"]
    return said


def _named(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a discriminator asks for: the alternative that it names (OAS, Discriminator Object).

    Alternatives that the mapping leaves out are named by their schema.
    """
    discriminator = node.get("discriminator")
    if not isinstance(discriminator, dict):
        return
    own = {
        c["$ref"].rpartition("/")[2]: c["$ref"] for c in _choices(node) if "$ref" in c
    }
    name = discriminator.get("propertyName", "")
    mapping = {
        value: own[last]
        for value, target in (discriminator.get("mapping") or {}).items()
        if (last := str(target).rpartition("/")[2]) in own
    }
    rest = {n: target for n, target in own.items() if target not in mapping.values()}
    for value, target in (rest | mapping).items():
        yield {
            "if": {
                "type": "object",
                "properties": {name: {"const": value}},
                "required": [name],
            },
            "then": {"$ref": target},
        }


def _is_keyword(node: dict[str, Any], keyword: str) -> bool:
    """Whether a member is a keyword, not a property of that name."""
    value = node.get(keyword)
    if keyword == "required":
        return isinstance(value, list) and bool(value)
    return isinstance(value, dict | list) and "type" not in node

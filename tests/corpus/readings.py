"""A description as this project reads it, in the words that openapi-core understands.

Where OpenAPI is read otherwise than by openapi-core 0.23, on purpose or because openapi-core departs
from it, the description is rewritten before requests are held against it, so that nothing of a
request goes unjudged. Every place that is rewritten is counted by its reason. Imports nothing of
the project.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

NULL = (
    "`nullable`, and null among the types, allow null beside `enum` and alternatives too, in every"
    " version (ADR 26, ADR 35)"
)
REQUIRED = (
    "a required member that is `readOnly` is required of answers alone (OAS 3.0, Schema Object; JSON"
    " Schema Validation, section 9.4), also where one part of a schema requires what another describes"
)
WHOLE = (
    "`readOnly` is said of properties (OAS 3.0, Schema Object): a component that says it says it of"
    " the properties that refer to it, and not of items, bodies and arguments"
)
SCHEME = (
    "no request is asked for a scheme of HTTP that only the caller's own HTTP client can compute"
    " (Digest, Negotiate)"
)
MAPPING = (
    "a mapping of a discriminator may name a schema (OAS, Discriminator Object): openapi-core takes"
    " references alone"
)
DISCRIMINATOR = (
    "a discriminator names a property of the alternatives (OAS, Discriminator Object): one that they do"
    " not have tells nothing, and then a value may be of several"
)
TYPES = (
    "several types are alternatives of one type each: openapi-core fails where it converts a text to"
    " several (OAS 3.1, `type` may be an array)"
)
CONSTANTS = (
    "a discriminator without a mapping names an alternative by the constants that its property has there,"
    " and one that is no component by nothing (ADR 11)"
)
UNDEFINED = (
    "what `deepObject` is of lists, alternatives and objects within objects is not defined (OAS, Style"
    " Values): such parameters and fields are not held against anything"
)
BROKEN = "what is no schema where one must be is left out (ADR 14)"
LISTED = "numbers and booleans listed for a string are their texts, with a warning (ADR 14): no value would be valid"
TEXT = "a version or a status that YAML reads as a number is its text"

METHODS = frozenset(
    ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
)
_SCALARS = frozenset(("string", "integer", "number", "boolean", "null"))
_MOST_HOPS = 8
_CHOICES = ("anyOf", "oneOf")
_COMPOSED = frozenset(("$ref", "allOf", *_CHOICES))
_MAPS = frozenset(("properties", "patternProperties", "dependentSchemas", "schemas"))
_DATA = frozenset(("example", "examples", "default", "enum", "const"))
_ASIDE = frozenset(("description", "title", "deprecated", "readOnly", "writeOnly"))


class Reading:
    """Rewrites one document in place; `counts` are the places by reason.

    `root` is what references without a file lead into, `version` that of OpenAPI,
    `files` are the others by their name.
    """

    def __init__(
        self, root: Any, version: str, files: Mapping[str, Any] | None = None
    ) -> None:
        self.root = root
        self._files = files or {}
        self.counts: Counter[str] = Counter()
        self._is_3_0 = version.startswith("3.0")

    def rewrite(self) -> None:
        """Everything in the document, and what its operations ask for."""
        nodes = list(_nodes(self.root))
        for node in nodes:
            if isinstance(node.get("servers"), list):
                del node["servers"]  # requests are recorded for one
            self._broken(node)
        for node in nodes:
            self._undefined(node)
        for node in nodes:
            self._required(node)
        self._whole(nodes)
        for node in nodes:
            self._discriminator(node)
            self._listed(node)
            self._null(node)
            self._types(node)
        self._schemes()
        self._texts(nodes)

    def _broken(self, node: dict[str, Any]) -> None:
        properties = _mapping(node.get("properties"))
        for name in [n for n, one in properties.items() if isinstance(one, str)]:
            del properties[name]
            self.counts[BROKEN] += 1

    def _undefined(self, node: dict[str, Any]) -> None:
        """Leave out the parameters and fields of which no style says how they are written."""
        parameters = node.get("parameters")
        if isinstance(parameters, list):
            kept = [p for p in parameters if not self._is_undefined(self.resolved(p))]
            self.counts[UNDEFINED] += len(parameters) - len(kept)
            node["parameters"] = kept
        encodings = _mapping(node.get("encoding"))
        whole = _mapping(self.resolved(node.get("schema")))
        properties = _mapping(whole.get("properties"))
        for name in [name for name in encodings if name in properties]:
            encoding = _mapping(encodings[name])
            if self._is_undefined({**encoding, "schema": properties[name]}):
                del encodings[name], properties[name]
                rest = [n for n in whole.pop("required", ()) if n != name]
                if rest:  # OAS 3.0: at least one
                    whole["required"] = rest
                self.counts[UNDEFINED] += 1

    def _is_undefined(self, written: Any) -> bool:
        """Whether a parameter or a field is a deep object of more than scalars."""
        if not isinstance(written, dict) or written.get("style") != "deepObject":
            return False
        family = list(self.family(written.get("schema")))
        members = [
            member
            for part in family
            for schema in (
                *_mapping(part.get("properties")).values(),
                part.get("additionalProperties"),
            )
            for member in self.family(schema)
        ]
        return any({"anyOf", "oneOf", "items"} & part.keys() for part in family) or any(
            {"properties", "items", "additionalProperties"} & member.keys()
            for member in members
        )

    def _null(self, node: dict[str, Any]) -> None:
        """Null beside all that a schema says."""
        types, enum = node.get("type"), node.get("enum")
        is_composed = not _COMPOSED.isdisjoint(node)
        is_null = types in ("null", ["null"])
        is_listed = isinstance(types, list) and "null" in types
        if (
            node.get("nullable") is not True
            and not is_listed
            and not (is_null and is_composed)
        ):
            return
        rewritten = is_composed
        if isinstance(enum, list) and None not in enum:
            node["enum"] = [*enum, None]
            rewritten = True
        if not self._is_3_0 and isinstance(types, str) and not is_null:
            node["type"] = [types, "null"]
            rewritten = True
        if is_composed:
            inside = {key: node.pop(key) for key in list(node) if key not in _ASIDE}
            inside.pop("nullable", None)
            if is_null:
                del inside["type"]
            node["anyOf"] = [inside, {"enum": [None]}]
        if rewritten:
            self.counts[NULL] += 1

    def _required(self, node: dict[str, Any]) -> None:
        """Take the members that only a server sets from what the parts of a schema require."""
        if "required" not in node and _COMPOSED.isdisjoint(node):
            return
        family = list(self.family(node))
        set_by_server = {
            name
            for part in family
            for name, schema in _mapping(part.get("properties")).items()
            if self._is_read_only(schema)
        }
        for part in family:
            required = part.get("required")
            named = required if isinstance(required, list) else []
            rest = [name for name in named if name not in set_by_server]
            if len(rest) < len(named):
                self.counts[REQUIRED] += 1
                del part["required"]
                if rest:  # OAS 3.0: at least one
                    part["required"] = rest

    def family(self, node: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
        """A schema and all that says something of the same value."""
        node = self.resolved(node)
        if not isinstance(node, dict) or depth > _MOST_HOPS:
            return
        yield node
        for keyword in ("allOf", *_CHOICES):
            members = node.get(keyword)
            for member in members if isinstance(members, list) else ():
                yield from self.family(member, depth + 1)

    def _whole(self, nodes: list[dict[str, Any]]) -> None:
        """Let the properties say `readOnly`, and nothing else."""
        said: set[int] = set()
        for node in nodes:
            properties = _mapping(node.get("properties"))
            for name, schema in properties.items():
                if self._is_read_only(schema) and "$ref" in schema:
                    properties[name] = {"allOf": [schema], "readOnly": True}
                said.add(id(properties[name]))
        for node in nodes:
            if node.get("readOnly") is True and id(node) not in said:
                del node["readOnly"]
                self.counts[WHOLE] += 1

    def _is_read_only(self, schema: Any, depth: int = 0) -> bool:
        for node in (schema, self.resolved(schema)):
            if not isinstance(node, dict) or depth > _MOST_HOPS:
                continue
            parts = node.get("allOf")
            parts = parts if isinstance(parts, list) else []
            if node.get("readOnly") is True or any(
                self._is_read_only(part, depth + 1) for part in parts
            ):
                return True
        return False

    def _discriminator(self, node: dict[str, Any]) -> None:
        """Let mappings be references, and leave out what tells nothing apart."""
        discriminator = node.get("discriminator")
        if not isinstance(discriminator, dict):
            return
        components = _mapping(self.root.get("components"))
        schemas = _mapping(components.get("schemas"))
        mapping = _mapping(discriminator.get("mapping"))
        for value, target in mapping.items():
            if target in schemas:
                mapping[value] = f"#/components/schemas/{target}"
                self.counts[MAPPING] += 1
        name = str(discriminator.get("propertyName"))
        choices = [one for key in _CHOICES for one in node.get(key) or []]
        families = [list(self.family(choice)) for choice in choices]
        if not mapping and not any(
            name in _mapping(part.get("properties")) for f in families for part in f
        ):
            del node["discriminator"]
            if "oneOf" in node and "anyOf" not in node:
                node["anyOf"] = node.pop("oneOf")
            self.counts[DISCRIMINATOR] += 1
        elif not mapping and choices:
            self._name_by_constants(node, choices, name)

    def _name_by_constants(
        self, node: dict[str, Any], choices: list[Any], name: str
    ) -> None:
        """Map the constants of each alternative to it, where all have some and are components."""
        mapping: dict[str, str] = {}
        for choice in choices:
            values = [
                value
                for part in self.family(choice)
                for value in self._constants(_mapping(part.get("properties")).get(name))
            ]
            if values and isinstance(choice, dict) and "$ref" in choice:
                mapping |= {str(value): choice["$ref"] for value in values}
        if len(set(mapping.values())) == len(choices):
            node["discriminator"]["mapping"] = mapping
            self.counts[CONSTANTS] += 1
        elif mapping or not all("$ref" in _mapping(choice) for choice in choices):
            del node["discriminator"]
            if "oneOf" in node and "anyOf" not in node:
                node["anyOf"] = node.pop("oneOf")
            self.counts[CONSTANTS] += 1

    def _constants(self, schema: Any) -> list[Any]:
        """The values that a schema lists."""
        found = _mapping(self.resolved(schema))
        return [found["const"]] if "const" in found else list(found.get("enum") or ())

    def _listed(self, node: dict[str, Any]) -> None:
        enum = node.get("enum")
        if node.get("type") == "string" and isinstance(enum, list):
            texts = [v if isinstance(v, str | None) else json.dumps(v) for v in enum]
            if texts != enum:
                node["enum"] = texts
                self.counts[LISTED] += 1

    def _types(self, node: dict[str, Any]) -> None:
        """Each of several types as an alternative."""
        types = node.get("type")
        if not isinstance(types, list) or not _COMPOSED.isdisjoint(node):
            return
        if _SCALARS.issuperset(types):
            said = {key: node.pop(key) for key in list(node) if key not in _ASIDE}
            node["anyOf"] = [{**said, "type": one} for one in types]
            self.counts[TYPES] += 1

    def operation(self, route: str, method: str) -> dict[str, Any]:
        """The Operation Object of a request."""
        item = _mapping(self.resolved(_mapping(self.root.get("paths")).get(route)))
        extra = _mapping(item.get("additionalOperations"))
        return _mapping(item.get(method.lower(), extra.get(method)))

    def parameters(self, route: str, method: str) -> list[dict[str, Any]]:
        """The Parameter Objects of a request."""
        item = _mapping(self.resolved(_mapping(self.root.get("paths")).get(route)))
        said = [*self.operation(route, method).get("parameters", ())]
        said += item.get("parameters", ())
        return [_mapping(self.resolved(parameter)) for parameter in said]

    def _schemes(self) -> None:
        """Ask for no scheme that no request can show."""
        components = _mapping(self.root.get("components"))
        schemes = _mapping(components.get("securitySchemes"))
        unknown = {
            name
            for name, written in schemes.items()
            if (scheme := self.resolved(written)).get("type") == "http"
            and str(scheme.get("scheme")).lower() not in ("basic", "bearer")
        }
        for holder in (self.root, *_operations(self.root)):
            requirements = holder.get("security")
            for requirement in requirements if isinstance(requirements, list) else ():
                for name in unknown & requirement.keys():
                    del requirement[name]
                    self.counts[SCHEME] += 1

    def _texts(self, nodes: list[dict[str, Any]]) -> None:
        for node in nodes:
            for key in [key for key in node if not isinstance(key, str)]:
                node[str(key)] = node.pop(key)
                self.counts[TEXT] += 1
        for holder, key in (
            (self.root, "openapi"),
            (self.root.get("info", {}), "version"),
        ):
            if isinstance(holder.get(key), int | float):
                holder[key] = str(holder[key])
                self.counts[TEXT] += 1

    def resolved(self, node: Any) -> Any:
        """What references within the document lead to."""
        for _ in range(_MOST_HOPS):
            reference = node.get("$ref") if isinstance(node, dict) else None
            if not isinstance(reference, str):
                break
            file, _, pointer = reference.partition("#")
            node = self._files.get(file.rpartition("/")[2]) if file else self.root
            for token in pointer.split("/")[1:]:
                token = token.replace("~1", "/").replace("~0", "~")
                node = node.get(token) if isinstance(node, dict) else None
        return {} if node is None else node


def _nodes(value: Any, *, is_map: bool = False) -> Iterator[dict[str, Any]]:
    """Every object but data and maps by free names, the outermost first."""
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, dict):
        if not is_map:
            yield value
        for key, item in list(value.items()):
            if is_map or key not in _DATA:
                yield from _nodes(item, is_map=not is_map and key in _MAPS)


def _operations(root: Any) -> Iterator[dict[str, Any]]:
    for item in _mapping(root.get("paths")).values():
        for name, operation in _mapping(item).items():
            if name in METHODS and isinstance(operation, dict):
                yield operation


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}

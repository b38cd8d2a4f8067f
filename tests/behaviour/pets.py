"""A small description for the mock server's tests: one of everything that it treats differently."""

from __future__ import annotations

from typing import Any

from generator.spec import Provenance, Spec

KEY = "sk_sandbox_not_a_real_key"
BEARER = {"Authorization": f"Bearer {KEY}"}

TEXT = {"type": "string"}
PET = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "pet_id": TEXT,
        "name": {"type": "string", "minLength": 1, "maxLength": 5},
        "kind": {"enum": ["cat", "dog"]},
        "weight": {"type": ["number", "null"]},
    },
    "required": ["id", "pet_id", "name"],
    "additionalProperties": False,
}
PAGE = {
    "type": "object",
    "properties": {
        "data": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}},
        "has_more": {"type": "boolean"},
        "url": TEXT,
    },
    "required": ["data", "has_more", "url"],
}


def ok(schema: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"200": {"description": "Fine", "content": content}}


def parameter(name: str, where: str, schema: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": where, "schema": schema, **more}


PETS: dict[str, Any] = {
    "get": {
        "operationId": "listPets",
        "parameters": [
            parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": 100}),
            parameter("kind", "query", {"type": "array", "items": {"enum": ["cat", "dog"]}}),
            parameter("since", "query", {"type": "string", "format": "date-time"}),
            parameter("filter", "query", {"type": "object", "properties": {"age": {"type": "integer"}}},
                      style="deepObject"),
            parameter("name", "query", TEXT),
            parameter("X-Tenant", "header", {"type": "string", "pattern": "^[a-z]+$"}),
        ],
        "responses": ok({"$ref": "#/components/schemas/Page"}),
    },
    "post": {
        "operationId": "createPet",
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewPet"}}},
        },
        "responses": {
            "201": {
                "description": "Made",
                "headers": {"Location": {"schema": {"type": "string", "format": "uri"}}},
                "content": {
                    "application/json": {
                        "schema": {"$ref": "#/components/schemas/Pet"},
                        "examples": {
                            "tom": {"value": {"id": "1", "pet_id": "1", "name": "Tom"}},
                            "rex": {"dataValue": {"id": "2", "pet_id": "2", "name": "Rex"}},
                        },
                    }
                },
            },
            "4XX": {
                "description": "No",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            },
        },
    },
}  # fmt: skip

SPEC = Spec(
    {
        "openapi": "3.2.0",
        "servers": [{"url": "http://localhost:3001/{version}", "variables": {"version": {"default": "v1"}}}],
        "security": [{"bearer": []}],
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            },
            "schemas": {
                "Pet": PET,
                "Page": PAGE,
                "NewPet": {
                    "type": "object",
                    "properties": {"name": {"type": "string", "minLength": 1}, "age": {"type": "integer"}},
                    "required": ["name"],
                    "additionalProperties": False,
                },
                "Error": {"type": "object", "properties": {"code": {"const": "bad"}}, "required": ["code"]},
                "Order": {
                    "type": "object",
                    "properties": {"note": TEXT, "password": {"type": "string", "format": "password"}},
                },
                "Never": {"type": "object", "properties": {"n": {"$ref": "#/components/schemas/Never"}},
                          "required": ["n"]},
            },
        },
        "paths": {
            "/pets": PETS,
            "/pets/mine": {"get": {"responses": ok({"const": "mine"})}},
            "/pets/{pet_id}": {
                "parameters": [parameter("pet_id", "path", TEXT, required=True)],
                "get": {"responses": ok({"$ref": "#/components/schemas/Pet"})},
                "delete": {"responses": {"204": {"description": "Gone"}}},
            },
            "/counts/{n}": {
                "get": {
                    "parameters": [parameter("n", "path", {"type": "integer"}, required=True)],
                    "security": [{"key": []}, {"bearer": []}],
                    "responses": ok({"type": "object", "properties": {"n": {"type": "integer"}}}),
                }
            },
            "/files/{name}.json": {
                "get": {
                    "parameters": [parameter("name", "path", TEXT, required=True)],
                    "security": [],
                    "responses": ok({"type": "object", "properties": {"name": TEXT}}),
                }
            },
            "/events": {
                "get": {
                    "responses": {
                        "200": {
                            "description": "Stream",
                            "content": {
                                "text/event-stream": {
                                    "itemSchema": {"properties": {"data": {"const": "hi"}}}
                                }
                            },
                        }
                    }
                }
            },
            "/orders": {
                "post": {
                    "requestBody": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}
                    },
                    "responses": ok(
                        {"properties": {"order": {"$ref": "#/components/schemas/Order"}}}
                    ),
                }
            },
            "/photos": {
                "post": {
                    "requestBody": {
                        "content": {
                            "multipart/form-data": {
                                "schema": {
                                    "type": "object",
                                    "required": ["photo"],
                                    "properties": {"photo": {"type": "string", "contentMediaType": "image/png"}},
                                }
                            }
                        }
                    },
                    "responses": ok({"type": "boolean"}),
                }
            },
            "/logs": {
                "get": {
                    "responses": {
                        "302": {
                            "description": "The log.",
                            "headers": {"location": {"schema": {"const": "https://store.example/log"}}},
                        }
                    }
                }
            },
            "/moved": {
                "get": {"responses": {**ok({"const": "here"}), "301": {"description": "Moved"}}}
            },
            "/never": {"get": {"responses": ok({"$ref": "#/components/schemas/Never"})}},
            "/hostile": {
                "get": {
                    "responses": {
                        "200": {
                            "description": "x",
                            "headers": {"X-A\r\nX-B": {"schema": {"const": "1"}},
                                        "X-C": {"schema": {"const": "1\r\nX-D: 2"}}},
                        }
                    }
                }
            },
        },
    },
    Provenance(),
)  # fmt: skip

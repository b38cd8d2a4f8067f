"""Small descriptions that between them use every construct of OpenAPI 3.0 to 3.2."""

from __future__ import annotations

from typing import Any

import yaml

_SCHEMAS = """
openapi: 3.1.0
info: {title: Schemas, version: '1', description: All kinds., summary: S}
jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base
paths:
  /things:
    post:
      operationId: makeThing
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}}
components:
  schemas:
    Thing:
      $id: https://shop.test/thing
      $anchor: thing
      title: Thing
      description: A thing.
      type: object
      required: [id, kind]
      properties:
        id: {type: string, format: uuid, readOnly: true}
        kind: {const: thing}
        secret: {type: string, writeOnly: true, x-sensitive: true}
        level: {type: integer, enum: [1, 2, 3], default: 1}
        state: {type: [string, 'null'], enum: [open, closed, null]}
        any: true
        nothing: false
        price: {type: number, format: decimal, minimum: 0, exclusiveMaximum: 10, multipleOf: 0.5}
        when: {type: string, format: date-time, examples: ['2024-01-01T00:00:00Z']}
        data: {type: string, contentEncoding: base64}
        pair: {type: array, prefixItems: [{type: string}, {type: integer}], items: false}
        tags: {type: array, uniqueItems: true, minItems: 1, maxItems: 3, items: {type: string, pattern: '^[a-z]+$', minLength: 1}}
        map: {type: object, additionalProperties: {type: integer}, propertyNames: {pattern: '^a'}}
        part: {$ref: '#/components/schemas/Part', description: Its part.}
        inline: {type: object, properties: {deep: {type: object, properties: {x: {type: boolean}}}}}
        pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {cat: Cat, dog: '#/components/schemas/Dog'}}}
        either: {anyOf: [{type: string}, {type: integer}, {type: 'null'}]}
        not: {not: {type: string}}
      patternProperties: {'^x-': {type: string}}
      additionalProperties: {type: string}
      dependentRequired: {secret: [id]}
      dependentSchemas: {level: {properties: {extra: {type: string}}}}
      if: {properties: {kind: {const: thing}}}
      then: {required: [id]}
      else: {properties: {other: {type: string}}}
    Part: {type: object, properties: {of: {$ref: '#thing'}, next: {$dynamicRef: '#node'}}, $dynamicAnchor: node, unevaluatedProperties: false}
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, meow: {type: string}}}
    Dog: {allOf: [{$ref: '#/components/schemas/Cat'}, {type: object, required: [bark], properties: {bark: {type: string, default: woof}}}]}
    Page: {type: object, required: [data], properties: {data: {type: array, items: {$ref: '#/components/schemas/Thing'}}, next: {type: string}}}
    Self: {oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Self'}}]}
    Alias: {$ref: '#/components/schemas/Cat'}
    Yes: true
"""

_OPERATIONS = """
openapi: 3.2.0
$self: https://shop.test/openapi.yaml
info: {title: Operations, version: '2', termsOfService: https://a.test, contact: {name: A}, license: {name: MIT}}
servers: [{url: 'https://{region}.shop.test/v1', name: live, description: Live, variables: {region: {default: eu, enum: [eu, us]}}}]
tags: [{name: Things, summary: All, parent: Other, kind: nav, externalDocs: {url: https://a.test}}, {name: Other}]
security: [{key: []}, {basic: [], oauth: [read]}, {}]
paths:
  /things/{id}:
    summary: One.
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}, {$ref: '#/components/parameters/Trace'}]
    servers: [{url: https://other.test}]
    get:
      operationId: getThing
      tags: [Things]
      summary: Get it.
      description: Gets *it*.
      externalDocs: {url: https://a.test/docs}
      parameters:
        - {name: filter, in: query, style: deepObject, explode: true, schema: {type: object, properties: {a: {type: string}}}}
        - {name: 'ids[]', in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: integer}}}
        - {name: raw, in: query, allowReserved: true, allowEmptyValue: true, schema: {type: string}, example: x}
        - {name: json, in: query, content: {application/json: {schema: {type: object}}}}
        - {name: session, in: cookie, schema: {type: string}}
        - {name: all, in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {q: {type: string}}}}}}
      responses:
        '200':
          description: ok
          headers: {X-Rate: {schema: {type: integer}, description: Left.}, Link: {$ref: '#/components/headers/Link'}}
          content:
            application/json: {schema: {type: object, properties: {id: {type: integer}}}, examples: {one: {summary: One, dataValue: {id: 1}}}}
            application/xml: {schema: {type: object, xml: {name: thing, nodeType: element}}}
          links: {again: {operationId: getThing, parameters: {id: $response.body#/id}}}
        4XX: {$ref: '#/components/responses/Problem'}
        default: {description: bad, content: {text/plain: {}}}
      callbacks: {onDone: {'{$request.query.raw}': {post: {requestBody: {content: {application/json: {schema: {type: object, properties: {done: {type: boolean}}}}}}, responses: {'200': {description: ok}}}}}}
      deprecated: true
      security: []
    query: {requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}
    additionalOperations: {COPY: {operationId: copyThing, responses: {'204': {description: ok}}}}
  /files:
    post:
      operationId: upload
      tags: [Things, Other]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: {type: object, required: [file], properties: {file: {type: string, format: binary}, meta: {type: object, properties: {a: {type: string}}}}}
            encoding: {file: {contentType: image/png, headers: {X-A: {schema: {type: string}}}}, meta: {style: form, explode: true, allowReserved: true}}
          multipart/mixed: {itemSchema: {type: string}, prefixEncoding: [{contentType: text/plain}], itemEncoding: {contentType: text/plain}}
      responses: {'201': {description: ok, content: {application/octet-stream: {schema: {type: string, format: binary}}}}}
    put:
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: array, items: {type: string}}}}}}}
      responses: {'200': {description: ok, content: {application/json: {$ref: '#/components/mediaTypes/Text'}}}}
  /list:
    get:
      operationId: listThings
      parameters: [{name: limit, in: query, schema: {type: integer, default: 10}}, {name: cursor, in: query, schema: {type: string}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {data: {type: array, items: {type: object, properties: {id: {type: string}}}}, next_cursor: {type: string}, has_more: {type: boolean}}}}}}}
  /stream:
    get: {responses: {'200': {description: ok, content: {text/event-stream: {itemSchema: {type: object, properties: {data: {type: string}}}}}}}}
webhooks:
  made: {post: {operationId: made, requestBody: {content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}}, responses: {'200': {description: ok}}}}
components:
  parameters: {Trace: {name: X-Trace, in: header, schema: {type: array, items: {type: integer}}}}
  headers: {Link: {schema: {type: string}, required: true}}
  responses: {Problem: {description: no, content: {application/problem+json: {schema: {type: object, properties: {title: {type: string}}}}}}}
  requestBodies: {Body: {content: {text/plain: {}}}}
  examples: {E: {serializedValue: x}}
  links: {L: {operationRef: '#/paths/~1list/get'}}
  callbacks: {C: {'{$url}': {post: {responses: {'200': {description: ok}}}}}}
  pathItems: {P: {get: {responses: {'200': {description: ok}}}}}
  mediaTypes: {Text: {schema: {type: string}}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    basic: {type: http, scheme: basic}
    oauth: {type: oauth2, oauth2MetadataUrl: https://a.test, flows: {clientCredentials: {tokenUrl: https://a.test/t, scopes: {read: R}}, deviceAuthorization: {deviceAuthorizationUrl: https://a.test/d, tokenUrl: https://a.test/t, scopes: {}}}}
    open: {type: openIdConnect, openIdConnectUrl: https://a.test/o}
    tls: {type: mutualTLS, deprecated: true}
"""

_VERSION_3_0 = """
openapi: 3.0.3
info: {title: Old, version: '3'}
paths:
  /pets:
    get:
      parameters: [{name: q, in: query, schema: {type: string, nullable: true, example: a}, examples: {a: {value: b}}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}, example: []}}}}
components:
  schemas:
    Pet:
      type: object
      nullable: true
      required: [name]
      properties:
        name: {type: string, example: Rex}
        age: {type: integer, format: int64, minimum: 0, exclusiveMinimum: true}
        photo: {type: string, format: byte}
        owner: {allOf: [{$ref: '#/components/schemas/Owner'}], nullable: true, description: '{"example": 1}'}
      discriminator: {propertyName: name}
      xml: {name: pet, wrapped: true, attribute: false}
    Owner: {type: object, properties: {pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}}, additionalProperties: false}
"""

_SWAGGER = """
swagger: '2.0'
info: {title: Swagger, version: '4'}
host: shop.test
basePath: /v1
schemes: [https]
consumes: [application/json]
produces: [application/json]
paths:
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, type: string}]
    post:
      operationId: makePet
      parameters:
        - {name: body, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}
        - {name: tags, in: query, type: array, items: {type: string}, collectionFormat: csv}
        - {$ref: '#/parameters/Page'}
      responses: {'200': {description: ok, schema: {$ref: '#/definitions/Pet'}, headers: {X-A: {type: integer}}}, default: {$ref: '#/responses/Bad'}}
    put:
      consumes: [multipart/form-data]
      parameters: [{name: file, in: formData, type: file, required: true}, {name: a, in: formData, type: string}]
      responses: {'204': {description: ok}}
definitions:
  Pet: {type: object, required: [name], discriminator: name, properties: {name: {type: string, x-nullable: true}, n: {type: integer, enum: [1]}}}
parameters: {Page: {name: page, in: query, type: integer, default: 1}}
responses: {Bad: {description: no}}
securityDefinitions:
  key: {type: apiKey, in: query, name: k}
  oauth: {type: oauth2, flow: accessCode, authorizationUrl: https://a.test, tokenUrl: https://a.test, scopes: {r: R}}
security: [{key: []}]
"""


def constructs() -> dict[str, dict[str, Any]]:
    """Each description by its title, as fresh JSON."""
    texts = (_SCHEMAS, _OPERATIONS, _VERSION_3_0, _SWAGGER)
    documents = [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts]
    return {document["info"]["title"]: document for document in documents}

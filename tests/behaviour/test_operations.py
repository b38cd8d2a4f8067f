"""What a generated package sends and returns, whatever way the description says it."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qsl

import httpx2
import pytest

from tests.support.packages import Built, build_text, install, load_package, reformatted
from tests.support.shop import SECRET, Shop

API = """
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers:
  - url: https://{region}.shop.test/{version}
    variables:
      region: {default: eu, enum: [eu, us], description: Where the data is.}
      version: {default: v1}
security: [{key: []}]
tags: [{name: Files}]
paths:
  /v1/things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
      - {name: page, in: query, schema: {type: integer}}
    get:
      operationId: getThing
      parameters:
        - {name: id, in: query, schema: {type: string}}
        - {name: page, in: query, schema: {type: string}}
        - {name: 'tags[]', in: query, schema: {type: array, items: {type: string}}}
        - {name: filter, in: query, style: deepObject, schema: {$ref: '#/components/schemas/Filter'}}
        - {name: raw, in: query, content: {application/json: {schema: {type: object}}}}
        - {name: X-Trace, in: header, schema: {type: array, items: {type: integer}}}
        - {name: session, in: cookie, schema: {type: string}}
        - {name: Accept, in: header, schema: {type: string}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
        '202': {description: later, content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}}
        '204': {description: gone}
        '404': {description: no, content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
        default: {description: no, content: {application/json: {schema: {type: string}}}}
  /v1/undeclared/{what}:
    get:
      responses: {'200': {description: ok, content: {text/plain: {schema: {type: string}}}}}
  /v1/matrix/{at}:
    get:
      operationId: getMatrix
      parameters: [{name: at, in: path, required: true, style: matrix, explode: true, schema: {type: array, items: {type: integer}}}]
      responses: {'204': {description: ok}}
  /files:
    post:
      operationId: uploadFile
      tags: [Files]
      security: [{login: []}, {key: [], oauth: []}]
      servers: [{url: https://upload.shop.test}]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file, purpose]
              properties:
                file: {type: string, format: binary}
                purpose: {type: string}
                more: {type: array, items: {type: string, format: binary}}
                meta: {$ref: '#/components/schemas/Filter'}
            encoding: {purpose: {contentType: text/plain}}
      responses: {'201': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
  /files/{name}:
    parameters: [{name: name, in: path, required: true, schema: {type: string}}]
    get:
      operationId: downloadFile
      tags: [files]
      security: []
      responses: {'200': {description: ok, content: {application/octet-stream: {schema: {type: string, format: binary}}}}}
    put:
      operationId: replaceFile
      tags: [Files]
      requestBody: {required: true, content: {'application/zip': {schema: {type: string, format: binary}}}}
      responses: {'204': {description: ok}}
  /forms:
    post:
      operationId: sendForm
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties:
                name: {type: string}
                expand: {type: array, items: {type: string}}
                meta: {type: object, additionalProperties: {type: string}}
            encoding: {expand: {style: deepObject, explode: true}}
      responses: {'200': {description: ok, content: {application/xml: {}}}}
  /notes:
    post:
      operationId: addNote
      requestBody: {required: true, content: {text/markdown: {schema: {type: string}}}}
      responses: {'200': {description: ok, content: {application/vnd.note+json: {schema: {type: integer}}}}}
    patch:
      operationId: patchNote
      requestBody: {content: {application/merge-patch+json: {schema: {type: object}}, text/plain: {}}}
      responses: {'204': {description: ok}}
components:
  securitySchemes:
    key: {type: apiKey, in: query, name: api_key}
    login: {type: http, scheme: basic}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: https://auth.shop.test/token, scopes: {}}}}
  schemas:
    Filter: {type: object, required: [min-price], properties: {min-price: {type: integer}, note: {type: string}}}
    Thing: {type: object, required: [id], properties: {id: {type: integer}}}
    Job: {type: object, required: [job], properties: {job: {type: string}}}
    Problem: {type: object, required: [code], properties: {code: {type: string}}}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_text(tmp_path_factory.mktemp("api"), API)


@pytest.fixture(scope="module")
def folder(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(built.output, tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="module")
def shop(folder: Path) -> ModuleType:
    return load_package(folder)


def test_nothing_is_left_out_and_what_is_odd_is_said(built: Built) -> None:
    assert "left-out" not in built.said
    assert built.said.count("undeclared-path-parameter") == 1


def test_the_output_is_formatted(built: Built) -> None:
    assert reformatted(built.files) == []


def test_parameters_go_where_they_are_declared(shop: ModuleType) -> None:
    api = Shop(shop)
    api.client.things.get(
        7,
        id_query="q",
        page="last",
        tags=["a", "b"],
        filter={"min_price": 3},
        raw={"k": [1]},
        x_trace=[1, 2],
        session="s s",
    )
    assert api.sent.url.path == "/v1/v1/things/7"
    assert parse_qsl(api.sent.url.query.decode()) == [
        ("page", "last"),
        ("id", "q"),
        ("tags[]", "a"),
        ("tags[]", "b"),
        ("filter[min-price]", "3"),
        ("raw", '{"k":[1]}'),
        ("api_key", SECRET),
    ]
    assert api.sent.headers["x-trace"] == "1,2"
    assert api.sent.headers["cookie"] == "session=s%20s"


def test_path_styles_reach_the_url(shop: ModuleType) -> None:
    api = Shop(shop)
    api.client.matrix.get([1, 2])
    assert api.sent.url.raw_path.startswith(b"/v1/v1/matrix/;at=1;at=2?")


def test_an_undeclared_path_parameter_is_a_string(shop: ModuleType) -> None:
    api = Shop(shop, httpx2.Response(200, text="here"))
    assert api.client.undeclared.get("a/b") == "here"
    assert b"/undeclared/a%2Fb" in api.sent.url.raw_path
    assert api.sent.headers["accept"] == "text/plain"


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (httpx2.Response(200, json={"id": 1}), "Thing"),
        (httpx2.Response(202, json={"job": "j"}), "Job"),
        (httpx2.Response(204), "NoneType"),
    ],
)
def test_each_status_has_its_own_type(
    shop: ModuleType, answer: httpx2.Response, name: str
) -> None:
    assert type(Shop(shop, answer).client.things.get(1)).__name__ == name


def test_errors_are_decoded(shop: ModuleType) -> None:
    with pytest.raises(shop.errors.NotFoundError) as caught:
        Shop(shop, httpx2.Response(404, json={"code": "c"})).client.things.get(1)
    assert caught.value.parsed == shop.models.Problem(code="c")
    with pytest.raises(shop.errors.BadRequestError) as caught:
        Shop(shop, httpx2.Response(400, json="why")).client.things.get(1)
    assert caught.value.parsed == "why"
    assert SECRET not in str(caught.value) + repr(caught.value.response)


def test_files_are_uploaded_to_the_operations_own_server(
    shop: ModuleType, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("content")
    api = Shop(shop, httpx2.Response(201, json={"id": 1}))
    made = api.client.files.upload(
        file=path, purpose="p", more=[b"1", ("b.bin", b"2")], meta={"min_price": 1}
    )
    assert made.id == 1
    assert str(api.sent.url) == "https://upload.shop.test/files"
    assert api.sent.headers["authorization"] == "Basic dTpw"
    body = api.sent.content.decode()
    for text in ('filename="a.txt"', "content", 'filename="b.bin"', '{"min-price":1}'):
        assert text in body
    assert "Content-Type: text/plain\r\n\r\np\r\n" in body


def test_another_origin_that_gets_credentials_is_said(built: Built) -> None:
    said = (
        "the operation is at https://upload.shop.test, and sends the API's credentials"
    )
    assert said in built.said
    assert built.said.count("key-elsewhere") == 1
    assert "takes the key, too: `https://upload.shop.test`" in built.files["README.md"]


def test_no_redirect_takes_credentials_from_an_own_server(shop: ModuleType) -> None:
    for location in ("https://shop.test/files", "https://api.shop.test/files"):
        moved = httpx2.Response(307, headers={"Location": location})
        api = Shop(shop, moved)
        with pytest.raises(shop.errors.RedirectError):
            api.client.files.upload(file=b"x", purpose="p")
        assert str(api.sent.url) == "https://upload.shop.test/files"


def test_a_chosen_server_serves_every_operation(shop: ModuleType) -> None:
    http = httpx2.Client(
        transport=httpx2.MockTransport(
            lambda r: httpx2.Response(201, json={"id": int(r.url.host == "mock.test")})
        )
    )
    client = shop.Shop(login=("u", "p"), base_url="https://mock.test", http_client=http)
    assert client.files.upload(file=b"x", purpose="p").id == 1


def test_bytes_go_and_come(shop: ModuleType) -> None:
    api = Shop(shop, httpx2.Response(200, content=b"\x00"))
    assert api.client.files.download("a") == b"\x00"
    assert "api_key" not in str(api.sent.url)
    api = Shop(shop)
    assert api.client.files.replace("a", body=b"PK") is None
    assert api.sent.content == b"PK"
    assert api.sent.headers["content-type"] == "application/zip"


def test_forms_and_text(shop: ModuleType) -> None:
    api = Shop(shop, httpx2.Response(200, text="<ok/>"))
    found = api.client.forms.send(name="n", expand=["a", "b"], meta={"k": "v"})
    assert found == "<ok/>"
    assert parse_qsl(api.sent.content.decode()) == [
        ("name", "n"),
        ("expand[]", "a"),
        ("expand[]", "b"),
        ("meta", '{"k":"v"}'),
    ]
    api = Shop(
        shop,
        httpx2.Response(
            200, content=b"7", headers={"content-type": "application/vnd.note+json"}
        ),
    )
    assert api.client.notes.add(body="# ü") == 7
    assert api.sent.content == "# ü".encode()
    assert api.sent.headers["content-type"] == "text/markdown; charset=utf-8"
    assert api.sent.headers["accept"] == "application/vnd.note+json"


def test_other_json_is_announced_as_what_it_is(shop: ModuleType) -> None:
    api = Shop(shop)
    api.client.notes.patch(body={"a": 1})
    assert json.loads(api.sent.content) == {"a": 1}
    assert api.sent.headers["content-type"] == "application/merge-patch+json"


def test_server_variables_are_arguments_of_the_client(shop: ModuleType) -> None:
    region = inspect.signature(shop.Shop).parameters["region"]
    assert (region.annotation, region.default) == ("Literal['eu', 'us']", "eu") or (
        region.annotation,
        region.default,
    ) == ('Literal["eu", "us"]', "eu")
    asked: list[str] = []

    def serve(request: httpx2.Request) -> httpx2.Response:
        asked.append(str(request.url))
        return httpx2.Response(200, content=b"")

    http = httpx2.Client(transport=httpx2.MockTransport(serve))
    shop.Shop(region="us", version="v2", http_client=http).files.download("a")
    assert asked == ["https://us.shop.test/v2/files/a"]


def test_a_missing_credential_is_named(shop: ModuleType) -> None:
    client = shop.Shop(key="k", http_client=httpx2.Client())
    with pytest.raises(
        shop.errors.ConfigurationError, match="login= or key= and oauth="
    ):
        client.files.upload(file=b"x", purpose="p")


def test_the_fake_api_answers_every_operation(shop: ModuleType) -> None:
    client = shop.testing.FakeAPI().client()
    assert client.things.get(1).id is not None
    assert isinstance(client.files.download("a"), bytes)
    assert isinstance(client.forms.send(), str)


def test_only_the_modules_that_are_needed_are_there(built: Built) -> None:
    there = {p for p in built.files if p.startswith("_runtime/")}
    assert {"_runtime/multipart.py", "_runtime/upload.py", "_runtime/oauth.py"} <= there
    assert not {"_runtime/numbered.py", "_runtime/linked.py"} & there

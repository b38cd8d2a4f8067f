"""The mock server over real sockets: answers, refusals and what it tells about a bad request."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from generator.examples import example
from generator.mock import Mock
from generator.source import extend
from generator.spec import Provenance, Spec
from generator.validation import Validation
from tests.behaviour.pets import BEARER, KEY, SPEC

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def log() -> list[str]:
    return []


@pytest.fixture(scope="module")
def mock(log: list[str]) -> Iterator[Mock]:
    with Mock(SPEC, log=log.append, patience=0.3, idle=2.0) as running:
        yield running


@pytest.fixture(scope="module")
def client(mock: Mock) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=mock.url, headers=BEARER, trust_env=False) as client:
        yield client


def test_a_list_names_its_path_and_ends(client: httpx2.Client) -> None:
    page = client.get("/pets", params={"limit": 3}).json()
    assert page["has_more"] is False
    assert page["url"] == "/v1/pets"
    assert len(page["data"]) == 1


def test_path_parameters_come_back_in_the_ids(client: httpx2.Client) -> None:
    pet = client.get("/pets/pet_42").json()
    assert (pet["id"], pet["pet_id"]) == ("pet_42", "pet_42")
    assert client.get("/counts/7").json() == {"n": 7}
    assert client.get("/files/a%2Fb.json").json() == {"name": "a/b"}


def test_filters_and_members_of_the_body_come_back_where_they_fit(
    client: httpx2.Client,
) -> None:
    assert client.get("/pets?name=Rex").json()["data"][0]["name"] == "Rex"
    assert client.get("/pets?name=Schopenhauer").json()["data"][0]["name"] == "Examp"
    assert client.post("/orders", json={"note": "hi", "password": "p"}).json() == {
        "order": {"note": "hi", "password": "not-a-real-password"}
    }


def test_a_concrete_path_wins_over_a_template(client: httpx2.Client) -> None:
    assert client.get("/pets/mine").json() == "mine"


def test_an_answer_without_content_has_none(client: httpx2.Client) -> None:
    answer = client.delete("/pets/1")
    assert (answer.status_code, answer.content) == (204, b"")
    assert "content-length" not in answer.headers


def test_the_lowest_success_status_its_headers_and_its_first_example(
    client: httpx2.Client,
) -> None:
    answer = client.post("/pets", json={"name": "Tom"})
    assert answer.status_code == 201
    assert answer.headers["location"] == "https://example.com/location"
    assert answer.json() == {"id": "1", "pet_id": "1", "name": "Tom"}


def test_a_redirect_leads_to_a_place_that_is_served(client: httpx2.Client) -> None:
    for path, prefer in (("/logs", ""), ("/moved", "code=301")):
        answer = client.get(path, headers={"Prefer": prefer})
        assert answer.status_code == (301 if prefer else 302)
        (location,) = answer.headers.get_list("location")
        found = client.get(answer.url.join(location))
        assert found.status_code == 200
        assert found.headers["content-type"] == "application/octet-stream"
        assert found.content
    assert client.get("/moved").json() == "here"


def test_a_stream_sends_an_event(client: httpx2.Client) -> None:
    answer = client.get("/events")
    assert answer.headers["content-type"] == "text/event-stream"
    assert answer.text == "data: hi\n\n"


@pytest.mark.parametrize(
    ("prefer", "status", "expected"),
    [
        ("example=rex", 201, {"id": "2", "pet_id": "2", "name": "Rex"}),
        ("code=201, example=tom", 201, {"id": "1", "pet_id": "1", "name": "Tom"}),
        ('code="404"', 404, {"code": "bad"}),
    ],
)
def test_prefer_chooses_a_declared_response(
    client: httpx2.Client, prefer: str, status: int, expected: Any
) -> None:
    answer = client.post("/pets", json={"name": "x"}, headers={"Prefer": prefer})
    assert (answer.status_code, answer.json()) == (status, expected)


def test_prefer_chooses_an_undeclared_error(client: httpx2.Client) -> None:
    answer = client.get("/pets", headers={"Prefer": "code=429"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("prefer", ["code=302", "example=nobody", "code=201"])
def test_a_wish_that_cannot_be_met_says_so(client: httpx2.Client, prefer: str) -> None:
    assert client.get("/pets/mine", headers={"Prefer": prefer}).status_code == 404


@pytest.mark.parametrize(
    "prefer", ["", "respond-async", "code=9999", "code=x; example", "wait=5"]
)
def test_other_preferences_are_ignored(client: httpx2.Client, prefer: str) -> None:
    assert client.get("/pets/mine", headers={"Prefer": prefer}).status_code == 200


def test_head_and_options(client: httpx2.Client) -> None:
    head = client.head("/pets")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) > 10
    options = client.options("/pets")
    assert (options.status_code, options.headers["allow"]) == (
        204,
        "GET, HEAD, OPTIONS, POST",
    )


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/pets/", 404),
        ("GET", "/pets/1/2", 404),
        ("PUT", "/pets", 405),
        ("BREW", "/pets", 405),
    ],
)
def test_unknown_paths_and_methods(
    client: httpx2.Client, method: str, path: str, status: int
) -> None:
    assert client.request(method, path).status_code == status


def test_a_path_outside_the_servers_prefix_is_unknown(mock: Mock) -> None:
    url = f"http://127.0.0.1:{mock.port}/pets"
    assert httpx2.get(url, headers=BEARER, trust_env=False).status_code == 404


@pytest.mark.parametrize("authorization", ["", "Bearer", "Basic abc", KEY])
def test_missing_or_malformed_credentials(mock: Mock, authorization: str) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answer = httpx2.get(mock.url + "/pets", headers=headers, trust_env=False)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_one_of_several_requirements_is_enough(mock: Mock) -> None:
    def status(headers: dict[str, str]) -> int:
        return httpx2.get(
            mock.url + "/counts/1", headers=headers, trust_env=False
        ).status_code

    assert [status({"X-Key": "k"}), status(BEARER), status({"X-Key": ""})] == [
        200,
        200,
        401,
    ]


@pytest.mark.parametrize(
    ("query", "pointer", "message"),
    [
        ("limit=0", "/limit", "less than 1"),
        ("limit=many", "/limit", "expected integer"),
        ("limit=1.5", "/limit", "expected integer"),
        ("kind=cat&kind=cow", "/kind/1", "expected one of cat, dog"),
        ("since=yesterday", "/since", "not a valid date-time"),
        ("filter[age]=old", "/filter/age", "expected integer"),
    ],
)
def test_parameters_are_validated(
    client: httpx2.Client, query: str, pointer: str, message: str
) -> None:
    answer = client.get("/pets?" + query)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"in": "query parameter", "pointer": pointer, "message": message}
    ]


def test_parameters_of_other_places_are_validated(client: httpx2.Client) -> None:
    assert client.get("/counts/one").json()["errors"][0]["in"] == "path parameter"
    answer = client.get("/pets", headers={"X-Tenant": "ACME"})
    assert answer.json()["errors"][0]["pointer"] == "/X-Tenant"
    fine = "/pets?limit=100&kind=cat&kind=dog&since=2026-06-10T10:00:00%2B01:00&filter[age]=3&x=1"
    assert client.get(fine).status_code == 200


def test_every_fault_of_a_body_is_listed_without_its_value(
    client: httpx2.Client,
) -> None:
    answer = client.post(
        "/pets", json={"name": "", "age": "secret value", "extra": None}
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret value" not in answer.text
    assert [(e["pointer"], e["message"]) for e in answer.json()["errors"]] == [
        ("/age", "expected integer"),
        ("/extra", "property is not declared"),
        ("/name", "shorter than 1 characters"),
    ]


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"", "application/json", 422),
        (b"{", "application/json", 400),
        (b'{"name": NaN}', "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"name": "x"}', "text/plain", 415),
        (b'{"name": "x"}', "application/json; charset=utf-8", 201),
    ],
)
def test_bodies_that_are_not_what_is_declared(
    client: httpx2.Client, content: bytes, media_type: str, status: int
) -> None:
    answer = client.post("/pets", content=content, headers={"Content-Type": media_type})
    assert answer.status_code == status


def test_a_response_without_any_valid_example_is_said_to_be_so(
    client: httpx2.Client,
) -> None:
    assert client.get("/never").status_code == 501


def test_text_of_the_description_cannot_add_headers(client: httpx2.Client) -> None:
    answer = client.get("/hostile")
    assert answer.status_code == 200
    assert not {"x-b", "x-d"} & set(answer.headers)


def test_the_log_has_one_line_a_request_and_no_values(
    client: httpx2.Client, log: list[str]
) -> None:
    log.clear()
    client.get("/pets/pet_42?limit=1")
    client.get("/unknown/thing")
    assert log == ["GET /pets/{pet_id} 200", "GET (no operation) 404"]


def test_connections_are_kept_alive(mock: Mock) -> None:
    request = f"GET /v1/pets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", mock.port)) as connection:
        for _ in range(3):
            connection.sendall(request.encode())
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200")


def test_an_object_that_names_its_variant_may_fit_others_as_well() -> None:
    name = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}},
    }
    pets = [{"$ref": f"#/components/schemas/{one}"} for one in ("Cat", "Dog")]
    pet = {"oneOf": pets, "discriminator": {"propertyName": "kind"}}
    schemas = {"Cat": name, "Dog": name, "Pet": pet, "Any": {"oneOf": pets}}
    validation = Validation(Spec({"components": {"schemas": schemas}}, Provenance()))
    assert validation.faults("/components/schemas/Pet", {"kind": "Cat"}) == []
    assert validation.faults("/components/schemas/Pet", {}) != []
    assert validation.faults("/components/schemas/Any", {"kind": "Cat"}) != []


DRONLINE = ROOT / "generated" / "dronline-connected.openapi.json"


@pytest.fixture(scope="module")
def description() -> Spec:
    return Spec(json.loads(DRONLINE.read_text(encoding="utf-8")), Provenance())


def test_every_operation_of_dronline_answers_validly(description: Spec) -> None:
    validation = Validation(description)
    with (
        Mock(description) as mock,
        httpx2.Client(base_url=mock.url, headers=BEARER, trust_env=False) as client,
    ):
        for method, path, operation in description.operations():
            pointer = extend("/paths", path, method.lower())
            body = (
                operation.get("requestBody", {})
                .get("content", {})
                .get("application/json")
            )
            sent = None if body is None else example(description, body["schema"])
            answer = client.request(
                method, path.replace("{appointment_id}", "apt_1"), json=sent
            )
            assert answer.status_code == 200, answer.text
            schema = extend(
                pointer, "responses", "200", "content", "application/json", "schema"
            )
            assert validation.faults(schema, answer.json()) == []
            if "{appointment_id}" in path:
                assert '"id":"apt_1"' in answer.text

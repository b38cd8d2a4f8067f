"""Links and callbacks in Python: what a runtime expression is for the caller."""

from __future__ import annotations

import pytest

from generator.expressions import Anything, Primitive, Scalar
from generator.ir import Callback, Doc, Link, Operation
from generator.plan.imports import Imports
from generator.plan.related import Related
from generator.plan.types import Speller
from generator.source import Json

RELATED = Related({"getPet": "client.pets.get", "feedPet": "client.pets.feed"})
SPELLER = Speller({}, Imports(), Imports(), prefix="", runtime="")


def operation(*related: Link | Callback, doc: Doc | None = None) -> Operation:
    return Operation(
        id="feedPet",
        method="POST",
        path="/pets",
        parameters=(),
        body=None,
        responses=(),
        security=(),
        idempotent=False,
        origin="",
        name="feed",
        title="Feed pet",
        links=tuple(one for one in related if isinstance(one, Link)),
        callbacks=tuple(one for one in related if isinstance(one, Callback)),
        doc=doc or Doc(),
    )


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        ("$response.body", "answer"),
        ("$response.body#/petId", "answer.pet_id"),
        ("$response.body#/a~1b/0/class", "answer.a_b[0].class_"),
        ("$response.header.X-Id", 'answer.headers["X-Id"]'),
        ("$request.path.petId", "pet_id"),
        ("$request.query.list", "list_"),
        ("$request.body", "body"),
        ("$request.body#/owner/name", "owner.name"),
        ("$statusCode", '"$statusCode"'),
        ("plain", '"plain"'),
        ("$response.body#/a\nimport os", "answer.a_import_os"),
        (10, "10"),
        (None, "None"),
        ({"a": [True]}, '{"a": [True]}'),
    ],
)
def test_a_runtime_expression_is_what_the_caller_has(value: Json, spelled: str) -> None:
    link = Link(operation="getPet", parameters=(("petId", value),))
    _, title, _, row = RELATED.reference(operation(link), SPELLER)
    assert title == "What is in the answer goes into:"
    assert row == f"- `client.pets.get(pet_id={spelled})`"


def test_a_link_may_fill_a_body() -> None:
    link = Link(operation="feedPet", body=("$response.body#/food",))
    *_, row = RELATED.reference(operation(link), SPELLER)
    assert row == "- `client.pets.feed(body=answer.food)`"


def test_a_callback_says_where_it_goes_and_what_it_carries() -> None:
    sent = Callback(
        method="POST",
        url="{$request.query.backTo}/{$method}/a|b",
        type=Primitive(Scalar.STRING),
        doc=Doc(description="Fed,\nor *not*."),
    )
    _, title, _, row = RELATED.reference(operation(sent), SPELLER)
    assert title == "The service sends later:"
    assert row == "- `POST {back_to}/{$method}/a\\|b` with `str`: Fed, or \\*not\\*."


def test_a_callback_of_any_payload_says_nothing_of_it() -> None:
    sent = Callback(method="POST", url="https://example.com", type=Anything())
    assert RELATED.reference(operation(sent), SPELLER)[-1] == (
        "- `POST https://example.com`"
    )


def test_the_description_goes_on_with_them() -> None:
    link = Link(operation="getPet", doc=Doc(description="See it."))
    told = RELATED.described(operation(link), SPELLER).doc
    assert told.summary == "Feed pet."
    assert told.description == (
        "What is in the answer goes into:\n- `client.pets.get()`: See it."
    )
    told = RELATED.described(
        operation(link, doc=Doc(description="Feeds.")), SPELLER
    ).doc
    assert told.summary == ""
    assert told.description.startswith("Feeds.\n\nWhat is in")


def test_an_operation_that_leads_nowhere_stays() -> None:
    alone = operation()
    assert RELATED.described(alone, SPELLER) is alone
    assert RELATED.reference(alone, SPELLER) == ()

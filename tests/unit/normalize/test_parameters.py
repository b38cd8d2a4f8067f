"""Parameters that several operations repeat become components with names of their own."""

from __future__ import annotations

from generator.source import Document
from tests.support.canonical import api, call, canonical

PARAMETERS = "#/components/parameters/"


def after(most: int, said: str = "") -> Document:
    schema: Document = {"type": "string", "maxLength": most}
    found: Document = {"name": "starting_after", "in": "query", "schema": schema}
    return {**found, "description": said} if said else found


def hoisted(**operations: Document) -> tuple[list[str], dict[str, list[Document]]]:
    """The names of the components, and the parameters of each operation."""
    spec = canonical(
        api(
            {
                f"GET /{id_}": call(id_, {}, parameters=[parameter])
                for id_, parameter in operations.items()
            }
        )
    )
    components = spec.document.get("components", {}).get("parameters", {})
    return sorted(components), {
        path[1:]: item["get"]["parameters"]
        for path, item in spec.document["paths"].items()
    }


def test_a_parameter_is_called_like_itself() -> None:
    assert hoisted(a=after(9), b=after(9), c=after(5))[0] == ["StartingAfter"]


def test_of_several_kinds_each_is_called_after_its_first_operation_too() -> None:
    names, _ = hoisted(a=after(9), b=after(9), c=after(5), d=after(5))
    assert names == ["AStartingAfterQuery", "CStartingAfterQuery"]


def test_a_description_of_its_own_stays_beside_the_reference() -> None:
    _, found = hoisted(
        a=after(9, "The last one."),
        b=after(9, "The last plan of the page."),
        c=after(9, "The last one."),
    )
    reference = {"$ref": f"{PARAMETERS}StartingAfter"}
    assert found == {
        "a": [reference],
        "b": [{**reference, "description": "The last plan of the page."}],
        "c": [reference],
    }


def test_what_has_no_description_gets_none_from_another_operation() -> None:
    _, found = hoisted(a=after(9, "The last plan."), b=after(9))
    reference = {"$ref": f"{PARAMETERS}StartingAfter"}
    assert found == {
        "a": [{**reference, "description": "The last plan."}],
        "b": [reference],
    }

"""Components that fragments share, and those that only share a name."""

from __future__ import annotations

from generator.config import OnConflict
from generator.diagnostics import Report
from generator.source import Document, Fragment
from tests.support.fragments import (
    TEXT,
    answers,
    block,
    components,
    fragment,
    merged,
    operation,
    page,
    rules,
    said,
)


def test_a_property_named_like_an_annotation_is_no_annotation() -> None:
    report = Report()
    schemas = (
        {"properties": {"description": {"type": t}}} for t in ("string", "integer")
    )
    fragments = [
        page(
            f"{i}.json", f"/{i}", operation(f"o{i}", **answers("S")), **components(S=s)
        )
        for i, s in enumerate(schemas)
    ]
    merged(fragments, report)
    assert rules(report) == ["component-kept-apart"]


def test_two_bodies_of_one_component_are_kept_apart() -> None:
    report = Report()
    order = {"type": "object", "properties": {"id": TEXT}}
    other = {"type": "object", "properties": {"id": {"type": "integer"}}}
    found = merged(
        [
            page(
                "a.json",
                "/a",
                operation("one", **answers("Order")),
                **components(Order=order),
            ),
            page(
                "b.json",
                "/b",
                operation("two", **answers("Order")),
                **components(Order=order),
            ),
            page(
                "c.json",
                "/c",
                operation("three", **answers("Order")),
                **components(Order=other),
            ),
        ],
        report,
    ).document
    assert found["components"]["schemas"] == {"Order": order, "ThreeOrder": other}
    used = [
        item["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        for item in found["paths"].values()
    ]
    names = [reference.rpartition("/")[2] for reference in used]
    assert names == ["Order", "Order", "ThreeOrder"]
    assert said(report) == block("""
        c.json/components/schemas/Order: warning[component-kept-apart]: Order of schemas is not the same in all fragments; this one is kept apart as ThreeOrder
          a.json/components/schemas/Order: note: this one is Order
          c.json/components/schemas/Order/properties/id/type: note: /properties/id/type: "string" there, "integer" here
          help: correct one of them, or say in the configuration who wins: `resolutions: {"/components/schemas/Order": "a.json"}`
        """)


def test_a_title_names_a_body_that_is_kept_apart() -> None:
    bodies = [TEXT, {"type": "integer", "title": "Order number"}]
    found = merged(
        [
            page(
                f"{i}.json",
                f"/{i}",
                operation(f"o{i}", **answers("Order")),
                **components(Order=body),
            )
            for i, body in enumerate(bodies)
        ]
    ).document
    assert sorted(found["components"]["schemas"]) == ["Order", "OrderNumber"]


def test_a_body_with_several_users_is_named_by_its_digest() -> None:
    def pair(file: str, type_: str) -> Fragment:
        items = {
            f"/{file}/{n}": {"get": operation(f"{file}{n}", **answers("S"))}
            for n in "12"
        }
        return fragment(file, {"paths": items, **components(S={"type": type_})})

    def names(*more: Fragment) -> list[str]:
        fragments = [
            pair("a", "string"),
            pair("b", "integer"),
            pair("c", "string"),
            *more,
        ]
        return list(merged(fragments).document["components"]["schemas"])

    plain, kept = names()
    assert plain == "S"
    assert kept.startswith("S_")
    assert len(kept) == 8
    assert kept in names(
        page("d", "/d", operation("d", **answers("S")), **components(S={}))
    )


def test_components_are_two_when_what_they_refer_to_is() -> None:
    report = Report()
    order = {"properties": {"by": {"$ref": "#/components/schemas/Person"}}}
    pages = [
        page(
            f"{i}.json",
            f"/{i}",
            operation(f"o{i}", **answers("Order")),
            **components(Order=order, Person=person),
        )
        for i, person in enumerate([TEXT, {"type": "integer"}])
    ]
    found = merged(pages, report).document["components"]["schemas"]
    assert found == {
        "O1Order": {"properties": {"by": {"$ref": "#/components/schemas/O1Person"}}},
        "O1Person": {"type": "integer"},
        "Order": order,
        "Person": TEXT,
    }
    assert rules(report) == ["component-kept-apart"] * 2


def test_recursive_components_that_agree_are_one() -> None:
    tree = {"items": {"$ref": "#/components/schemas/Tree"}}
    pages = [
        page(
            f"{i}.json",
            f"/{i}",
            operation(f"o{i}"),
            **components(Tree=tree, Leaf={"maximum": i}),
        )
        for i in (1, 2)
    ]
    found = merged(pages).document["components"]["schemas"]
    assert [name for name in found if "Tree" in name] == ["Tree"]


def test_renaming_reaches_security_and_discriminators_but_not_data() -> None:
    pet = {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}],
        "discriminator": {"propertyName": "kind"},
        "example": {"$ref": "#/components/schemas/Cat"},
    }

    def pets(name: str, scheme: Document, cat: Document) -> Fragment:
        document = components(Cat=cat, **{f"Pet{name}": pet})
        document["components"]["securitySchemes"] = {"key": scheme}
        secured = operation(name, security=[{"key": []}], **answers(f"Pet{name}"))
        return page(f"{name}.json", f"/{name}", secured, **document)

    found = merged(
        [
            pets(
                "a",
                {"type": "http", "scheme": "bearer"},
                {"type": "object", "title": "New cat"},
            ),
            pets(
                "b",
                {"type": "http", "scheme": "basic"},
                {"type": "array", "title": "Old cat"},
            ),
        ]
    ).document
    schemas = found["components"]["schemas"]
    (new,) = set(schemas) - {"Cat", "Peta", "Petb"}
    (changed,) = (
        schema
        for schema in schemas.values()
        if schema.get("discriminator", {}).get("mapping")
    )
    target = f"#/components/schemas/{new}"
    assert changed["oneOf"] == [{"$ref": target}]
    assert changed["discriminator"] == {
        "propertyName": "kind",
        "mapping": {"Cat": target},
    }
    assert changed["example"] == {"$ref": "#/components/schemas/Cat"}
    schemes = {
        name for item in found["paths"].values() for name in item["get"]["security"][0]
    }
    assert schemes == set(found["components"]["securitySchemes"])
    assert len(schemes) == 2


def test_a_resolution_decides_about_a_component() -> None:
    report = Report()
    pages = [
        page(
            f"{t}.json",
            f"/{t}",
            operation(t, **answers("S")),
            **components(S={"type": t}),
        )
        for t in ("string", "integer")
    ]
    resolutions = {"/components/schemas/S": "integer.json"}
    found = merged(pages, report, resolutions=resolutions).document
    assert found["components"]["schemas"] == {"S": {"type": "integer"}}
    assert not list(report)


def test_a_component_that_only_a_losing_operation_used_is_dropped() -> None:
    report = Report()
    pages = [
        page(
            f"{t}.json",
            "/a",
            operation("a", **answers("S")),
            **components(S={"type": t}),
        )
        for t in ("string", "integer")
    ]
    pages[0].document["info"]["version"] = "2"
    found = merged(pages, report, on_conflict=OnConflict.NEWEST).document
    assert found["components"]["schemas"] == {"S": TEXT}
    assert "component-kept-apart" not in rules(report)

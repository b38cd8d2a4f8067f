"""YAML is read as JSON would say it: no dates, no yes and no, no tags, no bombs."""

from __future__ import annotations

import json
import time

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.load import json_text, yaml_text
from generator.load.text import MAX_DEPTH
from generator.source import Json

from .test_json_text import JSON, nodes


@pytest.fixture(params=["libyaml", "python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every rule holds with and without libyaml."""
    name: str = request.param
    if name == "libyaml" and not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(yaml, "__with_libyaml__", name == "libyaml")
    return name


def value(text: str) -> Json:
    decoded = yaml_text.decode(text)
    assert decoded.faults == ()
    return decoded.value


def faults(text: str) -> list[tuple[str, int, str]]:
    return [(f.rule, f.offset, f.message) for f in yaml_text.decode(text).faults]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True), ("false", False), ("null", None), ("", None),
        ("0", 0), ("-0", 0), ("-12", -12), ("1.5", 1.5), ("1e3", 1000.0), ("1.0E-2", 0.01),
        ("no", "no"), ("on", "on"), ("Yes", "Yes"), ("True", "True"), ("~", "~"),
        ("2024-01-01", "2024-01-01"), ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
        ("12:30:45", "12:30:45"), ("1_000", "1_000"), ("0o17", "0o17"), ("017", "017"),
        ("0x1F", "0x1F"), (".5", ".5"), ("1.", "1."), ("+1", "+1"), (".inf", ".inf"),
        (".nan", ".nan"), ("=", "="), ("'1'", "1"), ('"true"', "true"), ("|\n  1", "1"),
        ("!!str 1", "1"), ("! 1", "1"), ("!!int 1", 1), ("!!float 1", 1), ("!!null null", None),
        ("!!bool true", True), ("!!map {b: 1}", {"b": 1}), ("!!seq [1]", [1]),
    ],
)  # fmt: skip
def test_scalars_are_what_json_would_call_them(written: str, meant: Json) -> None:
    found = value(f"a: {written}")["a"]
    assert (found, type(found)) == (meant, type(meant))


def test_keys_are_strings() -> None:
    text = "200: a\ntrue: b\nnull: c\n1.0: d\n2024-01-01: e\n'x y': f\n'': g\n"
    assert list(value(text)) == ["200", "true", "null", "1.0", "2024-01-01", "x y", ""]


def test_versions_are_text_although_they_look_like_numbers() -> None:
    text = "openapi: 3.1\ninfo: {version: 1.10, x: 1.10}\nx: {version: 1.10}"
    assert value(text) == {
        "openapi": "3.1",
        "info": {"version": "1.10", "x": 1.1},
        "x": {"version": 1.1},
    }


@given(JSON)
def test_json_means_the_same_in_yaml(written: Json) -> None:
    text = json.dumps(written, ensure_ascii=False)
    assume(text.isprintable())
    assert value(text) == written


def test_anchors_are_copied_so_that_no_two_places_share_a_value() -> None:
    found = value("a: &x {b: [1]}\nc: *x\nd: [*x, *x]\n")
    found["c"]["b"].append(2)
    assert found == {"a": {"b": [1]}, "c": {"b": [1, 2]}, "d": [{"b": [1]}, {"b": [1]}]}


def test_merge_keys_add_what_is_not_there() -> None:
    text = (
        "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 3}\nd: {'<<': 1}"
    )
    found = value(text)
    assert found["c"] == {"x": 3, "y": 1, "z": 2}
    assert found["d"] == {"<<": 1}


@pytest.mark.parametrize(
    ("text", "rule", "offset", "message"),
    [
        ("a: *b", "invalid-yaml", 3, "the alias *b has no anchor before it"),
        ("a: &b [*b]", "invalid-yaml", 7, "the alias *b stands inside what it repeats"),
        ("a: 1\n---\nb: 2", "invalid-yaml", 5, "a second YAML document begins here; a file holds one"),
        ("? [a]\n: b", "invalid-yaml", 2, "a key must be a string"),
        ("a: &a x\n*a : b", "invalid-yaml", 8, "a key must be written out, not an alias"),
        ("é: 1\n—: \x01", "invalid-yaml", 8, "not valid YAML: a control character"),
        ("a: {<<: 1}", "invalid-yaml", 8, "the merge key << takes a mapping"),
        ("a: !!python/object/apply:os.system [x]", "yaml-tag", 3,
         "the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not allowed on this value"),
        ("a: !secret x", "yaml-tag", 3, "the tag '!secret' is not allowed on this value"),
        ("a: !!timestamp 2024-01-01", "yaml-tag", 3,
         "the tag 'tag:yaml.org,2002:timestamp' is not allowed on this value"),
        ("a: !!int x", "yaml-tag", 3, "the tag 'tag:yaml.org,2002:int' is not allowed on this value"),
    ],
)  # fmt: skip
def test_refuses_what_json_cannot_say(
    text: str, rule: str, offset: int, message: str
) -> None:
    assert faults(text) == [(rule, offset, message)]


@pytest.mark.parametrize(
    ("text", "offset"),
    [("a: b: c", 4), ("é: 'ü'\n\t— b: 1", 7), ("a: [1, 2", 8), ("- a\nb: 1", 4), ("%YAML 3.0\n---\na", 0)],
)  # fmt: skip
def test_says_where_yaml_is_broken(text: str, offset: int) -> None:
    (fault,) = yaml_text.decode(text).faults
    assert (fault.rule, fault.offset) == ("invalid-yaml", offset)
    assert fault.message.startswith("not valid YAML: ")


def test_finds_every_key_that_stands_twice() -> None:
    text = "a: 1\nb: &x {c: 1, c: 2}\nd: *x\n'a': 2\n"
    found = yaml_text.decode(text).faults
    assert sorted((f.offset, f.message, f.notes) for f in found) == [
        (18, "'c' stands twice in one object", (("the first 'c' is here", 12),)),
        (30, "'a' stands twice in one object", (("the first 'a' is here", 0),)),
    ]


def bomb(levels: int, aliases: int) -> str:
    """Each line repeats the line before `aliases` times."""
    names = [f"l{i}" for i in range(levels)]
    lines = ["l0: &l0 [x, x]"]
    for name, before in zip(names[1:], names, strict=False):
        repeated = ", ".join([f"*{before}"] * aliases)
        lines.append(f"{name}: &{name} [{repeated}]")
    return "\n".join(lines)


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    start = time.process_time()
    ((rule, _, message),) = faults(bomb(30, 9))
    assert (rule, message) == ("alias-bomb", "aliases repeat more than 250,000 values")
    assert time.process_time() - start < 2


def test_aliases_can_nest_too_deeply() -> None:
    assert [rule for rule, *_ in faults(bomb(300, 1))] == ["too-deep"]


@pytest.mark.parametrize("text", ["[" * 5_000, "{a: " * 300, "- " * 250 + "x"])
def test_refuses_deep_nesting(text: str) -> None:
    ((rule, _, message),) = faults(text)
    assert (rule, message) == (
        "too-deep",
        "the document is nested deeper than 200 levels here",
    )


def test_accepts_nesting_up_to_the_limit() -> None:
    decoded = yaml_text.decode("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert decoded.faults == ()
    assert decoded.positions("/0" * 199) == 199


@given(st.dictionaries(st.text("abc/~ 1é—"), JSON) | st.lists(JSON))
def test_positions_are_those_of_the_same_text_read_as_json(written: Json) -> None:
    text = json.dumps(written, ensure_ascii=False)
    assume(text.isprintable())
    in_yaml, in_json = yaml_text.decode(text), json_text.decode(text)
    for pointer, _ in nodes(written):
        assert in_yaml.positions(pointer) == in_json.positions(pointer)


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        ("", "openapi: 3.1.0"),
        ("/paths/~1pets/get", "get:"),
        ("/paths/~1pets/get/tags/1", "- second"),
        ("/paths/~1pets/get/missing/x", "get:"),
        ("/paths/~1pets/get/tags/7", "tags:"),
        ("/copy/get/tags", "tags:"),
        ("/openapi/x", "openapi: 3.1.0"),
    ],
)
def test_a_missing_node_is_found_at_its_nearest_ancestor(
    pointer: str, line: str
) -> None:
    text = (
        "# é\nopenapi: 3.1.0\npaths:\n  /pets: &pets\n    get:\n      tags:\n"
        "        - first\n        - second\ncopy: *pets\n"
    )
    offset = yaml_text.decode(text).positions(pointer)
    assert text[offset:].split("\n")[0] == line.removeprefix("- ")

"""What any package makes of answers that are not, or no longer, what is described."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.python import ModelClass
from tests.behaviour.packages.caller import Caller
from tests.behaviour.packages.subject import SECRET, Subject
from tests.support.calling import everything_said
from tests.support.hostile import Hostile, answer

NEW = "a_field_that_nobody_described"


def model_of(subject: Subject) -> ModelClass:
    """The model that the GET answers."""
    name = type(subject.get.value).__name__
    (found,) = [m for m in subject.built.model.models if m.name == name]
    return found


def required(subject: Subject) -> list[str]:
    """The members that the model needs, as they are called in JSON."""
    example = subject.get.example
    cls = type(subject.get.value)
    found: list[str] = []
    for name in example:
        rest = {n: v for n, v in example.items() if n != name}
        try:
            cls.from_dict(rest)
        except ValueError:
            found.append(name)
    return found


def drift(caller: Caller, value: Any) -> tuple[list[tuple[str, str]], Any]:
    """(kind and place of what was reported, what the call gave or raised) for this answer."""
    subject = caller.subject
    events: list[Any] = []
    with Hostile(answer(value)) as server:
        try:
            result = caller.run(server.url, subject.get, on_drift=events.append)
        except subject.errors.ResponseDecodeError as error:
            result = error
    assert {event.operation for event in events} <= {subject.get.id}
    assert SECRET not in "".join(map(repr, events))
    return sorted((str(event.kind), event.path) for event in events), result


def test_an_answer_as_described_is_read_and_does_not_drift(caller: Caller) -> None:
    get = caller.subject.get
    assert drift(caller, get.example) == ([], get.value)
    assert type(get.value).from_dict(get.value.to_dict()) == get.value


def test_a_member_that_is_new_is_reported_and_lived_with(caller: Caller) -> None:
    get = caller.subject.get
    if type(get.value).from_dict({**get.example, NEW: 1}) != get.value:
        pytest.skip("the model keeps members that nobody described")
    events, result = drift(caller, {**get.example, NEW: SECRET})
    assert events == [("unknown-field", f"$.{NEW}")]
    assert result == get.value


def test_a_member_that_is_missing_is_named_and_the_answer_kept(caller: Caller) -> None:
    example = caller.subject.get.example
    for name in required(caller.subject):
        rest = {n: v for n, v in example.items() if n != name}
        events, error = drift(caller, rest)
        assert ("missing-field", error.path) in events
        assert error.path.startswith("$")
        assert name in error.path
        assert json.loads(error.response.content) == rest


@pytest.mark.parametrize("wrong", [[[SECRET]], {"x": [SECRET]}], ids=["list", "object"])
def test_a_member_of_another_type_is_named_without_its_value(
    caller: Caller, wrong: Any
) -> None:
    example = caller.subject.get.example
    texts = [n for n in required(caller.subject) if isinstance(example[n], str)]
    if not texts:
        pytest.skip("the model needs no text")
    events, error = drift(caller, {**example, texts[0]: wrong})
    assert error.path == f"$.{texts[0]}"
    assert events == [("wrong-type", f"$.{texts[0]}")]
    assert SECRET not in everything_said(error)


def test_a_callback_that_fails_does_not_break_the_call(caller: Caller) -> None:
    def fail(event: object) -> None:
        raise RuntimeError(SECRET)

    get = caller.subject.get
    with Hostile(answer({**get.example, NEW: 1})) as server:
        result = caller.run(server.url, get, on_drift=fail)
    assert type(result) is type(get.value)

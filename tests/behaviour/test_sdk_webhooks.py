"""Packages of APIs that send events: which event a message is, and what it holds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

import pytest

from tests.support.packages import Built, build_text, install, load_package

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HEAD = 'openapi: 3.1.0\ninfo: {title: Pets, version: "1"}\nwebhooks:\n'


def webhook(name: str, schema: str, parameters: str = "[]") -> str:
    return f"""\
  {name}:
    post:
      parameters: {parameters}
      requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}
      responses: {{"200": {{description: ""}}}}
"""


def payload(tag: str, extra: str = "", *, required: str = "type") -> str:
    return f"{{type: object, required: [{required}], properties: {{type: {tag}, {extra}}}}}"


def loaded(folder: Path, text: str) -> ModuleType:
    built = build_text(folder, text)
    return load_package(install(built.output, folder / "out"))


@pytest.fixture(scope="module")
def pets(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    events = webhook(
        "pet.adopted",
        payload("{const: pet.adopted}", "at: {type: string, format: date-time}"),
    )
    events += webhook(
        "pet.lost",
        payload("{const: pet.lost}", "id: {type: integer}", required="type, id"),
    )
    return loaded(tmp_path_factory.mktemp("pets"), HEAD + events)  # fmt: skip


def test_a_signed_message_becomes_its_event(pets: ModuleType) -> None:
    hooks = pets.webhooks
    body = b'{"type": "pet.lost", "id": 7}'
    event = hooks.unwrap(body, hooks.sign(body, SECRET, id="msg_7"), secret=SECRET)
    assert type(event) is hooks.PetLostEvent
    assert event.name == "pet.lost"
    assert (event.data.id, event.delivery.id) == (7, "msg_7")
    match event:
        case hooks.PetLostEvent(data=data):
            assert data == event.data
        case _:
            pytest.fail("a class is a pattern")


def test_a_forged_message_is_not_read(pets: ModuleType) -> None:
    hooks = pets.webhooks
    with pytest.raises(hooks.WebhookVerificationError):
        hooks.unwrap(b"not JSON", hooks.sign(b"{}", SECRET), secret=SECRET)


def test_the_secret_may_come_from_the_environment(
    pets: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = pets.webhooks
    monkeypatch.delenv("PETS_WEBHOOK_SECRET", raising=False)
    headers = hooks.sign(b'{"type": "pet.lost", "id": 1}', SECRET)
    with pytest.raises(pets.errors.ConfigurationError, match="PETS_WEBHOOK_SECRET"):
        hooks.unwrap(b'{"type": "pet.lost", "id": 1}', headers)
    monkeypatch.setenv("PETS_WEBHOOK_SECRET", SECRET)
    assert hooks.unwrap(b'{"type": "pet.lost", "id": 1}', headers).data.id == 1


def test_an_event_of_a_newer_api_is_kept(pets: ModuleType) -> None:
    event = pets.webhooks.parse('{"type": "pet.found", "name": "Noor"}')
    assert isinstance(event, pets.webhooks.UnknownEvent)
    assert event.data["type"] == "pet.found"
    assert "Noor" not in repr(event)
    assert isinstance(pets.webhooks.parse("[1]"), pets.webhooks.UnknownEvent)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ('{"type": "pet.lost"}', "$.id"),
        ('{"type": "pet.lost", "id": "Noor"}', "$.id"),
        ("Noor", "$"),
        ("", "$"),
        ("[" * 100_000, "$"),
    ],
)
def test_what_is_not_as_documented_is_said_without_its_value(
    pets: ModuleType, body: str, path: str
) -> None:
    with pytest.raises(pets.errors.DecodeError) as caught:
        pets.webhooks.parse(body)
    assert caught.value.path == path
    assert "Noor" not in str(caught.value)


def test_one_event_can_be_read_by_its_class(pets: ModuleType) -> None:
    event = pets.webhooks.PetLostEvent.parse(b'{"type": "pet.lost", "id": 7}')
    assert (event.data.id, event.delivery) == (7, None)
    with pytest.raises(pets.errors.DecodeError):
        pets.webhooks.PetLostEvent.parse(b'{"type": "pet.adopted"}')


def test_operations_lists_events(pets: ModuleType) -> None:
    folder = Path(pets.__path__[0])
    done = subprocess.run(
        [sys.executable, "-m", folder.name, "operations"],
        cwd=folder.parent,
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)[1] == {
        "id": "pet.lost",
        "method": "POST",
        "call": "webhooks.PetLostEvent",
        "webhook": True,
    }


# What tells events apart


def classes(folder: Path, events: str, *bodies: Any, **headers: str) -> list[str]:
    """The class of each message."""
    hooks = loaded(folder, HEAD + events).webhooks
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return [type(hooks.parse(json.dumps(body), named)).__name__ for body in bodies]


def test_a_property_that_holds_the_name(tmp_path: Path) -> None:
    text = payload("{type: string}")
    events = webhook("pet.lost", text) + webhook("pet.found", text)
    found = classes(tmp_path, events, {"type": "pet.found"}, {"type": "pet.lost"}, {})
    assert found == ["PetFoundEvent", "PetLostEvent", "UnknownEvent"]


def test_an_enumeration_that_has_the_name_in_it(tmp_path: Path) -> None:
    shared = payload("{$ref: '#/components/schemas/Kind'}")
    events = webhook("lost", shared) + webhook("found", shared)
    events += "components: {schemas: {Kind: {enum: [lost, found, other]}}}\n"
    bodies = [{"type": "found"}, {"type": "lost"}, {"type": "other"}]
    assert classes(tmp_path, events, *bodies) == [
        "FoundEvent",
        "LostEvent",
        "UnknownEvent",
    ]


def test_a_header_and_a_constant_together(tmp_path: Path) -> None:
    header = "[{name: X-Pet-Event, in: header, schema: {type: string}}]"
    events = "".join(
        webhook(f"{thing}-{action}", payload(f"{{const: {action}}}"), header)
        for thing in ("pet", "home")
        for action in ("made", "gone")
    )
    found = classes(
        tmp_path, events, {"type": "gone"}, {"type": "other"}, X_Pet_Event="home"
    )
    assert found == ["HomeGoneEvent", "UnknownEvent"]


def test_the_variants_of_one_event(tmp_path: Path) -> None:
    lost = f"{{oneOf: [{payload('{const: lost}')}, {payload('{const: gone}')}]}}"
    events = webhook("away", lost) + webhook("found", payload("{const: found}"))
    bodies = [{"type": "gone"}, {"type": "lost"}, {"type": "found"}]
    assert classes(tmp_path, events, *bodies) == [
        "AwayEvent",
        "AwayEvent",
        "FoundEvent",
    ]


def test_the_form_where_nothing_else_does(tmp_path: Path) -> None:
    events = webhook(
        "a", "{type: object, required: [x], properties: {x: {type: string}}}"
    )
    events += webhook(
        "b", "{type: object, required: [y], properties: {y: {type: string}}}"
    )
    assert classes(tmp_path, events, {"y": "1"}, {"x": "1"}) == ["BEvent", "AEvent"]


def test_nothing_at_all_is_an_error_that_names_the_remedy(tmp_path: Path) -> None:
    same = "{type: object, properties: {x: {type: string}}}"
    sdk = loaded(tmp_path, HEAD + webhook("a", same) + webhook("b", same))
    with pytest.raises(
        sdk.errors.DecodeError, match="nothing tells AEvent and BEvent apart"
    ):
        sdk.webhooks.parse('{"x": "1"}')
    assert sdk.webhooks.BEvent.parse('{"x": "1"}').data.x == "1"


def test_a_constant_that_all_events_share_tells_nothing(tmp_path: Path) -> None:
    both = [
        payload(f"{{const: {n}}}", "object: {const: event}", required="type, object")
        for n in "ab"
    ]
    found = classes(
        tmp_path,
        webhook("a", both[0]) + webhook("b", both[1]),
        {"type": "b", "object": "event"},
    )
    assert found == ["BEvent"]  # fmt: skip


# The package


def test_a_payload_of_an_events_own_name_is_kept_apart(tmp_path: Path) -> None:
    events = webhook("lost", "{$ref: '#/components/schemas/LostEvent'}")
    events += f"components: {{schemas: {{LostEvent: {payload('{const: lost}')}}}}}\n"
    sdk = loaded(tmp_path, HEAD + events)
    event = sdk.webhooks.parse('{"type": "lost"}')
    assert type(event) is sdk.webhooks.LostEvent
    assert type(event.data) is sdk.models.LostEvent


def test_a_name_of_the_module_and_two_methods_of_one_webhook(tmp_path: Path) -> None:
    one = payload("{const: a}")
    events = webhook("unknown", one) + webhook("any", one)
    events += indent_put(webhook("twice", one)) + webhook("twice", one).replace(
        "  twice:\n", ""
    )
    sdk = loaded(tmp_path, HEAD + events)
    names = [n for n in sdk.webhooks.__all__ if "Event" in n]
    assert "UnknownEvent_" in names
    assert "AnyEvent_" in names
    assert {"TwicePostEvent", "TwicePutEvent"} <= set(names)


def indent_put(text: str) -> str:
    return text.replace("post:", "put:")


def test_a_payload_that_is_no_object(tmp_path: Path) -> None:
    events = webhook("many", "{type: array, items: {type: integer}}")
    sdk = loaded(tmp_path, HEAD + events)
    assert sdk.webhooks.parse("[1, 2]").data == [1, 2]


def test_packages_without_events_have_none_of_it(dronline: Built) -> None:
    assert "webhooks.py" not in dronline.files
    assert "_runtime/signatures.py" not in dronline.files
    assert "_runtime/webhook.py" not in dronline.files
    assert "ebhook" not in dronline.files["README.md"] + dronline.files["__main__.py"]


def test_importing_events_imports_no_model(pets: ModuleType) -> None:
    folder = Path(pets.__path__[0])
    code = dedent(f"""
        import sys
        import {folder.name}.webhooks
        assert not [n for n in sys.modules if n.startswith("{folder.name}.models.")]
    """)
    subprocess.run([sys.executable, "-c", code], cwd=folder.parent, check=True)


def test_a_webhook_without_json_is_left_out_and_said(tmp_path: Path) -> None:
    ping = '  ping: {get: {responses: {"200": {description: ""}}}}\n'
    built = build_text(tmp_path, HEAD + webhook("a", payload("{const: a}")) + ping)
    assert "the webhook 'ping' (GET) carries no JSON" in built.said
    assert "PingEvent" not in built.files["webhooks.py"]

"""Names: a function of the text alone, whatever the text is."""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator import naming

ANY_TEXT = st.text(max_size=30) | st.from_regex(
    r"[A-Za-z][A-Za-z0-9_.-]{0,20}", fullmatch=True
)
NAMES: dict[str, Callable[[str], str]] = {
    "snake": naming.snake,
    "pascal": naming.pascal,
    "constant": naming.constant,
    "attribute": naming.attribute,
    "argument": naming.argument,
    "module": lambda text: naming.module(text, "model"),
    "class_name": lambda text: naming.class_name(text, "Model"),
}


@pytest.mark.parametrize("make", NAMES.values(), ids=NAMES.keys())
@given(text=ANY_TEXT)
@example(text="2fa")
@example(text="class")
@example(text="Class")
@example(text="__init__")
@example(text="ß")
@example(text="ŉ")
@example(text="ﬁ")
@example(text="İ")
@example(text="\u0345")
@example(text="con")
@example(text="-5")
@example(text="-²")
def test_names_are_identifiers_and_stay_as_they_are(
    make: Callable[[str], str], text: str
) -> None:
    name = make(text)
    if not name:
        assert make in (naming.snake, naming.pascal)
        return
    assert name.isidentifier()
    assert not keyword.iskeyword(name)
    assert unicodedata.normalize("NFKC", name) == name
    assert make(name) == name


@given(text=ANY_TEXT)
def test_words_are_found_again_in_what_is_made_of_them(text: str) -> None:
    found = naming.words(text)
    assert all(found)
    assert naming.words("_".join(found)) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("partnerV1ConfirmAppointment", ["partner", "v1", "confirm", "appointment"]),
        ("starting_after", ["starting", "after"]),
        ("X-Request-ID", ["x", "request", "id"]),
        ("userIDs", ["user", "ids"]),
        ("HTTPServer", ["http", "server"]),
        ("getHTTPSUrl2", ["get", "https", "url2"]),
        ("oauth2_token", ["oauth2", "token"]),
        ("Europe/London", ["europe", "london"]),
        ("a  b\tc", ["a", "b", "c"]),
        ("", []),
        ("%&!", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert naming.words(text) == words


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("appointment_status", "AppointmentStatus"),
        ("AppointmentStatus", "AppointmentStatus"),
        ("HTTPError", "HTTPError"),
        ("none", "None_"),
        ("Call", "Call_"),
        ("UUID", "UUID_"),
        ("typed dict", "TypedDict_"),
        ("type error", "TypeError_"),
        ("%", "Model"),
    ],
)
def test_class_names(text: str, name: str) -> None:
    assert naming.class_name(text, "Model") == name


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("held", "HELD"),
        ("Europe/London", "EUROPE_LONDON"),
        ("video_call", "VIDEO_CALL"),
        ("1st", "N1ST"),
        ("10", "N10"),
        ("-10", "MINUS_10"),
        ("+1.5", "PLUS_1_5"),
        ("-created", "MINUS_CREATED"),
        ("a-created", "A_CREATED"),
        ("votes-+1", "VOTES_PLUS_1"),
        ("votes--1", "VOTES_1"),
        ("", "EMPTY"),
        (" ", "SPACE"),
        ("<=", "LESS_OR_EQUAL"),
        ("==", "DOUBLE_EQUAL"),
        ("!=", "NOT_EQUAL"),
        (">=5", "GREATER_OR_EQUAL_5"),
        ("<b>", "B"),
        ("A+", "A_PLUS"),
        ("AB-", "AB_MINUS"),
        ("C++", "C_PLUS_PLUS"),
        ("%%", "PERCENT_PERCENT"),
        ("\u2b05\ufe0f", "LEFTWARDS_BLACK_ARROW"),
        ("None", "NONE"),
        ("true", "TRUE"),
        ("global", "GLOBAL"),
        ("pass", "PASS"),
        ("\x00", "U0000"),
    ],
)
def test_members_of_enumerations(value: str, name: str) -> None:
    assert naming.constant(value) == name


@pytest.mark.parametrize(
    ("text", "attribute", "argument"),
    [
        ("startsAt", "starts_at", "starts_at"),
        ("class", "class_", "class_"),
        ("self", "self", "self_"),
        ("cls", "cls", "cls_"),
        ("list", "list_", "list_"),
        ("from_dict", "from_dict_", "from_dict_"),
        ("codec", "codec_", "codec_"),
        ("field", "field_", "field_"),
        ("id", "id", "id"),
        ("type", "type", "type"),
        ("date", "date", "date"),
        ("%", "field_", "argument"),
        ("+1", "plus_1", "plus_1"),
        ("-1", "minus_1", "minus_1"),
    ],
)
def test_attributes_and_arguments(text: str, attribute: str, argument: str) -> None:
    assert naming.attribute(text) == attribute
    assert naming.argument(text) == argument


def test_modules_are_files_on_every_system() -> None:
    assert naming.module("Aux", "model") == "aux_"
    assert naming.module("COM1", "model") == "com1_"
    assert len(naming.module("x" * 5000, "model")) == naming.LONGEST_FILE_NAME
    assert len(naming.module("日本" * 5000, "model").encode()) <= 100


@pytest.mark.parametrize(
    ("operation", "resource", "method"),
    [
        ("confirm appointment", "appointments", "confirm"),
        ("list appointments", "appointments", "list"),
        ("get appointment", "appointment", "get"),
        ("list appointment types", "appointments", "list_types"),
        ("appointments", "appointments", "appointments"),
        ("import", "jobs", "import_"),
        ("ping", "health", "ping"),
        ("create payment method", "payment methods", "create"),
        ("bulk delete users", "users", "bulk_delete"),
        ("list users", "", "list_users"),
        ("get all users", "user", "get_all"),
        ("users get user", "users", "get"),
        ("issues list labels on issue", "issues", "list_labels_on_issue"),
        ("get account transactions", "transactions", "get_account_transactions"),
        ("get account bank account", "accounts", "get_bank_account"),
        ("patch core v1 pod", "core v1", "patch_pod"),
    ],
)
def test_methods_do_not_repeat_the_resource(
    operation: str, resource: str, method: str
) -> None:
    assert naming.method_name(operation.split(), resource.split()) == method

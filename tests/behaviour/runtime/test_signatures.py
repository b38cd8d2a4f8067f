"""Signatures of webhooks, by the vectors and rules of Standard Webhooks."""

from __future__ import annotations

import hmac
import pickle
import sys
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from templates.package._runtime.errors import ConfigurationError
from templates.package._runtime.signatures import (
    Delivery,
    WebhookVerificationError,
    sign,
    verify,
)
from tests.support.calling import everything_said

# The example of the specification.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID, SENT = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
PAYLOAD = '{"test": 2432232314}'
HEADERS = {
    "webhook-id": ID,
    "webhook-timestamp": str(SENT),
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
OTHER = "whsec_" + b64encode(b"another secret of 32 bytes or so").decode()


def check(**changes: Any) -> Delivery:
    arguments: dict[str, Any] = {
        "payload": PAYLOAD,
        "headers": HEADERS,
        "secret": SECRET,
        "now": SENT + 1.5,
    }
    return verify(**{**arguments, **changes})


def altered(**headers: str) -> dict[str, str]:
    return {**HEADERS, **{f"webhook-{name}": value for name, value in headers.items()}}


def test_the_specifications_example_is_good() -> None:
    moment = datetime(2021, 2, 25, 15, 2, 10, tzinfo=UTC)
    assert check() == Delivery(ID, moment)


@pytest.mark.parametrize("payload", [PAYLOAD.encode(), bytearray(PAYLOAD.encode())])
def test_a_payload_may_be_bytes(payload: Any) -> None:
    assert check(payload=payload).id == ID


def test_headers_have_names_in_any_case_and_svix_spelling() -> None:
    assert check(headers={k.upper(): v for k, v in HEADERS.items()}).id == ID
    svix = {k.replace("webhook", "svix"): v for k, v in HEADERS.items()}
    assert check(headers=svix).id == ID


def test_a_secret_may_lack_its_prefix() -> None:
    assert check(secret=SECRET.removeprefix("whsec_")).id == ID


def test_any_of_several_secrets_and_signatures_is_enough() -> None:
    assert check(secret=[OTHER, SECRET]).id == ID
    good = HEADERS["webhook-signature"]
    many = f"v1,AAAA v2,BBBB {good} v1a,CCCC"
    assert check(headers=altered(signature=many)).id == ID


@pytest.mark.parametrize(
    "changes",
    [
        {"payload": PAYLOAD.replace(" ", "")},
        {"payload": PAYLOAD + "\n"},
        {"secret": OTHER},
        {"headers": altered(id="msg_other")},
        {"headers": altered(timestamp=str(SENT + 1))},
        {"headers": altered(signature="v1,")},
        {"headers": altered(signature="v1")},
        {"headers": altered(signature="v1,é")},
        {"headers": altered(signature=HEADERS["webhook-signature"][3:])},
        {
            "headers": altered(
                signature=HEADERS["webhook-signature"].replace("v1", "v2")
            )
        },
        {"headers": altered(signature="v1,A " * 32 + HEADERS["webhook-signature"])},
    ],
)
def test_what_was_changed_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(WebhookVerificationError, match="no signature"):
        check(**changes)


@pytest.mark.parametrize("name", list(HEADERS))
def test_a_missing_header_is_named(name: str) -> None:
    for headers in (
        {**HEADERS, name: ""},
        {k: v for k, v in HEADERS.items() if k != name},
    ):
        with pytest.raises(WebhookVerificationError, match=f"no header '{name}'"):
            check(headers=headers)


@pytest.mark.parametrize("sent", ["now", "-1", "1.5", "٣", "9" * 12, "1e9"])
def test_a_timestamp_is_a_number_of_seconds(sent: str) -> None:
    with pytest.raises(WebhookVerificationError, match="no number of seconds"):
        check(headers=altered(timestamp=sent))


@pytest.mark.parametrize(
    ("now", "tolerance", "problem"),
    [
        (SENT + 300, 300, ""),
        (SENT + 301, 300, "too old"),
        (SENT - 300, 300, ""),
        (SENT - 301, 300, "far ahead"),
        (SENT + 5, 4, "too old"),
        (SENT + 5, 6, ""),
    ],
)
def test_a_message_may_be_a_little_old_or_early(
    now: float, tolerance: float, problem: str
) -> None:
    if not problem:
        assert check(now=now, tolerance=tolerance).id == ID
        return
    with pytest.raises(WebhookVerificationError, match=problem):
        check(now=now, tolerance=tolerance)


def test_a_forged_message_is_told_nothing_of_its_age() -> None:
    with pytest.raises(WebhookVerificationError, match="no signature"):
        check(secret=OTHER, now=SENT + 9999)


def test_signatures_are_compared_in_constant_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[int] = []
    real = hmac.compare_digest

    def counting(a: bytes, b: bytes) -> bool:
        compared.append(len(b))
        return real(a, b)

    monkeypatch.setattr(hmac, "compare_digest", counting)
    good = HEADERS["webhook-signature"]
    check(headers=altered(signature=f"v1,AAAA {good} v1,BBBB"))
    assert len(compared) == 3


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_not base64!", [], [7], 7])
def test_a_secret_that_cannot_be_one_is_refused_unseen(secret: Any) -> None:
    with pytest.raises(ConfigurationError) as caught:
        check(secret=secret)
    assert "not base64!" not in everything_said(caught.value)


def test_a_payload_that_was_read_already_is_refused() -> None:
    with pytest.raises(TypeError, match="as they came"):
        check(payload={"test": 1})


def test_messages_show_neither_secret_nor_payload_and_survive_pickle() -> None:
    with pytest.raises(WebhookVerificationError) as caught:
        check(payload='{"patient": "Noor"}')
    said = everything_said(caught.value)
    for hidden in ("Noor", SECRET[6:], HEADERS["webhook-signature"][3:]):
        assert hidden not in said
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


# ed25519


PRIVATE = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = "whpk_" + b64encode(
    PRIVATE.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
).decode("ascii")


def signed_by_key(payload: str = PAYLOAD) -> dict[str, str]:
    content = f"{ID}.{SENT}.{payload}".encode()
    return altered(signature=f"v1a,{b64encode(PRIVATE.sign(content)).decode()}")


def test_an_ed25519_signature_is_checked() -> None:
    assert check(headers=signed_by_key(), secret=PUBLIC).id == ID
    assert check(headers=signed_by_key(), secret=[SECRET, PUBLIC]).id == ID
    for bad in (signed_by_key("{}"), altered(signature="v1a,AAAA"), HEADERS):
        with pytest.raises(WebhookVerificationError, match="no signature"):
            check(headers=bad, secret=PUBLIC)


def test_a_public_key_is_no_shared_secret() -> None:
    # Its bytes are known to everybody: an HMAC by them proves nothing.
    forged = sign(PAYLOAD, PUBLIC.replace("whpk_", "whsec_"), id=ID, timestamp=SENT)
    with pytest.raises(WebhookVerificationError, match="no signature"):
        check(headers=forged, secret=PUBLIC)


def test_without_the_library_ed25519_is_refused_clearly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = "cryptography.hazmat.primitives.asymmetric.ed25519"
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ConfigurationError, match="`cryptography`: install it"):
        check(headers=signed_by_key(), secret=PUBLIC)
    assert check().id == ID


def test_a_public_key_has_32_bytes() -> None:
    with pytest.raises(ConfigurationError, match="32 bytes"):
        check(secret="whpk_AAAA")


# Signing


def test_what_is_signed_for_a_test_is_what_the_api_would_send() -> None:
    assert sign(PAYLOAD, SECRET, id=ID, timestamp=SENT) == HEADERS
    assert verify(PAYLOAD, sign(PAYLOAD, SECRET), SECRET).id == "msg_1"
    with pytest.raises(ConfigurationError, match="whsec_"):
        sign(PAYLOAD, PUBLIC)


@pytest.mark.parametrize(
    "changes",
    [
        {"headers": altered(id="\udc80")},
        {"headers": altered(signature="v1,\udc80")},
        {"payload": "\udc80"},
    ],
)
def test_text_that_is_none_fits_no_signature(changes: dict[str, Any]) -> None:
    with pytest.raises(WebhookVerificationError, match="no signature"):
        check(**changes)

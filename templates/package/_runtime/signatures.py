"""Signatures of webhooks by the Standard Webhooks specification, version 1.

A sender signs `{id}.{timestamp}.{payload}` and says so in the headers `webhook-id`,
`webhook-timestamp` and `webhook-signature`. The last one holds several signatures while
keys are changed. Signatures are compared in constant time, and no message shows a secret,
a signature or a part of the payload.
"""

from __future__ import annotations

import hmac
import os
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib import import_module
from typing import Any, TypeAlias, cast

from .errors import ConfigurationError, SDKError

Payload: TypeAlias = bytes | str
Secret: TypeAlias = str | list[str] | tuple[str, ...]
"""`whsec_…`, or `whpk_…` for the public key of an ed25519 signature; several while they change."""

TOLERANCE = 300.0
"""Seconds that a message may be old, or ahead of this machine's clock."""

_PREFIXES = ("webhook-", "svix-")
_PUBLIC = "whpk_"
_SHARED = "whsec_"
_MOST_SIGNATURES = 32


class WebhookVerificationError(SDKError):
    """A message is not from who it says, or not from now: answer 400 and go no further."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the headers of a verified message say.

    A sender that gets no answer sends the message again, with the same id: a receiver that
    must act once keeps the ids that it has seen for as long as it tolerates old messages.
    """

    id: str
    timestamp: datetime
    """When this attempt was sent, in UTC."""


def verify(
    payload: Payload,
    headers: Mapping[str, str],
    secret: Secret,
    *,
    tolerance: float = TOLERANCE,
    now: float | None = None,
) -> Delivery:
    """Check who sent a message, and when.

    Args:
        payload: the body, byte for byte as it came: JSON that was read and written again
            has another signature.
        headers: names in any case.
        secret: one of several is enough.
        tolerance: seconds between the sender's clock and this one's.
        now: seconds since the epoch, for tests.

    Raises:
        WebhookVerificationError: a header is missing, no signature fits, or it is too old.
        ConfigurationError: a secret is none, or checking it needs another library.
    """
    content = _bytes(payload)
    keys = _keys(secret)
    found = {name.lower(): value for name, value in headers.items()}
    message_id, sent, signatures = (
        _header(found, name) for name in ("id", "timestamp", "signature")
    )
    timestamp = _seconds(sent)
    signed = b".".join([_encoded(message_id), sent.encode(), content])
    if not any(_fits(key, signed, signatures) for key in keys):
        raise WebhookVerificationError("no signature of the webhook fits")
    # A replayed message has a good signature: only its age tells.
    age = (time.time() if now is None else now) - timestamp
    if abs(age) > tolerance:
        when = "old" if age > 0 else "far ahead of this machine's clock"
        raise WebhookVerificationError(f"the webhook is too {when}")
    return Delivery(message_id, datetime.fromtimestamp(timestamp, UTC))


def sign(
    payload: Payload, secret: str, *, id: str = "msg_1", timestamp: float | None = None
) -> dict[str, str]:
    """The headers of a message, as the API would send them: for tests of a receiver.

    Raises:
        ConfigurationError: the secret is none that signs.
    """
    (key,) = _keys(secret)
    if not isinstance(key, bytes):
        raise ConfigurationError("only a secret that begins with 'whsec_' signs")
    sent = str(int(time.time() if timestamp is None else timestamp))
    signed = b".".join([id.encode(), sent.encode(), _bytes(payload)])
    return {
        "webhook-id": id,
        "webhook-timestamp": sent,
        "webhook-signature": f"v1,{_hmac(key, signed)}",
    }


def secret_or_variable(secret: Secret | None, variable: str) -> Secret:
    """The secret that was given, else that of an environment variable.

    Raises:
        ConfigurationError: there is neither.
    """
    found = os.environ.get(variable) if secret is None else secret
    if not found:
        raise ConfigurationError(f"no webhook secret: pass secret=, or set {variable}")
    return found


def _bytes(payload: object) -> bytes:
    if isinstance(payload, str):
        return _encoded(payload)
    if isinstance(payload, bytes | bytearray):
        return bytes(payload)
    raise TypeError(
        "a payload is the bytes of the body as they came, not what they mean"
    )


def _encoded(text: str) -> bytes:
    """Text that anybody may have sent: half of a surrogate pair is no reason to fail."""
    return text.encode(errors="surrogatepass")


def _header(headers: Mapping[str, str], name: str) -> str:
    for prefix in _PREFIXES:
        if value := headers.get(prefix + name):
            return value
    raise WebhookVerificationError(f"the webhook has no header 'webhook-{name}'")


def _seconds(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 11:
        raise WebhookVerificationError(
            "the webhook's timestamp is no number of seconds"
        )
    return int(text)


def _keys(secret: object) -> list[Any]:
    """Shared secrets as bytes, public keys as something that verifies."""
    several = isinstance(secret, list | tuple)
    secrets = cast("Sequence[object]", secret) if several else [secret]
    if not secrets:
        raise ConfigurationError("a webhook secret is needed")
    return [_key(one) for one in secrets]


def _key(secret: object) -> Any:
    if not isinstance(secret, str):
        raise ConfigurationError("a webhook secret is a string")
    is_public = secret.startswith(_PUBLIC)
    text = secret.removeprefix(_PUBLIC if is_public else _SHARED)
    try:
        key = b64decode(text, validate=True)
    except ValueError:
        key = b""
    if not key:
        raise ConfigurationError(
            "a webhook secret is base64, after 'whsec_' or 'whpk_': copy all of it"
        )
    return _public_key(key) if is_public else key


def _public_key(key: bytes) -> Any:
    try:
        ed25519: Any = import_module(
            "cryptography.hazmat.primitives.asymmetric.ed25519"
        )
    except ImportError:
        ed25519 = None
    if ed25519 is None:
        raise ConfigurationError(
            "signatures by 'whpk_' keys (ed25519) are checked by the library"
            " `cryptography`: install it"
        )
    try:
        return ed25519.Ed25519PublicKey.from_public_bytes(key)
    except ValueError:
        pass
    raise ConfigurationError("a 'whpk_' key is 32 bytes")


def _fits(key: Any, signed: bytes, signatures: str) -> bool:
    if isinstance(key, bytes):
        expected = _hmac(key, signed).encode()
        given = [_encoded(text) for text in _of_version(signatures, "v1")]
        # All are compared: how long it takes must not tell which one came close.
        return sum(hmac.compare_digest(expected, text) for text in given) > 0
    return any(_is_signed(key, signed, s) for s in _of_version(signatures, "v1a"))


def _of_version(signatures: str, version: str) -> Iterator[str]:
    for entry in signatures.split(" ", _MOST_SIGNATURES)[:_MOST_SIGNATURES]:
        name, _, value = entry.partition(",")
        if name == version:
            yield value


def _hmac(key: bytes, signed: bytes) -> str:
    return b64encode(hmac.digest(key, signed, sha256)).decode("ascii")


def _is_signed(key: Any, signed: bytes, signature: str) -> bool:
    try:
        key.verify(b64decode(signature, validate=True), signed)
    except Exception:  # the library's own, of a module that may not be there
        return False
    return True

"""Bytes to an appointment and back: `python -m tests.bench.codec decode|encode orjson|json`."""

from __future__ import annotations

import json
import sys
from typing import Any

from .least import TEXT, attributes
from .measure import Figures, Work, compare
from .models import msgspec, msgspec_appointment, pydantic_appointment


def main(direction: str, library: str) -> Figures:
    """Measure one direction, ours on one of the two JSON libraries."""
    if library == "json":
        sys.modules["orjson"] = None  # type: ignore[assignment]
    from generated.dronline_connected._runtime.json import dumps, loads
    from generated.dronline_connected.models import Appointment

    lean, struct = pydantic_appointment(), msgspec_appointment()
    decoder, encoder = msgspec.json.Decoder(struct), msgspec.json.Encoder()
    sides: dict[str, tuple[Any, Any]] = {
        f"undrift, {library}": (
            lambda text: Appointment.from_dict(loads(text)),
            lambda value: dumps(value.to_dict()),
        ),
        "pydantic": (
            lean.model_validate_json,
            lambda value: value.model_dump_json(exclude_unset=True).encode(),
        ),
        "msgspec": (decoder.decode, encoder.encode),
        f"{library} to and from a dict": (loads, dumps),
    }
    if library == "orjson":
        sides["attributes copied, orjson"] = attributes(TEXT)
    works: dict[str, Work] = {}
    for name, (decode, encode) in sides.items():
        value = decode(TEXT)
        again = json.loads(encode(value))
        assert again.keys() == json.loads(TEXT).keys(), name
        works[name] = (
            _repeated(decode, TEXT)
            if direction == "decode"
            else _repeated(encode, value)
        )
    return compare(works, "pydantic", rounds=41)


def _repeated(function: Any, argument: object) -> Work:
    def work(count: int) -> None:
        for _ in range(count):
            function(argument)

    return work


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))

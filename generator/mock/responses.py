"""The body of an answer: what the description shows for this status, or a value made from its schema.

An example of the description is used only if its own schema accepts it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from ..examples import NoExampleError, conforms, example, shown
from ..ir import Framing
from ..lower.framings import FIELDS, framing, items, with_event_data
from ..lower.statuses import REDIRECTS
from ..source import Document, Json, is_object
from ..spec import Spec
from .messages import JSON, Answer, json_answer
from .routes import Operation
from .shown import Examples
from .ties import Tie

ELSEWHERE = "/undrift-mock/elsewhere"
"""Where every redirect leads: examples of addresses are those of real servers."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client asks for in `Prefer` and `Accept`."""

    code: int | None = None
    example: str = ""
    accept: str = ""


def respond(
    examples: Examples, operation: Operation, wish: Wish, tie: Tie
) -> Answer | None:
    """The declared response that `wish` asks for; None when the code is not declared.

    Raises:
        NoExampleError: the response has a schema without any valid example.
        KeyError: no example of the name wished for.
    """
    spec = examples.spec
    found = _declared(spec, operation, wish.code)
    if found is None:
        return None
    status, response = found
    headers = _headers(spec, response)
    if status in REDIRECTS:
        others = {n: text for n, text in headers.items() if n.lower() != "location"}
        headers = {**others, "Location": ELSEWHERE}
    content: Document = response.get("content", {})
    if not content:
        return Answer(status, headers=headers)
    media_type = _media_type(content, wish.accept)
    media = spec.resolve(content[media_type])
    answer = _rendered(examples, status, media_type, media, wish, tie)
    return Answer(status, answer.body, answer.media_type, headers)


def elsewhere() -> Answer:
    """What redirects lead to, of which no description says anything."""
    return Answer(200, b"content", "application/octet-stream", route=ELSEWHERE)


def _declared(
    spec: Spec, operation: Operation, code: int | None
) -> tuple[int, Document] | None:
    responses: Document = {
        str(key): spec.resolve(value)
        for key, value in operation.node.get("responses", {}).items()
    }
    if code is not None:
        for key in (str(code), f"{code // 100}XX", "default"):
            if key in responses:
                return code, responses[key]
        return None
    exact = [int(key) for key in responses if re.fullmatch("[1-5][0-9][0-9]", key)]
    if exact:
        status = min(exact, key=lambda status: (status // 100 != 2, status))
        return status, responses[str(status)]
    return 200, responses.get("2XX") or responses.get("default") or {}


def _media_type(content: Document, accept: str) -> str:
    """The first media type that `Accept` names, else JSON, else the first one declared."""
    accepted = [part.partition(";")[0].strip() for part in accept.split(",")]
    for media_type in content:
        if media_type in accepted:
            return media_type
    return next(
        (media_type for media_type in content if "json" in media_type),
        next(iter(content)),
    )


def _rendered(
    examples: Examples,
    status: int,
    media_type: str,
    media: Document,
    wish: Wish,
    tie: Tie,
) -> Answer:
    spec, framed = examples.spec, framing(media_type)
    if framed is not None and not {"example", "examples"} & media.keys():
        return Answer(status, _stream(spec, media, framed), media_type)
    value = _value(examples, media, wish.example)
    if not wish.example:
        value = tie.applied(spec, media.get("schema", {}), value)
    sent = _shown_as(media_type, value)
    if "json" in media_type or not isinstance(value, str):
        return json_answer(status, value, sent)
    return Answer(status, value.encode(), sent)


def _shown_as(media_type: str, value: Json) -> str:
    """A media type, one of it where it is a range: what is no text is JSON."""
    if "*" not in media_type:
        return media_type
    kind = media_type.partition("/")[0]
    if kind == "text":
        return "text/plain"
    if kind in ("*", "application"):
        return "application/octet-stream" if isinstance(value, str) else JSON
    return f"{kind}/octet-stream"


def _value(examples: Examples, media: Document, wished: str) -> Json:
    spec, schema = examples.spec, media.get("schema", {})
    named: Document = {
        name: spec.resolve(node) for name, node in media.get("examples", {}).items()
    }
    if wished:
        return _shown(named[wished])
    offered = [media["example"]] if "example" in media else []
    offered += [_shown(node) for node in named.values() if _has_value(node)]
    for value in offered:
        if conforms(spec, schema, value):
            return value
    return examples.of(media)


def _has_value(node: Document) -> bool:
    return "dataValue" in node or "value" in node


def _shown(node: Document) -> Json:
    """The value of an Example Object (OAS 3.2, section 4.19); KeyError when it is external."""
    return node["dataValue"] if "dataValue" in node else node["value"]


def _stream(spec: Spec, media: Document, framed: Framing) -> bytes:
    """A sequential media type with one item (OAS 3.2, "Sequential Media Types")."""
    found = items(spec, media, framed)
    if found is None and framed is Framing.EVENTS:
        return b"data: data\n\n"
    is_whole = found is not None and found.whole
    schema = found.schema if found is not None else True
    item = shown(with_event_data(spec) if is_whole else spec, schema)
    if framed is not Framing.EVENTS:
        start = "\x1e" if framed is Framing.SEQUENCE else ""
        return f"{start}{_json(item)}\n".encode()
    fields: Document = item if is_whole and is_object(item) else {"data": item}
    text = found.text if found is not None else False
    is_text = text if isinstance(text, bool) else fields.get("event") in text
    lines = [
        f"{name}: {fields[name] if name != 'data' or is_text else _json(fields[name])}\n"
        for name in FIELDS
        if name in fields
    ]
    return ("".join(lines) + "\n").encode()


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


def _headers(spec: Spec, response: Document) -> dict[str, str]:
    """Declared response headers with simple values; what cannot be shown is left out."""
    found: dict[str, str] = {}
    for name, declared in response.get("headers", {}).items():
        if name.lower() in (
            "content-type",
            "content-length",
            "transfer-encoding",
            "connection",
        ):
            continue
        try:
            value = example(spec, spec.resolve(declared).get("schema", {}), name=name)
        except NoExampleError:
            continue
        if isinstance(value, str | int | float):
            found[name] = json.dumps(value) if isinstance(value, bool) else str(value)
    return found

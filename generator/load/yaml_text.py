"""YAML text to values by OpenAPI's rules, and JSON pointers back to offsets.

OAS asks for YAML that says nothing JSON cannot say (section "Format"): only `true`, `false`,
`null`, an empty value and JSON's numbers are not strings, and every key is a string. So
`no`, `2024-01-01` and `1_000` stay what they look like. Values are built from the parser's
events and not by a constructor of PyYAML: that is faster, depth and aliases are counted
before anything is built from them, and no tag can run code.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from ..source import Json, is_array, is_object
from .json_text import integer
from .text import MAX_DEPTH, Decoded, Fault, quoted, too_deep
from .yaml_positions import Positions, loader

MAX_ALIASED = 250_000
"""How many values aliases may add to one document."""

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Json] = {"true": True, "false": False, "null": None, "": None}
_OTHER_THAN_STRING = frozenset("-0123456789tfn")
"""First characters of the plain scalars that may be something else."""

_VERSIONS = (["openapi"], ["swagger"], ["overlay"], ["info", "version"])
"""Where OpenAPI has a version: always a string, and often written like a number."""

_STRING_TAGS = ("tag:yaml.org,2002:str", "!")
_JSON_TAGS = {
    f"tag:yaml.org,2002:{name}": types
    for name, types in {
        "null": (type(None),),
        "bool": (bool,),
        "int": (int,),
        "float": (int, float),
        "map": (dict,),
        "seq": (list,),
    }.items()
}
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)

Event: TypeAlias = Any


class _Stop(Exception):  # noqa: N818  (leaves the builder; its faults say why)
    """What follows cannot be built safely."""


@dataclass(slots=True)
class _Frame:
    """A container that is being filled, and what an alias to it will have to know."""

    value: Json
    anchor: str | None
    first: int
    height: int = 1
    key: str | None = None
    merging: bool = False
    merged: list[dict[str, Json]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Anchored:
    value: Json
    size: int = 1
    height: int = 0


def decode(body: str) -> Decoded:
    """Decode one YAML document, or say everything that is wrong with it."""
    builder = _Builder()
    try:
        value = builder.build(body)
    except _Stop:
        value = None
    except yaml.YAMLError as error:
        value = None
        builder.faults.append(_malformed(body, error))
    positions = Positions(body)
    if builder.repeated and not builder.faults:
        builder.faults.extend(positions.duplicates())
    return Decoded(value, tuple(builder.faults), positions.find)


class _Builder:
    """Makes values of events; one method an event, a frame for every open container."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.repeated = False
        self._root: Json = None
        self._documents = 0
        self._values = 0
        self._aliased = 0
        self._frames: list[_Frame] = []
        self._anchors: dict[str, _Anchored | None] = {}

    def build(self, body: str) -> Json:
        """The value of the only document in `body`.

        Raises:
            yaml.YAMLError: the text is not YAML.
            _Stop: `faults` says what makes it impossible to go on.
        """
        on: dict[type[object], Callable[[Event], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceStartEvent: self._open,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        next_event: Callable[[], object] = loader(body).get_event
        while (event := next_event()) is not None:
            if (build := on.get(type(event))) is not None:
                build(event)
        return self._root

    def _document(self, event: Event) -> None:
        self._documents += 1
        if self._documents > 1:
            message = "a second YAML document begins here; a file holds one"
            self._fault("invalid-yaml", event, message, "split the file")
            raise _Stop

    def _scalar(self, event: Event) -> None:
        if event.tag is not None:
            value = self._tagged(event)
        elif event.implicit[0]:
            value = self._plain(event)
        else:
            value = event.value
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(value)
        frame = self._frames[-1] if self._frames else None
        if frame is not None and frame.key is None and is_object(frame.value):
            self._name(frame, event)
        else:
            self._values += 1
            self._store(event.value if self._is_version() else value, event)

    def _is_version(self) -> bool:
        """`openapi: 3.1` and `version: 1.10` are meant as text, and 1.10 is not 1.1."""
        keys = [frame.key for frame in self._frames[:3]]
        return keys in _VERSIONS

    def _name(self, frame: _Frame, event: Event) -> None:
        """Keys are strings as written: `200:` is the key "200"."""
        frame.key = event.value
        frame.merging = frame.key == "<<" and event.implicit[0]
        if frame.key in frame.value:
            self.repeated = True

    def _plain(self, event: Event) -> Json:
        text: str = event.value
        if text and text[0] not in _OTHER_THAN_STRING:
            return text
        if text in _WORDS:
            return _WORDS[text]
        number = _NUMBER.fullmatch(text)
        if number is None:
            return text
        if number[1] or number[2]:
            return float(text)
        return integer(text)

    def _tagged(self, event: Event) -> Json:
        """YAML's own tags for JSON's types are allowed where they fit; nothing else is."""
        value = event.value if event.tag in _STRING_TAGS else self._plain(event)
        if event.tag not in _STRING_TAGS:
            self._check_tag(event, value)
        return value

    def _check_tag(self, event: Event, value: Json) -> None:
        if type(value) not in _JSON_TAGS.get(event.tag, ()):
            message = f"the tag {quoted(event.tag)} is not allowed on this value"
            self._fault("yaml-tag", event, message, "remove the tag")

    def _open(self, event: Event) -> None:
        parent = self._frames[-1] if self._frames else None
        if parent is not None and parent.key is None and is_object(parent.value):
            self._fault("invalid-yaml", event, "a key must be a string")
            raise _Stop
        if len(self._frames) >= MAX_DEPTH:
            self.faults.append(too_deep(event.start_mark.index))
            raise _Stop
        value: Json = {} if type(event) is yaml.MappingStartEvent else []
        if event.tag is not None and event.tag != "!":
            self._check_tag(event, value)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._values += 1
        self._frames.append(_Frame(value, event.anchor, self._values))

    def _close(self, event: Event) -> None:
        frame = self._frames.pop()
        for merged in frame.merged:
            for key, value in merged.items():
                frame.value.setdefault(key, value)
        if frame.anchor is not None:
            size = self._values - frame.first + 1
            self._anchors[frame.anchor] = _Anchored(frame.value, size, frame.height)
        self._store(frame.value, event, frame.height)

    def _alias(self, event: Event) -> None:
        anchored = self._anchors.get(event.anchor)
        if anchored is None:
            open_now = event.anchor in self._anchors
            what = (
                "stands inside what it repeats"
                if open_now
                else "has no anchor before it"
            )
            message = f"the alias *{event.anchor} {what}"
            self._fault("invalid-yaml", event, message)
            raise _Stop
        self._values += anchored.size
        self._aliased += anchored.size
        if self._aliased > MAX_ALIASED:
            message = f"aliases repeat more than {MAX_ALIASED:,} values"
            self._fault(
                "alias-bomb",
                event,
                message,
                "write the repeated part once and use $ref",
            )
            raise _Stop
        if len(self._frames) + anchored.height > MAX_DEPTH:
            self.faults.append(too_deep(event.start_mark.index))
            raise _Stop
        frame = self._frames[-1]
        if frame.key is None and is_object(frame.value):
            self._fault(
                "invalid-yaml", event, "a key must be written out, not an alias"
            )
            raise _Stop
        self._store(_copy(anchored.value), event, anchored.height)

    def _store(self, value: Json, event: Event, height: int = 0) -> None:
        if not self._frames:
            self._root = value
            return
        frame = self._frames[-1]
        frame.height = max(frame.height, height + 1)
        if is_array(frame.value):
            frame.value.append(value)
        elif frame.merging:
            self._merge(frame, value, event)
        else:
            frame.value[frame.key] = value
        frame.key, frame.merging = None, False

    def _merge(self, frame: _Frame, value: Json, event: Event) -> None:
        """`<<`: the mapping's own keys win, then the earlier of the merged mappings."""
        for source in value if is_array(value) else [value]:
            if is_object(source):
                frame.merged.append(source)
            else:
                self._fault("invalid-yaml", event, "the merge key << takes a mapping")

    def _fault(self, rule: str, event: Event, message: str, help: str = "") -> None:
        self.faults.append(Fault(rule, event.start_mark.index, message, help))


def _copy(value: Json) -> Json:
    if is_object(value):
        return {key: _copy(child) for key, child in value.items()}
    if is_array(value):
        return [_copy(child) for child in value]
    return value


def _malformed(body: str, error: yaml.YAMLError) -> Fault:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        offset = mark.index if mark is not None else 0
        notes: tuple[tuple[str, int], ...] = ()
        if error.context is not None and error.context_mark is not None:
            notes = ((error.context, error.context_mark.index),)
        cut = offset >= len(body.rstrip())
        message = f"not valid YAML: {error.problem}"
        return Fault("invalid-yaml", offset, message, notes=notes, cut=cut)
    found = _UNPRINTABLE.search(body)
    message = "not valid YAML: a control character"
    return Fault("invalid-yaml", found.start() if found else 0, message)

"""Models as the generator writes them, for tests of what carries them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from templates.package._runtime import codec
from templates.package._runtime.enums import OpenIntEnum, OpenStrEnum
from templates.package._runtime.unset import UNSET, Unset


class Colour(OpenStrEnum):
    """A string enum."""

    RED = "red"
    BLUE = "blue"


class Level(OpenIntEnum):
    """An integer enum."""

    LOW = 1
    HIGH = 2


@dataclass(slots=True, kw_only=True)
class Owner:
    """A nested model."""

    name: str
    age: int | None = None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Decode a JSON object."""
        self = object.__new__(cls)
        try:
            self.name = data["name"]
            self.age = codec.integer(data["age"]) if "age" in data else None
            if type(self.name) is not str:
                raise TypeError
        except codec.FAULTS:
            return codec.decode_by_shape(cls, data)
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode as a JSON object."""
        data: dict[str, Any] = {"name": self.name}
        if self.age is not None:
            data["age"] = self.age
        return data

    @classmethod
    def __shape__(cls) -> codec.Shape:
        return codec.Shape(
            codec.required("name", codec.STRING),
            codec.optional("age", codec.INTEGER),
        )


@dataclass(slots=True, kw_only=True)
class Parcel:
    """A model with a field of every sort of presence."""

    id: str
    colour: Colour
    sent_at: datetime
    owner: Owner
    tags: list[str]
    odd: int | None = None
    note: str | Unset | None = UNSET
    metadata: dict[str, str] | None = None
    children: list[Parcel] | None = None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Decode a JSON object."""
        self = object.__new__(cls)
        try:
            self.id = data["id"]
            self.colour = Colour.decode(data["colour"])
            self.sent_at = codec.parse_datetime(data["sent_at"])
            self.owner = Owner.from_dict(data["owner"])
            self.tags = [codec.string(item) for item in codec.array(data["tags"])]
            self.odd = codec.integer(data["odd-one"]) if "odd-one" in data else None
            self.note = data.get("note", UNSET)
            if "metadata" in data:
                self.metadata = {
                    key: codec.string(item)
                    for key, item in codec.members(data["metadata"])
                }
            else:
                self.metadata = None
            if "children" in data:
                children = codec.array(data["children"])
                self.children = [Parcel.from_dict(item) for item in children]
            else:
                self.children = None
            if not (type(self.id) is str and (not self.note or type(self.note) is str)):
                raise TypeError
        except codec.FAULTS:
            return codec.decode_by_shape(cls, data)
        return self

    def to_dict(self) -> dict[str, Any]:
        """Encode as a JSON object."""
        data: dict[str, Any] = {
            "id": self.id,
            "colour": self.colour,
            "sent_at": codec.format_datetime(self.sent_at),
            "owner": self.owner.to_dict(),
            "tags": self.tags,
        }
        if self.odd is not None:
            data["odd-one"] = self.odd
        if self.note is not UNSET:
            data["note"] = self.note
        if self.metadata is not None:
            data["metadata"] = self.metadata
        if self.children is not None:
            data["children"] = [child.to_dict() for child in self.children]
        return data

    @classmethod
    def __shape__(cls) -> codec.Shape:
        return codec.Shape(
            codec.required("id", codec.STRING),
            codec.required("colour", codec.EnumOf(Colour)),
            codec.required("sent_at", codec.DATE_TIME),
            codec.required("owner", codec.ModelOf(Owner)),
            codec.required("tags", codec.ListOf(codec.STRING)),
            codec.optional("odd-one", codec.INTEGER, "odd"),
            codec.optional("note", codec.Nullable(codec.STRING)),
            codec.optional("metadata", codec.MapOf(codec.STRING)),
            codec.optional("children", codec.ListOf(codec.ModelOf(Parcel))),
        )


PARCEL: dict[str, Any] = {
    "id": "p_1",
    "colour": "red",
    "sent_at": "2026-05-29T10:00:00Z",
    "owner": {"name": "Noor", "age": 41},
    "tags": ["fragile"],
    "odd-one": 3,
    "note": None,
    "metadata": {"secret key": "secret value"},
    "children": [],
}

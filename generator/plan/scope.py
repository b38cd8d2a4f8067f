"""Names already given out in one class, module or signature."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..diagnostics import Note, Report
from ..spec import Provenance


@dataclass(slots=True)
class Scope:
    """Gives each name of the description a Python name of its own.

    Two names that fold into one identifier are told apart by a fixed rule: the one spelled
    exactly so keeps it, the others get underscores appended in the order of their wire names.
    The rule depends on nothing but the names themselves, and a warning names both places: the
    owner of the API description picks better ones with `x-sdk-name`.
    """

    what: str
    provenance: Provenance
    report: Report
    _taken: dict[str, str] = field(default_factory=dict)

    def names(self, wanted: dict[str, tuple[str, str]]) -> dict[str, str]:
        """Python names for wire names: `wanted` maps a wire name to (identifier, origin)."""
        given: dict[str, str] = {}
        order = sorted(wanted, key=lambda wire: (wire != wanted[wire][0], wire))
        for wire in order:
            name, origin = wanted[wire]
            holder = self._taken.get(name)
            while name in self._taken:
                name += "_"
            if holder is not None:
                self._clash(wire, name, holder, origin, wanted)
            self._taken[name] = wire
            given[wire] = name
        return given

    def _clash(
        self,
        wire: str,
        name: str,
        holder: str,
        origin: str,
        wanted: dict[str, tuple[str, str]],
    ) -> None:
        first = wanted[holder][1] if holder in wanted else origin
        self.report.warning(
            "name-clash",
            self.provenance.at(origin),
            f"{wire!r} and {holder!r} are one name in {self.what}: {wire!r} becomes {name!r}",
            Note(f"{holder!r} is here", self.provenance.at(first)),
            help="set x-sdk-name on one of them",
        )

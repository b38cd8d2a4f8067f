"""Where a value in the making stands, and how large it may become."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Context:
    """Where in the value we are.

    `depth` is how many objects and arrays are around it, `steps` how many values are being made.
    """

    name: str = ""
    owner: str = ""
    serial: int = 0
    depth: int = 0
    steps: int = 0
    seen: tuple[str, ...] = ()


@dataclass(slots=True)
class Budget:
    """How many values may still be made; below 0 it is overdrawn."""

    left: int

"""How bad a rule's finding is, and the part of the version that has to rise for it."""

from __future__ import annotations

from enum import Enum

from .findings import Level, Semver


class Grade(Enum):
    """A level together with the semver part: additions are minor, remarks are a patch."""

    BREAKS = (Level.BREAKING, Semver.MAJOR)
    WARNS = (Level.WARNING, Semver.MINOR)
    ADDS = (Level.INFO, Semver.MINOR)
    NOTES = (Level.INFO, Semver.PATCH)


BREAKS, WARNS, ADDS, NOTES = Grade.BREAKS, Grade.WARNS, Grade.ADDS, Grade.NOTES

"""`undrift.yaml` as a typed value: what is particular to one API, and cannot be read in its description."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path


class OnConflict(Enum):
    """What to do with two fragments that disagree about one node."""

    ERROR = "error"
    NEWEST = "newest"
    FIRST = "first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """A named server. A key with another environment's prefix is refused before anything is sent."""

    name: str
    url: str
    key_prefix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaRules:
    """What a reviewer decided about hoisting: groups of component names.

    `merge` lists groups to make one component of although they differ; `keep_apart` groups of
    uses, as the names lock writes them, or of names that must not share one; `names` maps a name
    that the rules gave to the name to use.
    """

    merge: tuple[tuple[str, ...], ...] = ()
    keep_apart: tuple[tuple[str, ...], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything `undrift.yaml` can say; each value has a default that works without the file.

    `root` is the folder that relative paths start from and that `$ref` may not leave.
    `api` chooses among several APIs in the inputs, and is "" when there is only one.
    `package`, `client` and `env_var` are "" when they follow from the API's title.
    `sources` maps files of the project to the addresses where `undrift pull` finds them.
    `resolutions` maps a JSON pointer of a merge conflict to the file that wins.
    """

    root: Path
    file: Path | None = None
    inputs: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict[str, str])
    api: str = ""
    output: Path = Path("generated")
    package: str = ""
    client: str = ""
    env_var: str = ""
    overlays: tuple[str, ...] = ()
    names_lock: str = ""
    environments: tuple[Environment, ...] = ()
    schemas: SchemaRules = field(default_factory=SchemaRules)
    on_conflict: OnConflict = OnConflict.ERROR
    resolutions: Mapping[str, str] = field(default_factory=dict[str, str])
    docs_url: str = ""

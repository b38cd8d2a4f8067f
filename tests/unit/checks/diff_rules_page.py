"""`docs/diff-rules.md`, made from the table of rules.

Run `python -m tests.unit.checks.diff_rules_page > docs/diff-rules.md` after a change of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.diff import Side
from generator.checks.diff.families import FAMILIES, Noun
from generator.checks.diff.rules import RULES

_HEAD = """\
# Rules of `undrift diff`

Each finding has a level and the part of the package version that has to rise: `breaking`
needs a major version; a `warning`, or an addition, a minor one; the rest a patch.

## Schemas

One statement is a rule for each place where a schema is used. Its id is the place, then the
change: `request-property-type-changed`. To accept less breaks who sends, to answer more
breaks who receives.

"""

_PLACES = """
A default of a parameter is what the service does for callers who leave it out, so
`request-parameter-default-value-*` is breaking. Enums of the SDK are open: a value that is new
in a response is information.
"""


def rules_page() -> str:
    """The whole page."""
    return "".join(line for line in _lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    yield f"Places: {', '.join(f'`{noun.value}`' for noun in Noun)}.\n\n"
    yield "| change | in requests | in responses | meaning |\n|---|---|---|---|\n"
    for change, sent, received, meaning in sorted(FAMILIES):
        levels = f"{sent.value[0]}, {sent.value[1]} | {received.value[0]}, {received.value[1]}"
        yield f"| `{change}` | {levels} | {meaning} |\n"
    yield _PLACES
    families = {f"{noun.value}-{family[0]}" for noun in Noun for family in FAMILIES}
    for title, side in (
        ("Everything else on the wire", Side.WIRE),
        ("The SDK", Side.SDK),
    ):
        yield f"\n## {title}\n\n| rule | level | version | meaning |\n|---|---|---|---|\n"
        for rule in RULES.values():
            if rule.side is side and rule.id not in families:
                yield f"| `{rule.id}` | {rule.level} | {rule.semver} | {rule.meaning} |\n"


if __name__ == "__main__":
    print(rules_page(), end="")

"""Which Python names a change of source touches."""

from __future__ import annotations

from generator.checks.symbols import touched

BEFORE = '''
LIMIT = 1
class Pet:
    """A pet."""
    name: str
    def feed(self) -> None: ...
    def walk(self) -> None: ...
def old() -> None: ...
'''


def test_names_classes_methods_functions_and_constants() -> None:
    after = (
        BEFORE.replace("LIMIT = 1", "LIMIT = 2")
        .replace("def feed(self)", "def feed(self, food: str)")
        .replace("    def walk(self) -> None: ...\n", "")
        .replace("old()", "new()")
    )
    assert touched(BEFORE, after) == (
        "~ LIMIT",
        "~ Pet.feed",
        "- Pet.walk",
        "+ new",
        "- old",
    )


def test_a_changed_field_names_its_class() -> None:
    assert touched(BEFORE, BEFORE.replace("name: str", "name: str | None")) == (
        "~ Pet",
    )


def test_layout_and_comments_touch_nothing() -> None:
    assert (
        touched(BEFORE, "# comment\n" + BEFORE.replace("LIMIT = 1", "LIMIT  =  1"))
        == ()
    )


def test_text_that_is_not_python_has_no_names() -> None:
    assert touched("<<<<<<<", BEFORE) == ()
    assert touched("\0", BEFORE) == ()

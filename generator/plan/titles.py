"""What an API is called by its title: the name that a person would give to a client of it.

A title (OAS 3.2, Info Object) is a line for people: `GitHub's official OpenAPI spec`, `Discord
HTTP API (Preview)`. The name is what is left without the words that say what kind of document
this is, in which version, and what is added to it.
"""

from __future__ import annotations

import re
from itertools import dropwhile

from ..naming import module, pascal, words

_KINDS = frozenset({"api", "apis", "openapi", "swagger", "spec", "specification"})

_NOISE = _KINDS | frozenset(
    {"definition", "definitions", "docs", "documentation", "endpoints", "http"}
    | {"official", "overview", "reference", "rest", "restful"}
)
"""Words of a title that say nothing about which API it is."""

_ADDED = frozenset({"+", "with"})
"""What begins an addition, behind the word for the document."""

_SMALL = (
    frozenset({"+", "a", "an", "and", "for", "in", "of", "on", "the", "to"}) | _ADDED
)
"""Words that no name begins or, cut short, ends with."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_POSSESSIVE = re.compile(r"['\u2019]s(?=\s+(\w+))")
_APOSTROPHES = re.compile("['\u2019`]")
_WORD = re.compile(r"\bv\d[\d.]*\b|\d+(?:\.\d+)+|[^\W_]+|\+", re.IGNORECASE)
_VERSION = re.compile(r"v\d[\d.]*", re.IGNORECASE)
_KIND_AT_END = re.compile(r"(?<=[a-z0-9])(?:API|Api)$")
_MOST_WORDS = 6


def client_title(title: str) -> str:
    """The class name that a title gives, or "" when nothing of it can stand in one.

    A word keeps the capitals within it, which are those of a brand.

    >>> client_title("GitHub v3 REST API"), client_title("OpenAI API"), client_title("YNAB API")
    ('GitHub', 'OpenAI', 'YNAB')
    """
    found = _named(title)
    alone = len(found) == 1
    return pascal("".join(_capitalized(word, alone=alone) for word in found))


def package_title(title: str) -> str:
    """The package name that a title gives; a word with one capital within stays one word.

    >>> package_title("GitHub v3 REST API"), package_title("ContosoOrderService API")
    ('github', 'contoso_order_service')
    """
    parts = [words(word) for word in _named(title)]
    joined = ["".join(part) if len(part) == 2 else "_".join(part) for part in parts]
    return module("_".join(joined), "client")


def _named(title: str) -> list[str]:
    """The words of the name, as the title spells them."""
    plain = _APOSTROPHES.sub("", _POSSESSIVE.sub(_owner, title))
    found = _WORD.findall(_BRACKETS.sub(" ", plain)) or _WORD.findall(plain)
    telling = _telling(found)
    named = list(dropwhile(_is_small, telling))[:_MOST_WORDS] or found
    while len(named) > 1 and _is_small(named[-1]):
        named.pop()
    if named and named[0][:1].isdigit():
        named[0] = f"n{named[0]}"
    return [word for word in named if word != "+"]


def _owner(possessive: re.Match[str]) -> str:
    """`GitHub's official API` is the API of GitHub; `Smith's Clinic` is a name."""
    return "" if possessive[1].lower() in _NOISE else "s"


def _telling(found: list[str]) -> list[str]:
    """The words without those for the document, its version and what is added to it."""
    kept: list[str] = []
    before = ""
    for word in found:
        lower = word.lower()
        if lower in _ADDED and before in _NOISE and kept:
            break
        is_version = _VERSION.fullmatch(word) and kept
        is_dialect = before in _KINDS and "." in word
        if lower not in _NOISE and not is_version and not is_dialect:
            kept.append(_KIND_AT_END.sub("", word))
        before = lower
    return kept


def _is_small(word: str) -> bool:
    return word.lower() in _SMALL


def _capitalized(word: str, *, alone: bool) -> str:
    """With a capital first; words in capitals next to others are written as names are."""
    spelled = word if alone or not word.isupper() else word.lower()
    return spelled[:1].upper() + spelled[1:]

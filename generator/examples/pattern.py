"""Text for a regular expression, and matching that cannot hang.

JSON Schema's patterns are ECMA-262's; Python's `re` parser would refuse some of them and its
matcher can take exponential time. So this module has a reader of its own for the subset that
descriptions use, and `matches` answers None ("cannot tell") instead of running a risky pattern.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

_MAX_LENGTH = 4_096
_MAX_MATCHED = 1_024
_MAX_GROUPS = 30
_MAX_UNBOUNDED = 3
_CLASSES = {
    "d": "0123456789",
    "w": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_",
    "s": " \t\n\r",
}
_PROPERTIES = {
    "L": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "Ll": "abcdefghijklmnopqrstuvwxyz",
    "Lu": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "N": "0123456789",
    "Nd": "0123456789",
}
"""Unicode properties (`\\p{L}`), by the characters of them that everybody can read."""

_PRINTABLE = "".join(map(chr, range(32, 127)))
_PREFERRED = (
    "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_- " + _PRINTABLE
)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}


class UnreadableError(ValueError):
    """The pattern uses something that this module does not know, such as a lookahead."""


@dataclass(frozen=True, slots=True)
class Chars:
    """One character out of a set, the most readable first."""

    allowed: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences."""

    options: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A node between `low` and `high` times; `high` is None when there is no limit."""

    node: Node
    low: int
    high: int | None


Node: TypeAlias = Chars | Choice | Repeat


def text_for(pattern: str, length: int = 0, shift: int = 0) -> str:
    """A text that `pattern` matches, of about `length` characters where the pattern lets it.

    `shift` turns the choice of characters, so that different numbers give different texts.

    Raises:
        UnreadableError: the pattern is beyond the subset that this module reads.
    """
    nodes = _Reader(pattern).read()
    shortest = sum(_shortest(node) for node in nodes)
    if max(shortest, length) > _MAX_LENGTH:
        raise UnreadableError(pattern)
    return _Writer(max(0, length - shortest), shift).write(nodes)


def matches(pattern: str, text: str) -> bool | None:
    """Whether `pattern` matches somewhere in `text`; None when that cannot be told safely."""
    if len(text) > _MAX_MATCHED:
        return None
    compiled = _compiled(pattern)
    return None if compiled is None else compiled.search(text) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """The pattern for `re`, None when it cannot be read or may take too long."""
    try:
        if _risky(_Reader(pattern).read()):
            return None
        with warnings.catch_warnings():
            # `[[` and `--` in a class: Python may change what they mean, ECMA-262 will not.
            warnings.simplefilter("ignore", FutureWarning)
            return re.compile(_as_python(pattern))
    except (UnreadableError, re.error, OverflowError):
        return None


def _as_python(pattern: str) -> str:
    """The same pattern for `re`: ASCII classes, `$` only at the very end, `(?P<name>`."""
    python = {"$": r"\Z", "(?<": "(?P<", r"\p{L}": r"(?u:[^\W\d_])"}
    spelled = re.sub(
        r"\\p\{L\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\$|\(\?<(?![=!])",
        lambda found: python.get(found[0], found[0]),
        pattern,
        flags=re.DOTALL,
    )
    return f"(?a:{spelled})"


def _risky(nodes: tuple[Node, ...]) -> bool:
    """Whether matching may backtrack for long: nested repeats, or many unbounded ones."""
    return _repeats(nodes, inside=False) > _MAX_UNBOUNDED


def _repeats(nodes: tuple[Node, ...], *, inside: bool) -> int:
    count = 0
    for node in nodes:
        match node:
            case Chars():
                continue
            case Choice(options):
                branching = inside and len(options) > 1
                count += _MAX_UNBOUNDED + 1 if branching else 0
                count += sum(_repeats(option, inside=inside) for option in options)
            case Repeat(inner, _, high):
                wide = high is None or high > _MAX_GROUPS
                count += _MAX_UNBOUNDED + 1 if inside and wide else int(wide)
                count += _repeats((inner,), inside=inside or wide)
    return count


def _shortest(node: Node) -> int:
    match node:
        case Chars():
            return 1
        case Choice(options):
            return sum(_shortest(part) for part in options[0])
        case Repeat(inner, low, _):
            return low * _shortest(inner)


@dataclass(slots=True)
class _Writer:
    """Writes one text; `spare` characters may still go to the repeats that can take them."""

    spare: int
    shift: int
    _written: int = 0

    def write(self, nodes: tuple[Node, ...]) -> str:
        return "".join(map(self._text, nodes))

    def _text(self, node: Node) -> str:
        match node:
            case Chars(allowed):
                self._written += 1
                return allowed[(self._written - 1 + self.shift) % len(allowed)]
            case Choice(options):
                return self.write(options[0])
            case Repeat(inner, low, high):
                return "".join(
                    self._text(inner) for _ in range(self._times(inner, low, high))
                )

    def _times(self, node: Node, low: int, high: int | None) -> int:
        size = max(1, _shortest(node))
        most = low + self.spare // size if high is None else high
        times = max(low, min(most, low + self.spare // size))
        if times == 0 and high != 0 and isinstance(node, Chars):
            return 1
        self.spare -= (times - low) * size
        return times


@dataclass(slots=True)
class _Reader:
    """Recursive descent over the pattern: choices of sequences of repeated atoms."""

    pattern: str
    at: int = 0
    depth: int = 0

    def read(self) -> tuple[Node, ...]:
        if len(self.pattern) > _MAX_LENGTH:
            raise UnreadableError(self.pattern)
        choice = self._choice()
        if self.at != len(self.pattern):
            raise UnreadableError(self.pattern)
        return choice.options[0] if len(choice.options) == 1 else (choice,)

    def _peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _take(self) -> str:
        self.at += 1
        if self.at > len(self.pattern):
            raise UnreadableError(self.pattern)
        return self.pattern[self.at - 1]

    def _choice(self) -> Choice:
        options = [self._sequence()]
        while self._peek() == "|":
            self._take()
            options.append(self._sequence())
        return Choice(tuple(options))

    def _sequence(self) -> tuple[Node, ...]:
        nodes: list[Node] = []
        while (head := self._peek()) and head not in "|)":
            if head in "^$":
                self._take()
                continue
            nodes.append(self._repeated(self._atom()))
        return tuple(nodes)

    def _atom(self) -> Node:
        head = self._take()
        if head == "(":
            return self._group()
        if head == "[":
            return self._set()
        if head == ".":
            return Chars(_PREFERRED)
        if head == "\\":
            return Chars(self._escape())
        if head in "*+?{":
            raise UnreadableError(self.pattern)
        return Chars(head)

    def _group(self) -> Node:
        self.depth += 1
        if self.depth > _MAX_GROUPS:
            raise UnreadableError(self.pattern)
        if self._peek() == "?":
            prefix = re.compile(r"\?(?::|P?<[A-Za-z_]\w*>)").match(
                self.pattern, self.at
            )
            if prefix is None:
                raise UnreadableError(self.pattern)
            self.at = prefix.end()
        choice = self._choice()
        if self._take() != ")":
            raise UnreadableError(self.pattern)
        self.depth -= 1
        return choice

    def _escape(self) -> str:
        """The characters that an escape stands for, the backslash already taken."""
        letter = self._take()
        if letter in _CLASSES:
            return _CLASSES[letter]
        if letter.lower() in _CLASSES:
            return _without(_CLASSES[letter.lower()])
        if letter == "p":
            name = re.compile(r"\{(\w+)\}").match(self.pattern, self.at)
            if name is None or name[1] not in _PROPERTIES:
                raise UnreadableError(self.pattern)
            self.at = name.end()
            return _PROPERTIES[name[1]]
        if letter in "xu":
            digits = "".join(self._take() for _ in range(2 if letter == "x" else 4))
            return self._code_point(digits)
        if letter in _CONTROLS:
            return _CONTROLS[letter]
        if letter.isalnum():
            raise UnreadableError(self.pattern)
        return letter

    def _code_point(self, digits: str) -> str:
        try:
            return chr(int(digits, 16))
        except ValueError:
            raise UnreadableError(self.pattern) from None

    def _set(self) -> Node:
        negated = self._peek() == "^"
        if negated:
            self._take()
        members = ""
        while self._peek() != "]":
            members += self._member()
        self._take()
        allowed = _without(members) if negated else members
        if not allowed:
            raise UnreadableError(self.pattern)
        return Chars("".join(sorted(set(allowed), key=_readability)))

    def _member(self) -> str:
        """One character, escape or range of a character class."""
        first = self._escape() if (head := self._take()) == "\\" else head
        following = self.pattern[self.at : self.at + 2]
        if (
            len(first) != 1
            or len(following) < 2
            or following[0] != "-"
            or following[1] == "]"
        ):
            return first
        self._take()
        last = self._escape() if (head := self._take()) == "\\" else head
        if len(last) != 1 or not ord(last) - ord(first) >= 0:
            raise UnreadableError(self.pattern)
        readable = [char for char in _PRINTABLE if first <= char <= last]
        return "".join(readable) or first

    def _repeated(self, node: Node) -> Node:
        bounds = re.compile(r"(?:([*+?])|\{(\d{1,6})(,(\d{1,6})?)?\})\??")
        found = bounds.match(self.pattern, self.at)
        if found is None:
            return node
        self.at = found.end()
        sign, low, comma, high = found.groups()
        if sign:
            few = {"*": (0, None), "+": (1, None), "?": (0, 1)}
            return Repeat(node, *few[sign])
        most = (int(high) if high else None) if comma else int(low)
        if most is not None and most < int(low):
            raise UnreadableError(self.pattern)
        return Repeat(node, int(low), most)


def _without(excluded: str) -> str:
    return "".join(char for char in dict.fromkeys(_PREFERRED) if char not in excluded)


def _readability(char: str) -> tuple[int, str]:
    place = _PREFERRED.find(char)
    return (place if place >= 0 else len(_PREFERRED), char)

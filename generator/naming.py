"""The only module that invents an identifier.

Everything here is a pure function of the name it is given: total (any text, any script),
deterministic and idempotent, so that a name depends neither on the order of the input nor on
what else is there. Whoever must keep two names apart does so in the open, with a diagnostic.
"""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from .english import ACTIONS, JOINING, MODIFIERS, VERBS, singulars

RESERVED_ATTRIBUTES = frozenset(
    {
        "str",
        "int",
        "float",
        "bool",
        "bytes",
        "list",
        "dict",
        "tuple",
        "from_dict",
        "to_dict",
        "dt",
        "field",
        "classmethod",
    }
)
"""Attribute names that would hide what the rest of the same class uses."""

RUNTIME_MODULES = frozenset({"codec", "unions"})
"""Modules that the code of a class uses by a variable's name: neither fields nor arguments hide them."""

RESERVED_ARGUMENTS = frozenset({"self", "cls"})

RESERVED_CLASSES = frozenset(
    {
        "Any",
        "AsyncPager",
        "AsyncTransport",
        "Call",
        "CursorPages",
        "Decimal",
        "Literal",
        "Mapping",
        "NotRequired",
        "OpenIntEnum",
        "OpenStrEnum",
        "Pager",
        "RawResponse",
        "Self",
        "Sequence",
        "Styled",
        "SyncTransport",
        "TYPE_CHECKING",
        "TypeAlias",
        "TypeError",
        "TypedDict",
        "UNSET",
        "UUID",
        "Union",
        "UnknownVariant",
        "Unset",
    }
)
"""Class names that modules of the package import or use for something else."""

RESERVED_MEMBERS = frozenset(
    {
        *dir(builtins.str),
        "name",
        "value",
        "decode",
        "decoder",
        "is_known",
        "mro",
        "from_bytes",
    }
)
"""Names that a member of a string or integer enumeration cannot have."""

SIGNS = {"+": "plus", "-": "minus"}
_OPERATOR_TEXT = """
< LESS_THAN <= LESS_OR_EQUAL > GREATER_THAN >= GREATER_OR_EQUAL = EQUAL == DOUBLE_EQUAL === TRIPLE_EQUAL
!= NOT_EQUAL !== NOT_DOUBLE_EQUAL <> UNEQUAL <=> COMPARE ~ TILDE =~ MATCH !~ NOT_MATCH ! NOT && AND || OR
& AMPERSAND | PIPE + PLUS - MINUS * STAR ** DOUBLE_STAR / SLASH // DOUBLE_SLASH \\ BACKSLASH % PERCENT
^ CARET . DOT .. DOUBLE_DOT ... ELLIPSIS , COMMA ; SEMICOLON : COLON :: DOUBLE_COLON ? QUESTION_MARK # HASH
$ DOLLAR @ AT ' APOSTROPHE " QUOTE ` BACKTICK _ UNDERSCORE -> ARROW => DOUBLE_ARROW () PARENTHESES
[] BRACKETS {} BRACES ≤ LESS_OR_EQUAL ≥ GREATER_OR_EQUAL ≠ NOT_EQUAL € EURO £ POUND
"""
OPERATORS: dict[str, str] = dict(
    zip(_OPERATOR_TEXT.split()[::2], _OPERATOR_TEXT.split()[1::2], strict=True)
)
"""What values that consist of signs are called."""

_COMPARED = re.compile(r"([<>]=?|!=?|==?)\s*(?=\w[\w\s.,%-]*$)")
"""A comparison in front of what is compared with: `>=5`."""
_GRADE = re.compile(r"(?<=[^\W_])([+]{1,2}|-|#)$")
"""A sign behind a word that tells it from others: `A+`, `C#`."""
_GRADES = {"+": "plus", "++": "plus plus", "-": "minus", "#": "sharp"}

_PLUS = re.compile(r"(?<=[^\w+])\+(?=[0-9])")
"""A sign that stands behind a separator; a second `-` there separates too."""

LONGEST_FILE_NAME = 100
"""Bytes, without the suffix: well below the 255 of most file systems."""

RESERVED_FILES = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
"""What Windows takes for a device, whatever the suffix."""

RESERVED_MODULES = frozenset(
    {"dict", "getattr", "globals", "list", "object", "sorted", "str"}
)
"""What the package of the models uses itself: a module of such a name would hide it there."""


def words(text: str) -> list[str]:
    """Split a name of any style into lower-case words.

    Digits stay with the letters before them; anything that is no letter and no digit separates.
    `OAuth` is one word, and the sign of a number is another.

    >>> words("partnerV1ConfirmAppointment")
    ['partner', 'v1', 'confirm', 'appointment']
    >>> words("HTTPServer_userIDs-2fa")
    ['http', 'server', 'user', 'ids', '2fa']
    >>> words("myOAuth2Token")
    ['my', 'oauth2', 'token']
    >>> words("+1"), words("-1")
    (['plus', '1'], ['minus', '1'])
    """
    return list(_words(text))


@lru_cache(maxsize=16_384)
def _words(text: str) -> tuple[str, ...]:
    if text[:1] in SIGNS and text[1:2].isdigit():
        return (SIGNS[text[0]], *_words(text[1:]))
    found: list[str] = []
    whole = unicodedata.normalize("NFKC", text).replace("OAuth", "Oauth")
    whole = _PLUS.sub(" plus ", whole)
    for run in _runs(whole):
        start = 0
        for i in range(1, len(run)):
            if _starts_word(run, i):
                found.append(run[start:i])
                start = i
        found.append(run[start:])
    lowered = (unicodedata.normalize("NFKC", word.lower()) for word in found)
    # Lower-casing may add a mark to a letter, which no identifier would be split at again.
    return tuple("".join(c for c in word if c.isalnum()) for word in lowered)


def _runs(text: str) -> list[str]:
    """The stretches of letters and digits that an identifier may consist of."""
    spaced = "".join(c if c.isalnum() and f"a{c}".isidentifier() else " " for c in text)
    return spaced.split()


def _starts_word(run: str, i: int) -> bool:
    before, char, after = run[i - 1], run[i], run[i + 1 : i + 2]
    if not char.isupper():
        return False
    if not before.isupper():
        # Between letters without case and a capital there is no boundary that lasts.
        return before.islower() or before.isdigit()
    plural = after == "s" and not run[i + 2 : i + 3].islower()
    return after.islower() and not plural


def snake(text: str) -> str:
    """A lower-case identifier, or "" when nothing of the text can stand in one.

    >>> snake("startingAfter"), snake("class"), snake("2fa"), snake("%")
    ('starting_after', 'class_', 'n2fa', '')
    """
    name = "_".join(words(text))
    if name[:1].isdigit() or (name and not name.isidentifier()):
        name = f"n{name}"
    return f"{name}_" if keyword.iskeyword(name) else name


def module(text: str, fallback: str) -> str:
    """A module or package: an identifier that every file system takes as a file's name."""
    name = snake(text) or fallback
    if len(name.encode()) > LONGEST_FILE_NAME:
        most = LONGEST_FILE_NAME if name.isascii() else LONGEST_FILE_NAME // 4
        name = name[:most].rstrip("_")
    return f"{name}_" if name in RESERVED_FILES else name


def model_module(text: str) -> str:
    """The module of a model."""
    name = module(text, "model")
    return f"{name}_" if name in RESERVED_MODULES else name


def pascal(text: str) -> str:
    """A class name, or "" when nothing of the text can stand in one.

    A text that is already in that style stays as it is, capitals included.

    >>> pascal("appointment_status"), pascal("HTTPError"), pascal("2fa"), pascal("none")
    ('AppointmentStatus', 'HTTPError', 'N2fa', 'None_')
    """
    if _is_pascal(text):
        name = text
    else:
        name = "".join(_capital(word[0]) + word[1:] for word in words(text))
    if name and not name.isidentifier():
        name = f"N{name}"
    return f"{name}_" if keyword.iskeyword(name) else name


def _capital(c: str) -> str:
    upper = c.upper()
    return (
        upper
        if len(upper) == 1 and unicodedata.normalize("NFKC", upper) == upper
        else c
    )


def _is_pascal(text: str) -> bool:
    lasting = unicodedata.normalize("NFKC", text) == text
    return (
        lasting
        and text.isalnum()
        and text.isidentifier()
        and _capital(text[0]) == text[0]
    )


def class_name(text: str, fallback: str) -> str:
    """The name of a model, an enumeration or a resource's class."""
    name = pascal(text) or fallback
    return f"{name}_" if name in RESERVED_CLASSES else name


def constant(text: str) -> str:
    """An upper-case member name; a value of signs is called as people call these.

    A sign in front is spelled too: to sort by `created` is not to sort by `-created`. So is one
    behind a single word.

    >>> constant("Europe/London"), constant("1st"), constant("-created"), constant("")
    ('EUROPE_LONDON', 'N1ST', 'MINUS_CREATED', 'EMPTY')
    >>> constant("<="), constant(">=5"), constant("A+"), constant("%%")
    ('LESS_OR_EQUAL', 'GREATER_OR_EQUAL_5', 'A_PLUS', 'PERCENT_PERCENT')
    """
    if text[:1] in SIGNS and text[1:2].isalpha():
        text = f"{SIGNS[text[0]]} {text[1:]}"
    elif found := _COMPARED.match(text):
        text = f"{OPERATORS[found[1]]} {text[found.end():]}"
    elif text[:-1].rstrip("+").isalnum():
        text = _GRADE.sub(lambda sign: f" {_GRADES[sign[1]]}", text)
    name = text if _is_constant(text) else _upper(text)
    if not name:
        # What only says how the sign before it is drawn has no name of its own.
        signs = [c for c in text if unicodedata.category(c) not in ("Mn", "Cf")]
        spelled = "_".join(map(_character, signs or text))
        name = OPERATORS.get(text) or spelled or "EMPTY"
    return f"{name}_" if name in RESERVED_MEMBERS or keyword.iskeyword(name) else name


def _upper(text: str) -> str:
    """The words in capitals; no keyword is written so, save those that begin with one."""
    name = "_".join(words(text)).upper()
    is_whole = name.isidentifier() or not name
    return name if is_whole and not name[:1].isdigit() else f"N{name}"


def _is_constant(text: str) -> bool:
    lasting = unicodedata.normalize("NFKC", text) == text == text.upper()
    return lasting and text.isidentifier() and text == text.strip("_")


def _character(c: str) -> str:
    return (
        OPERATORS.get(c)
        or "_".join(words(unicodedata.name(c, f"u{ord(c):04x}"))).upper()
    )


def attribute(text: str, fallback: str = "field") -> str:
    """The name of a dataclass field."""
    name = snake(text) or fallback
    return f"{name}_" if name in RESERVED_ATTRIBUTES | RUNTIME_MODULES else name


def argument(text: str, fallback: str = "argument") -> str:
    """The name of a method's argument; the same as the attribute that it fills."""
    name = attribute(text, fallback)
    return f"{name}_" if name in RESERVED_ARGUMENTS else name


def method_name(operation: Sequence[str], resource: Sequence[str]) -> str:
    """The method of a resource: the operation's words without the resource's noun.

    The noun says nothing new in front, where a group is written first, and behind the verb. At
    the end of other words it is needed: to list the labels on an issue is not to `list_labels_on`.

    >>> method_name(["confirm", "appointment"], ["appointments"])
    'confirm'
    >>> method_name(["list", "appointment", "types"], ["appointments"])
    'list_types'
    >>> method_name(["get", "budget", "months"], ["months"])
    'get_budget_months'
    >>> method_name(["invite", "user"], ["invites"])
    'invite_user'
    >>> method_name(["get", "codes", "and", "names"], ["codes"])
    'get_codes_and_names'
    """
    noun = "".join(singulars(resource))
    found = list(operation)
    while 0 < (size := _leading(found, noun)) < len(found):
        if found[size] in JOINING or (
            noun in ACTIONS and found[size] not in VERBS | ACTIONS
        ):
            break
        found = found[size:]
    for start in range(1, len(found)):
        if _follows(found[:start]) and (size := _leading(found[start:], noun)):
            rest = found[start + size :]
            if JOINING.isdisjoint(rest[:1]):
                return snake("_".join([*found[:start], *rest]))
    return snake("_".join(found))


def _follows(before: Sequence[str]) -> bool:
    """Whether what comes next is what the verb is about: it or `bulk activate` stands before."""
    *how, verb = before
    return (
        not how
        or verb in VERBS | MODIFIERS
        or (verb in ACTIONS and MODIFIERS.issuperset(how))
    )


def _leading(found: Sequence[str], noun: str) -> int:
    """How many words in front are the noun, however they are cut; 0 for none."""
    for size in range(1, len(found) + 1):
        if "".join(singulars(found[:size])) == noun:
            return size
    return 0

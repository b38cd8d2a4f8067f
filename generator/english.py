"""English as names of operations and schemas have it: verbs, and nouns in singular and plural."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

VERBS = frozenset(
    {
        "get",
        "list",
        "read",
        "find",
        "search",
        "fetch",
        "retrieve",
        "query",
        "head",
        "options",
    }
    | {
        "create",
        "add",
        "post",
        "put",
        "set",
        "update",
        "patch",
        "delete",
        "remove",
        "do",
    }
)
"""Words that say what an operation does to its resource."""

_ACTION_WORDS = """
accept acknowledge activate add advance apply approve archive assign attach authenticate authorize
award ban block calculate cancel capture change check claim clear clone close collect compile complete
compute confirm connect consume convert copy deactivate decline decrypt delete deliver deploy destroy
detach disable disconnect dismiss dispatch downgrade duplicate edit enable encrypt end enqueue estimate
evaluate evict execute expire export extend fail feed finalize finish flag follow fork forward freeze
fund generate ignore import impersonate increment initialize initiate insert install invite invoke join
kick kill launch leave link lock login logout lookup mark merge migrate modify mount move mute notify
obtain open parse pause pay ping pin prepare present preview process promote provision prune publish
purge reactivate read reboot rebuild recalculate recover recreate redact redeem redeliver redeploy
refresh refund regenerate register reindex reject release remix remove rename renew reopen reorder repair
replace replay reply report request resubmit reschedule resend reserve reset resize resolve respond
restart restore resume retest retire retry return reverse revert revoke rewind rollback rotate run
save scale scan schedule select send set settle share ship shutdown sign signin signout signup simulate
skip snooze solve sort split star start stop submit subscribe succeed suggest summarize suspend swap
switch sync synchronize terminate test toggle transcribe transfer transform translate trigger unapprove
unarchive unassign unban unblock undo undelete unfollow unfreeze uninstall unlink unlock unmute unpin
unpublish unregister unstar unsubscribe unsuspend update upgrade upload upsert validate verify void vote
wake watch withdraw
"""
ACTIONS = frozenset(_ACTION_WORDS.split())
"""Other words that say what is done; some of them are nouns as well."""

NOUNS_TOO = frozenset(
    {"copy", "feed", "flag", "link", "release", "reply", "report"}
    | {"schedule", "share", "sort", "star", "test", "vote", "watch"}
)
"""Actions that are nouns in front of a plural: `test_clocks` are no clocks to test."""

MODIFIERS = frozenset(
    {"all", "batch", "bulk", "current", "many", "multiple", "my", "new", "one"}
)
"""Words between a verb and its noun that say how many are meant, or which."""

JOINING = frozenset({"and", "or"})
"""Words that need one in front of them: `codes and names`."""

_UNCHANGED_WORDS = """
access always analytics as aws bias bus canvas chaos cors css cosmos corps dns ecs eks gas
gis gps has https ios iops its js kms kubernetes lens means mms mps news nfs os pants pos previous
ps rds rss series ses sms sns species sqs ssl sss tls tps ups was yes
"""
_UNCHANGED = frozenset(_UNCHANGED_WORDS.split())
"""Words that end like a plural and are none."""

_IRREGULAR_WORDS = """
people person children child men man women woman criteria criterion indices index vertices vertex
matrices matrix appendices appendix movies movie cookies cookie zombies zombie selfies selfie
calories calorie ties tie pies pie lies lie dies die caches cache niches niche headaches headache
quizzes quiz aliases alias biases bias canvases canvas atlases atlas gases gas lenses lens axes axis
crises crisis theses thesis hypotheses hypothesis diagnoses diagnosis synopses synopsis
parentheses parenthesis analyses analysis emphases emphasis uses use excuses excuse fuses fuse
shoes shoe toes toe canoes canoe shelves shelf wolves wolf halves half knives knife wives wife
selves self calves calf thieves thief menus menu skus sku cpus cpu gpus gpu tpus tpu gurus guru
"""
_IRREGULAR = dict(
    zip(_IRREGULAR_WORDS.split()[::2], _IRREGULAR_WORDS.split()[1::2], strict=True)
)
_SINGULARS = frozenset(_IRREGULAR.values())
_PLURALS = {one: many for many, one in reversed(_IRREGULAR.items())}

_SINGLE_WORDS = """
settings preferences stats statistics details metrics options limits analytics terms totals counts
credentials info status news contents graphics basics insights earnings economics
"""
_SINGLE = frozenset(_SINGLE_WORDS.split())
"""Words in the plural that name one thing."""

UNCOUNTABLE = frozenset(
    {"data", "metadata", "information", "info", "media", "feedback", "equipment"}
    | {"software", "content", "inventory", "knowledge", "history", "staff", "usage"}
)
"""Nouns that nobody has several of."""

_ENDINGS = (
    ("ies", "y"),
    ("auses", "ause"),
    ("ouses", "ouse"),
    ("uses", "us"),
    ("us", "us"),
    ("sses", "ss"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("xes", "x"),
    ("tzes", "tz"),
    ("oes", "o"),
    ("s", ""),
)
"""Endings of a plural and of its singular; the first that fits is taken."""
_ALIKE = _UNCHANGED | _SINGULARS


def singular(word: str) -> str:
    """The singular of a lower-case English noun, for the usual endings and exceptions.

    >>> singular("appointments"), singular("entries"), singular("statuses"), singular("status")
    ('appointment', 'entry', 'status', 'status')
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _ALIKE or len(word) < 3 or word.endswith(("ss", "is")):
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word


def is_plural(word: str) -> bool:
    """Whether a lower-case English noun names several things."""
    return singular(word) != word


def one_of(word: str) -> str:
    """The singular of what may stand in a list; `settings` are one thing.

    >>> one_of("pets"), one_of("settings")
    ('pet', 'settings')
    """
    return word if word in _SINGLE else singular(word)


def plural(word: str) -> str:
    """The plural of a lower-case English noun, for the usual endings and exceptions.

    >>> plural("pet"), plural("category"), plural("analysis"), plural("news")
    ('pets', 'categories', 'analyses', 'news')
    """
    if word in _PLURALS:
        return _PLURALS[word]
    if is_plural(word) or word in _UNCHANGED:
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def singulars(found: Iterable[str]) -> tuple[str, ...]:
    """The words, each in the singular."""
    return tuple(singular(word) for word in found)


def joined(owner: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """`owner` then `own`, said once where the two overlap, as `own` says it.

    >>> joined(("list", "appointments"), ("appointment", "type"))
    ('list', 'appointment', 'type')
    """
    for size in range(min(len(owner), len(own)), 0, -1):
        if singulars(owner[-size:]) == singulars(own[:size]):
            return (*owner[:-size], *own)
    return (*owner, *own)

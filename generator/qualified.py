"""Names of types in namespaces, as C#, Java and Kubernetes write them: `io.k8s.api.core.v1.Pod`."""

from __future__ import annotations

import re
from collections.abc import Collection

from .naming import pascal

_QUALIFIED = re.compile(r"(?:[A-Za-z_][\w-]*\.){2,}[A-Z]\w*", re.ASCII)

_ROLE_WORDS = """
command data details dto entry error info input item kind list model object options output page query
request response result settings spec state status type value
"""
_ROLES = frozenset(_ROLE_WORDS.split())
"""Types that are of something: `Orders.Create.Command`."""


def is_qualified(name: str) -> bool:
    """Whether a component's name is that of a type in a namespace."""
    return _QUALIFIED.fullmatch(name) is not None


def ends(name: str, others: Collection[str] = ()) -> list[str]:
    """The ends of a qualified name that may name its type, as classes, the shortest first.

    A type that is of something takes the word before it along, and a type within one of the
    `others` the outer one's name.

    >>> ends("shop.orders.v1.Order")
    ['Order', 'V1Order', 'OrdersV1Order', 'ShopOrdersV1Order']
    """
    parts = name.split(".")
    last = len(parts) - 1
    if parts[-1].lower() in _ROLES:
        last -= 1
    outer = (n for n in range(1, len(parts)) if ".".join(parts[:n]) in others)
    last = min(last, next(outer, len(parts)) - 1)
    return ["".join(map(pascal, parts[start:])) for start in range(last, -1, -1)]

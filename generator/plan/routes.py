"""Path templates as they go into a URL."""

from __future__ import annotations

import re
from urllib.parse import quote

_AS_IT_IS = "/?&=%:@!$'()*+,;~"
"""What a URL may hold (RFC 3986, section 3.3): some descriptions have a query in the path."""


def route(path: str) -> str:
    """The template without what no URL can hold; its parameters stay in braces.

    A fragment (`#...`) tells operations of one URL apart in the description, and is not sent.

    >>> route("/a b/{id}?v=1#second")
    '/a%20b/{id}?v=1'
    """
    parts = re.split(r"(\{[^{}]+\})", path.partition("#")[0])
    return "".join(
        part if at % 2 else quote(part, safe=_AS_IT_IS) for at, part in enumerate(parts)
    )

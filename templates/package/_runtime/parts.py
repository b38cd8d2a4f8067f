"""Multipart bodies whose parts have no names: what each part is follows from its position."""

from __future__ import annotations

from collections.abc import Iterable

from .multipart import Multipart, Part


class Parts(Multipart):
    """Parts in the order in which they are given (OAS, Media Type Object: `prefixEncoding`).

    Objects and lists are JSON, files are as in a form.
    """

    __slots__ = ()

    def __init__(
        self,
        items: Iterable[object],
        media_types: tuple[str, ...] = (),
        rest: str = "",
        subtype: str = "mixed",
    ) -> None:
        """Send `items`.

        Args:
            media_types: of the first parts, where they are documented; "" where not.
            rest: the media type of the parts after them.
            subtype: what kind of multipart it is.

        Raises:
            ValueError, TypeError: an item cannot be sent.
        """
        parts: list[Part] = []
        for at, item in enumerate(items):
            media_type = media_types[at] if at < len(media_types) else rest
            parts.append(Part("", item, media_type or None))
        self._of(parts, subtype)

"""Examples of answers, each made once: those of a large description take a while."""

from __future__ import annotations

from threading import Lock

from ..examples import Known, NoExampleError, shown
from ..source import Document, Json
from ..spec import Spec


class Examples:
    """Values by the Media Type Object that they are of, for any number of threads."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self._known = Known()
        self._lock = Lock()
        self._made: dict[int, tuple[Document, Json | NoExampleError]] = {}

    def of(self, media: Document) -> Json:
        """An example, the same one every time; callers must not change it.

        Raises:
            NoExampleError: none was found.
        """
        with self._lock:
            if id(media) not in self._made:
                # The node is kept, so that its identity stays its own.
                self._made[id(media)] = (media, self._make(media))
            value = self._made[id(media)][1]
        if isinstance(value, NoExampleError):
            raise NoExampleError(str(value))
        return value

    def _make(self, media: Document) -> Json | NoExampleError:
        try:
            return shown(self.spec, media.get("schema", {}), known=self._known)
        except NoExampleError as fault:
            return fault

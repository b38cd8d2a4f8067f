"""Operations whose answer arrives item by item.

```yaml
x-stream:
  end: "[DONE]"       # data that says that nothing follows; this one is known without it
  switch: stream      # the boolean body field or query parameter that asks for the stream
```

`x-stream: false` says that the answer is taken as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..diagnostics import Report
from ..expressions import Anything, TypeExpr
from ..ir import Framing, Status, Stream
from ..media_types import sendable
from ..source import Document, Json, extend, is_object, object_at
from ..spec import Spec
from .binary import within_json
from .docs import doc
from .framings import framing, items
from .schemas import sample
from .types import TypeReader

EXTENSION = "x-stream"
SWITCH = "stream"
"""What the boolean is called that asks for a stream, unless the extension says otherwise."""

_ORDER = tuple(Framing)


class StreamReader:
    """Reads the streams of one canonical document."""

    def __init__(
        self, written: Spec, spec: Spec, types: TypeReader, report: Report
    ) -> None:
        """Read streams; `spec` is what `with_event_data` makes of the document as `written`."""
        self._written = written
        self._spec = spec
        self._types = types
        self._report = report

    def read(
        self, operation: Document, pointer: str, successes: Sequence[tuple[str, Status]]
    ) -> Stream | None:
        """The stream that an operation answers with, None when it does not.

        `successes` are the codes of the responses of success.
        """
        written = operation.get(EXTENSION)
        if written is False:
            return None
        wanted = self._wanted(written, extend(pointer, EXTENSION))
        for code, status in successes:
            response = self._spec.resolved(object_at(operation, "responses")[code])
            content = object_at(response, "content")
            framed = [(name, found) for name in content if (found := framing(name))]
            if framed:
                name, found = min(framed, key=lambda f: _ORDER.index(f[1]))
                where = extend(pointer, "responses", code, "content", name)
                stream = self._stream(status, name, found, content[name], where)
                return replace(
                    stream,
                    beside=len(framed) < len(content),
                    end=wanted.get("end"),
                    switch=wanted.get("switch", SWITCH),
                    doc=doc(response),
                )
        return None

    def _stream(
        self, status: Status, name: str, framed: Framing, written: Json, where: str
    ) -> Stream:
        found = items(self._written, self._spec.resolved(written), framed)
        type_: TypeExpr | None = None
        if found is not None:
            read = self._types.read(found.schema, extend(where, *found.steps))
            type_ = within_json(read)
        elif framed is not Framing.EVENTS:
            type_ = Anything()
        return Stream(
            status=status,
            media_type=sendable(name),
            framing=framed,
            item=type_,
            origin=where,
            whole=found is not None and found.whole,
            text=found.text if found is not None else False,
            example=sample(self._spec, found.schema) if found is not None else None,
        )

    def _wanted(self, written: Json, pointer: str) -> dict[str, str]:
        """What the extension says."""
        if written is None:
            return {}
        if is_object(written) and written.keys() <= {"end", "switch"}:
            said = {k: v for k, v in written.items() if isinstance(v, str) and v}
            if len(said) == len(written):
                return said
        self._report.warning(
            "invalid-stream",
            self._spec.provenance.at(pointer),
            f"{EXTENSION}: `false` is needed, or an object of `end` and `switch`, both texts",
            help="see docs/configuration.md, x-stream",
        )
        return {}

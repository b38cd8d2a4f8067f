"""Schema-valid, realistic, deterministic example values, made from the canonical document.

The mock server, the recorded fixtures and the factories of a generated package all show the
same values. What the description says comes first (`const`, `examples`, `enum`, `default`), then what
its `format`, `pattern` and bounds allow; a value that the schema refuses is never returned, but
by `shown` where the alternatives of a `oneOf` overlap.
"""

from __future__ import annotations

from .conform import conforms
from .known import Known
from .pick import Pick
from .shown import shown
from .values import NoExampleError, example
from .variants import variants

__all__ = [
    "Known",
    "NoExampleError",
    "Pick",
    "conforms",
    "example",
    "shown",
    "variants",
]

"""What all calls of a client have in common."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx2

from .auth import Credentials
from .hooks import NO_HOOKS, Hooks
from .options import RequestOptions
from .retry import RetryPolicy

_USUAL_SIZE = 64 * 2**20


def _new_key() -> str:
    from uuid import uuid4  # slow to import, and most APIs take no such keys

    return str(uuid4())


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Settings:
    """The options of a client, and the parts that tests replace."""

    base_url: str
    user_agent: str
    credentials: Credentials | None = None
    serves_elsewhere: bool = True
    """Whether an operation with a server of its own goes there: not with a chosen base URL."""
    allow_http: bool = False
    options: RequestOptions = field(default_factory=RequestOptions)
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    hooks: Hooks = NO_HOOKS
    max_response_bytes: int = _USUAL_SIZE
    """What one answer, or an item of a stream, may take of the memory, decompressed."""
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    """Seconds since the epoch, to read a Retry-After that is a date."""
    random: Callable[[], float] = random.random
    new_key: Callable[[], str] = _new_key
    """An idempotency key for a call whose API takes one, and whose caller gave none."""


def checked_size(size: int | None) -> int:
    """The bytes that an answer may have; None is as many as usual.

    Raises:
        ValueError, TypeError: it makes no sense.
    """
    if size is None:
        return _USUAL_SIZE
    if type(size) is not int:
        raise TypeError("max_response_bytes must be an integer")
    if size <= 0:
        raise ValueError("max_response_bytes must be positive")
    return size


def user_agent(package: str, version: str, api_version: str) -> str:
    """The `User-Agent` of a generated client."""
    python = ".".join(map(str, sys.version_info[:3]))
    text = (
        f"{package}/{version} (API {api_version}) python/{python}"
        f" httpx2/{httpx2.__version__}"
    )
    return "".join(char for char in text if " " <= char <= "~")

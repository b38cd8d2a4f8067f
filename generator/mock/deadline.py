"""Reading from a client that may be slow on purpose."""

from __future__ import annotations

import socket
import time
from io import RawIOBase
from typing import Any


class Deadline(RawIOBase):
    """Reads from a socket until a moment, not for a time: one byte a second does not extend it."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.until = 0.0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        remaining = self.until - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        self._connection.settimeout(remaining)
        return self._connection.recv_into(buffer)

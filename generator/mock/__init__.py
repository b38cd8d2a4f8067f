"""A server that answers as the description says: for trying an SDK out with no account.

Stateless and on loopback only. `service` decides what to answer and knows no sockets; `server`
speaks HTTP/1.1 and knows no OpenAPI.
"""

from __future__ import annotations

from .server import Mock, serve

__all__ = ["Mock", "serve"]

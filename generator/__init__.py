"""Undrift: OpenAPI fragments in, one typed Python SDK out, and nothing drifts silently."""

__version__ = "0.1.0"

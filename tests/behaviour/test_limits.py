"""Every phase of an attempt is limited, whatever the request holds: a server may take nothing."""

from __future__ import annotations

from types import ModuleType

import httpx2
import pytest


def test_a_request_without_a_body_is_limited_in_every_phase(sdk: ModuleType) -> None:
    limits: list[dict[str, float | None]] = []

    def refuse(request: httpx2.Request) -> httpx2.Response:
        limits.append(request.extensions["timeout"])
        raise httpx2.ConnectError("refused")

    http_client = httpx2.Client(transport=httpx2.MockTransport(refuse))
    with http_client, sdk.DrOnline("sk_sandbox_1", http_client=http_client) as client:
        careful = client.with_options(timeout=2, max_retries=0)
        with pytest.raises(sdk.errors.APIConnectionError):
            careful.appointments.get("apt_1")
    assert limits == [{"connect": 2, "read": 2, "write": 2, "pool": 2}]

"""A client of an API called Shop, on a network that is a function."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import httpx2

SECRET = "s3cr3t"


class Shop:
    """A client whose requests end here."""

    def __init__(
        self, shop: ModuleType, answer: httpx2.Response | None = None, **settings: Any
    ) -> None:
        self.requests: list[httpx2.Request] = []
        self.answer = answer or httpx2.Response(204)
        http = httpx2.Client(transport=httpx2.MockTransport(self._serve))
        usual = {"key": SECRET, "login": ("u", "p")}
        self.client: Any = shop.Shop(
            http_client=http, max_retries=0, **(settings or usual)
        )

    def _serve(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        self.requests.append(request)
        return self.answer

    @property
    def sent(self) -> httpx2.Request:
        (request,) = self.requests
        return request

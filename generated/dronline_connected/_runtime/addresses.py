"""Where a request goes, and what authenticates it there."""

from __future__ import annotations

from collections.abc import Mapping

import httpx2

from .auth import Signature, check_base_url


def own_server(base_url: str, server: str, *, allow_http: bool) -> str:
    """The base URL of an operation that has a server of its own, perhaps a relative one.

    Raises:
        ConfigurationError: it would get the key unencrypted.
    """
    url = parse_url(base_url + "/").join(server)
    return check_base_url(str(url), allow_http=allow_http)


def parse_url(url: str) -> httpx2.URL:
    """A URL that holds arguments.

    Raises:
        ValueError: it is too long; says so without showing it.
    """
    try:
        return httpx2.URL(url)
    except httpx2.InvalidURL:
        pass  # its message holds a part of the URL
    raise ValueError("the arguments do not fit into a URL: one of them is too long")


def signed(
    headers: dict[str, str], url: httpx2.URL, signature: Signature
) -> tuple[dict[str, str], httpx2.URL]:
    """Headers and URL of a request with what authenticates it."""
    headers = {**headers, **signature.headers}
    if signature.cookie:
        cookies = (headers.get("cookie", ""), signature.cookie)
        headers["cookie"] = "; ".join(filter(None, cookies))
    if signature.query:
        query = "&".join(filter(None, (url.query.decode("ascii"), signature.query)))
        url = url.copy_with(query=query.encode("ascii"))
    return headers, url


def origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    """What two URLs share when credentials for one may go to the other (RFC 6454)."""
    return url.scheme, url.host, url.port


def redirected(
    url: httpx2.URL,
    method: str,
    status: int,
    headers: Mapping[str, str],
    *,
    may_leave: bool,
) -> httpx2.URL | None:
    """Where an answer leads, None when nobody should follow it there.

    RFC 9110, 15.4: 307 and 308 keep method and body. The others may turn a POST into a
    GET, and then the result would be of another operation.

    Args:
        url: where the answer came from.
        headers: those of the answer.
        may_leave: whether to another origin; from https to http never.
    """
    is_kept = status in (301, 302, 303) and method in ("GET", "HEAD")
    location = headers.get("location")
    if not location or not (is_kept or status in (307, 308)):
        return None
    try:
        target = url.join(location)
    except (httpx2.InvalidURL, ValueError):
        return None
    if target.userinfo:
        return None
    is_as_safe = target.scheme in ("https", url.scheme) and bool(target.host)
    stays = origin(target) == origin(url)
    return target if stays or (may_leave and is_as_safe) else None

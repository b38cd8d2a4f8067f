"""Answers read piece by piece: what is continued, what is refused, and what is left on the disk."""

from __future__ import annotations

import asyncio
import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from templates.package._runtime.call import Call
from templates.package._runtime.contents import BYTES
from templates.package._runtime.download import AsyncStreamedResponse, StreamedResponse
from templates.package._runtime.errors import (
    APIConnectionError,
    APITimeoutError,
    NotFoundError,
    ResponseDecodeError,
    SDKError,
)
from templates.package._runtime.options import Timeouts
from templates.package._runtime.transport import AsyncTransport, SyncTransport
from tests.behaviour.runtime.driver import (
    IMPATIENT,
    PATIENT,
    Driver,
    options,
    settings,
)
from tests.support.hostile import (
    Connection,
    Hostile,
    Step,
    answer,
    gzip_bomb,
    hang_up,
    head,
    pieces,
    stall,
)

GET: Call[bytes] = Call("getFile", "GET", "/file", BYTES, accept="*/*")
POST: Call[bytes] = replace(GET, method="POST")
FILE = bytes(range(256)) * 40
TAG = '"1"'


@dataclass
class Loader:
    """Uses a streamed response of either colour."""

    mode: str

    def use(
        self,
        use: Callable[[Any], Any],
        url: str,
        call: Call[bytes] = GET,
        **changes: Any,
    ) -> Any:
        """What `use` makes of the response: a value, or the list of what it yields."""
        chosen = settings(url, **changes)
        if self.mode == "async":
            return asyncio.run(self._use(use, chosen, call))
        transport = SyncTransport(chosen, sleep=lambda _: None)
        try:
            with StreamedResponse(transport, call) as response:
                made = use(response)
                return list(made) if inspect.isgenerator(made) else made
        finally:
            transport.close()

    async def _use(
        self, use: Callable[[Any], Any], chosen: Any, call: Call[bytes]
    ) -> Any:
        async def sleep(seconds: float) -> None:
            del seconds

        transport = AsyncTransport(chosen, sleep=sleep)
        try:
            async with AsyncStreamedResponse(transport, call) as response:
                made = use(response)
                if inspect.isasyncgen(made):
                    return [item async for item in made]
                return await made if inspect.isawaitable(made) else made
        finally:
            await transport.close()


@pytest.fixture
def loader(driver: Driver) -> Loader:
    return Loader(driver.mode)


def part(
    body: bytes, *, status: int = 200, length: int | None = None, **headers: str
) -> Step:
    """Send some bytes of those that are promised, and hang up where they are too few."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    promised = len(body) if length is None else length
    named["Content-Length"] = str(promised)

    def act(connection: Connection) -> bool:
        connection.send(head(status, named) + body)
        return len(body) == promised

    return Step(act)


def rest(start: int, *, etag: str = '"1"') -> Step:
    """The bytes from `start` on."""
    span = f"bytes {start}-{len(FILE) - 1}/{len(FILE)}"
    return part(FILE[start:], status=206, Content_Range=span, ETag=etag)


def test_bytes_come_as_they_are(loader: Loader) -> None:
    with Hostile(pieces(b"ab", b"c", content_type="image/png")) as server:
        assert loader.use(lambda r: r.read(), server.url) == b"abc"
        assert loader.use(lambda r: r.iter_bytes(), server.url) == [b"ab", b"c"]
    assert server.requests[0].headers["accept-encoding"] == "identity"


def test_the_head_is_there_before_the_body(loader: Loader) -> None:
    step = pieces(b"a", headers={"X-Request-Id": "r1"}, then=stall)
    with Hostile(step) as server:
        seen = loader.use(
            lambda r: (r.status_code, r.headers["content-type"], r.request_id),
            server.url,
        )
    assert seen == (200, "text/event-stream", "r1")


def test_text_comes_in_its_charset_wherever_it_is_cut(loader: Loader) -> None:
    cut = [bytes([byte]) for byte in "a\u00fc\r\n\u2713\n\nend".encode()]
    with Hostile(pieces(*cut, content_type="text/csv")) as server:
        lines = loader.use(lambda r: r.iter_lines(), server.url)
        text = loader.use(lambda r: r.iter_text(), server.url)
    assert lines == ["a\u00fc", "\u2713", "", "end"]
    assert "".join(text) == "a\u00fc\r\n\u2713\n\nend"


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"\xff", "text/plain"), (b"\xc3", "text/plain"), (b"a", "text/plain; charset=x")],
)
def test_text_that_is_none_is_refused(loader: Loader, body: bytes, kind: str) -> None:
    server = Hostile(answer(body=body, content_type=kind))
    with server, pytest.raises(ResponseDecodeError, match="charset"):
        loader.use(lambda r: r.iter_text(), server.url)


def test_a_line_has_a_limit(loader: Loader) -> None:
    server = Hostile(pieces(b"x" * 60, b"x" * 60))
    with server, pytest.raises(ResponseDecodeError, match="longer than 100"):
        loader.use(lambda r: r.iter_lines(), server.url, max_response_bytes=100)


def test_reading_has_the_limit_of_answers_and_pieces_have_none(loader: Loader) -> None:
    with Hostile(answer(body=FILE)) as server:
        with pytest.raises(ResponseDecodeError, match="larger than 100"):
            loader.use(lambda r: r.read(), server.url, max_response_bytes=100)
        found = loader.use(lambda r: r.iter_bytes(), server.url, max_response_bytes=100)
    assert b"".join(found) == FILE


def saved(loader: Loader, folder: Path, server: Hostile, **named: Any) -> bytes:
    """What is saved, beside nothing else."""
    call = named.pop("call", GET)
    size = loader.use(lambda r: r.save_to(folder / "f", **named), server.url, call)
    assert [path.name for path in folder.iterdir()] == ["f"]
    found = (folder / "f").read_bytes()
    assert size == len(found)
    return found


def test_a_file_is_saved_whole(loader: Loader, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"old")
    seen: list[tuple[int, int | None]] = []
    with Hostile(part(FILE)) as server:
        found = saved(
            loader, tmp_path, server, on_progress=lambda *told: seen.append(told)
        )
    assert found == FILE
    assert seen[-1] == (len(FILE), len(FILE))
    assert seen == sorted(seen)


def test_an_empty_file_is_saved(loader: Loader, tmp_path: Path) -> None:
    with Hostile(answer(status=204, body=b"")) as server:
        assert saved(loader, tmp_path, server) == b""


@pytest.mark.skipif(os.name != "posix", reason="the mode of files")
def test_a_file_gets_the_usual_mode(loader: Loader, tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    with Hostile(part(FILE)) as server:
        loader.use(lambda r: r.save_to(tmp_path / "f"), server.url)
    assert (tmp_path / "f").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_what_breaks_off_is_continued(loader: Loader, tmp_path: Path) -> None:
    first = part(FILE[:1000], length=len(FILE), ETag=TAG)
    span = f"bytes 1000-{len(FILE) - 1}/{len(FILE)}"
    second = part(
        FILE[1000:3000],
        status=206,
        length=len(FILE) - 1000,
        Content_Range=span,
        ETag=TAG,
    )
    with Hostile(first, second, rest(3000)) as server:
        assert saved(loader, tmp_path, server) == FILE
    asked = [
        (r.headers.get("range"), r.headers.get("if-range")) for r in server.requests
    ]
    assert asked == [(None, None), ("bytes=1000-", '"1"'), ("bytes=3000-", '"1"')]


def test_a_part_that_was_asked_for_is_continued_as_that_part(loader: Loader) -> None:
    def served(start: int, count: int) -> Step:
        span = f"bytes {start}-2999/{len(FILE)}"
        some = FILE[start : start + count]
        named = {"Content_Range": span, "ETag": TAG}
        return part(some, status=206, length=3000 - start, **named)

    asked = options(headers={"Range": "bytes=1000-2999", "If-Range": TAG})
    with Hostile(served(1000, 700), served(1700, 1300)) as server:
        found = loader.use(lambda r: r.read(), server.url, options=asked)
    assert found == FILE[1000:3000]
    ranges = [r.headers["range"] for r in server.requests]
    assert ranges == ["bytes=1000-2999", "bytes=1700-2999"]
    assert [r.headers["if-range"] for r in server.requests] == [TAG, TAG]


def test_the_whole_in_place_of_a_part_is_not_continued(loader: Loader) -> None:
    span = f"bytes 1000-2999/{len(FILE)}"
    first = part(FILE[1000:1700], status=206, length=2000, Content_Range=span, ETag=TAG)
    asked = options(headers={"Range": "bytes=1000-2999"})
    with (
        Hostile(first, part(FILE, ETag=TAG)) as server,
        pytest.raises(APIConnectionError, match="changed while it was read"),
    ):
        loader.use(lambda r: r.read(), server.url, options=asked)


def test_parts_that_nobody_can_place_are_not_continued(loader: Loader) -> None:
    first = part(FILE[:700], status=206, length=2000, ETag=TAG)
    with Hostile(first, rest(700)) as server:
        with pytest.raises(APIConnectionError):
            loader.use(lambda r: r.read(), server.url)
        assert len(server.requests) == 1


def test_a_server_that_knows_no_ranges_sends_all_again(
    loader: Loader, tmp_path: Path
) -> None:
    first = part(FILE[:1000], length=len(FILE), ETag=TAG)
    with Hostile(first, part(FILE, ETag=TAG)) as server:
        assert saved(loader, tmp_path, server) == FILE


def test_a_file_that_never_began_is_asked_for_again(
    loader: Loader, tmp_path: Path
) -> None:
    with Hostile(hang_up(), part(b"", length=9), part(FILE)) as server:
        assert saved(loader, tmp_path, server) == FILE
        assert len(server.requests) == 3


@dataclass(frozen=True)
class Row:
    """A server that does `steps`, and why there is no file in the end."""

    name: str
    steps: tuple[Step, ...]
    error: type[SDKError]
    requests: int
    call: Call[bytes] = GET
    timeout: Timeouts = PATIENT


CUT = part(FILE[:1000], length=len(FILE), ETag=TAG)
ROWS = [
    Row("404", (answer({}, status=404),), NotFoundError, 1),
    Row("too large by its length", (part(FILE * 3),), ResponseDecodeError, 1),
    Row("too large", (pieces(FILE * 3, b""),), ResponseDecodeError, 1),
    Row("bomb", (gzip_bomb(),), ResponseDecodeError, 1),
    Row("stalls", (pieces(FILE[:1000], then=stall),), APITimeoutError, 1, timeout=IMPATIENT),
    Row("cut without a tag", (part(FILE[:1000], length=len(FILE)),), APIConnectionError, 1),
    Row("cut with a weak tag", (part(FILE[:9], length=99, ETag='W/"1"'),), APIConnectionError, 1),
    Row("cut, packed", (part(b"", length=99, Content_Encoding="gzip", ETag=TAG),), APIConnectionError, 3),
    Row("cut, no ranges", (part(FILE[:9], length=99, Accept_Ranges="none", ETag=TAG),), APIConnectionError, 1),
    Row("cut POST", (CUT,), APIConnectionError, 1, POST),
    Row("changed", (CUT, part(FILE, ETag='"2"')), APIConnectionError, 2),
    Row("changed part", (CUT, rest(1000, etag='"2"')), APIConnectionError, 2),
    Row("another part", (CUT, rest(1001)), APIConnectionError, 2),
    Row("part without a place", (CUT, part(FILE[1000:], status=206, ETag=TAG)), APIConnectionError, 2),
    Row("part too short", (CUT, part(FILE[1000:1100], status=206, Content_Range="bytes 1000-1099/*", ETag=TAG)), ResponseDecodeError, 2),
    Row("gone", (CUT, answer({}, status=404)), NotFoundError, 2),
    Row("cut for ever", (CUT, hang_up()), APIConnectionError, 3),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_nothing_is_left_where_it_fails(
    loader: Loader, tmp_path: Path, row: Row
) -> None:
    (tmp_path / "f").write_bytes(b"old")
    with Hostile(*row.steps) as server:
        with pytest.raises(row.error):
            loader.use(
                lambda r: r.save_to(tmp_path / "f", max_bytes=len(FILE) * 2),
                server.url,
                row.call,
                options=options(timeout=row.timeout),
            )
        assert len(server.requests) == row.requests
    assert [path.name for path in tmp_path.iterdir()] == ["f"]
    assert (tmp_path / "f").read_bytes() == b"old"


def test_a_callback_that_raises_leaves_nothing(loader: Loader, tmp_path: Path) -> None:
    def stop(received: int, total: int | None) -> None:
        raise KeyError(received, total)

    with Hostile(part(FILE)) as server, pytest.raises(KeyError):
        loader.use(lambda r: r.save_to(tmp_path / "f", on_progress=stop), server.url)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_sent_when_the_file_cannot_be_made(tmp_path: Path) -> None:
    with Hostile(part(FILE)) as server:
        transport = SyncTransport(settings(server.url))
        with pytest.raises(FileNotFoundError):
            StreamedResponse(transport, GET).save_to(tmp_path / "none" / "f")
        assert server.requests == []


def test_saving_needs_no_block(tmp_path: Path) -> None:
    limits = httpx2.Limits(max_connections=1)
    with Hostile(part(FILE)) as server, httpx2.Client(limits=limits) as http:
        transport = SyncTransport(settings(server.url), http)
        for name in ("a", "b"):
            StreamedResponse(transport, GET).save_to(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == FILE


def test_a_response_says_whose_it_is() -> None:
    transport = SyncTransport(settings("http://127.0.0.1:1"))
    response = StreamedResponse(transport, GET)
    assert repr(response) == "<StreamedResponse of getFile>"
    transport.close()


def test_an_answer_that_changed_is_not_read_on(loader: Loader) -> None:
    def read_on(response: Any) -> list[bytes]:
        with pytest.raises(APIConnectionError, match="changed"):
            list(response.iter_bytes())
        return list(response.iter_bytes())

    async def aread_on(response: Any) -> list[bytes]:
        with pytest.raises(APIConnectionError, match="changed"):
            [chunk async for chunk in response.iter_bytes()]
        return [chunk async for chunk in response.iter_bytes()]

    steps = (
        part(FILE[:1000], length=len(FILE), ETag=TAG),
        part(b"x" * len(FILE), ETag='"2"'),
    )
    read = read_on if loader.mode == "sync" else aread_on
    with Hostile(*steps) as server:
        assert loader.use(read, server.url) == []


def test_a_folder_where_the_file_belongs_fails_before_anything_is_sent(
    loader: Loader, tmp_path: Path
) -> None:
    chosen = settings("https://api.test")

    def save() -> object:
        if loader.mode == "sync":
            return StreamedResponse(SyncTransport(chosen), GET).save_to(tmp_path)
        response = AsyncStreamedResponse(AsyncTransport(chosen), GET)
        return asyncio.run(response.save_to(tmp_path))

    with pytest.raises(IsADirectoryError):
        save()
    assert list(tmp_path.iterdir()) == []

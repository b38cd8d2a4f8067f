"""Downloads that a later run goes on with."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from templates.package._runtime.call import Call
from templates.package._runtime.contents import BYTES
from templates.package._runtime.download import AsyncStreamedResponse, StreamedResponse
from templates.package._runtime.errors import (
    APIConnectionError,
    APIStatusError,
    ResponseDecodeError,
    SDKError,
)
from templates.package._runtime.transport import AsyncTransport, SyncTransport
from tests.behaviour.runtime.driver import Driver, options, settings
from tests.support.hostile import Hostile, Step, answer, head, pieces, stall

GET: Call[bytes] = Call("getFile", "GET", "/file", BYTES, accept="*/*")
FILE = bytes(range(256)) * 40
TAG = '"1"'


@dataclass
class Saver:
    """A run of a program: a client of its own, and one attempt."""

    mode: str
    folder: Path

    def save(
        self, url: str, call: Call[bytes] = GET, *, resume: bool = True, **more: Any
    ) -> int:
        chosen = settings(url, options=options(max_retries=0))
        path = self.folder / "f"
        if self.mode == "sync":
            transport = SyncTransport(chosen)
            response = StreamedResponse(transport, call)
            try:
                return response.save_to(path, resume=resume, **more)
            finally:
                transport.close()

        async def run() -> int:
            atransport = AsyncTransport(chosen)
            aresponse = AsyncStreamedResponse(atransport, call)
            try:
                return await aresponse.save_to(path, resume=resume, **more)
            finally:
                await atransport.close()

        return asyncio.run(run())

    def breaks(
        self, url: str, error: type[SDKError] = APIConnectionError, **more: Any
    ) -> None:
        with pytest.raises(error):
            self.save(url, **more)
        assert not (self.folder / "f").exists()

    @property
    def left(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())

    @property
    def saved(self) -> bytes:
        """What is saved, beside nothing else."""
        assert self.left == ["f"]
        return (self.folder / "f").read_bytes()


@pytest.fixture
def saver(driver: Driver, tmp_path: Path) -> Saver:
    return Saver(driver.mode, tmp_path)


KEPT = [".f.part", ".f.part.json"]


def part(body: bytes, *, status: int = 200, size: int = 0, **headers: str) -> Step:
    """Bytes of those that are promised, and a hang-up where they are too few."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named["Content-Length"] = str(size or len(body))
    sent = head(status, named) + body
    return Step(lambda connection: connection.send(sent) and not size)


BROKEN = part(FILE[:1000], size=len(FILE), ETag=TAG)


def rest(start: int, *, etag: str = TAG) -> Step:
    span = f"bytes {start}-{len(FILE) - 1}/{len(FILE)}"
    return part(FILE[start:], status=206, Content_Range=span, ETag=etag)


def test_a_later_run_goes_on(saver: Saver) -> None:
    seen: list[tuple[int, int | None]] = []
    with Hostile(BROKEN, rest(1000)) as server:
        saver.breaks(server.url)
        assert saver.left == KEPT
        size = saver.save(server.url, on_progress=lambda *now: seen.append(now))
    assert size == len(FILE)
    assert saver.saved == FILE
    assert seen[-1] == (len(FILE), len(FILE))
    asked = server.requests[1].headers
    assert (asked["range"], asked["if-range"]) == ("bytes=1000-", TAG)


def test_a_later_run_may_break_off_as_well(saver: Saver) -> None:
    span = f"bytes 1000-{len(FILE) - 1}/{len(FILE)}"
    again = part(
        FILE[1000:3000],
        status=206,
        size=len(FILE) - 1000,
        Content_Range=span,
        ETag=TAG,
    )
    with Hostile(BROKEN, answer(status=503), again, rest(3000)) as server:
        saver.breaks(server.url)
        saver.breaks(server.url, APIStatusError)
        saver.breaks(server.url)
        saver.save(server.url)
    assert saver.saved == FILE


def test_a_server_that_sends_all_of_it_is_read_over(saver: Saver) -> None:
    with Hostile(BROKEN, part(FILE, ETag=TAG)) as server:
        saver.breaks(server.url)
        assert saver.save(server.url) == len(FILE)
    assert saver.saved == FILE


@pytest.mark.parametrize("tag", [{"ETag": '"2"'}, {}])
def test_another_file_begins_anew(saver: Saver, tag: dict[str, Any]) -> None:
    other = FILE[::-1] + b"longer"
    with Hostile(BROKEN, part(other, **tag)) as server:
        saver.breaks(server.url)
        assert saver.save(server.url) == len(other)
    assert saver.saved == other


def test_a_part_of_another_file_is_refused_and_forgotten(saver: Saver) -> None:
    with Hostile(BROKEN, rest(1000, etag='"2"'), part(FILE)) as server:
        saver.breaks(server.url)
        saver.breaks(server.url)
        assert saver.left == []
        saver.save(server.url)
    assert saver.saved == FILE


def test_what_a_server_does_not_have_any_more_is_forgotten(saver: Saver) -> None:
    with Hostile(BROKEN, answer(status=416), part(FILE)) as server:
        saver.breaks(server.url)
        saver.breaks(server.url, APIStatusError)
        assert saver.left == []
        saver.save(server.url)
    assert saver.saved == FILE


@pytest.mark.parametrize(
    ("broken", "call"),
    [
        (part(FILE[:1000], size=len(FILE)), GET),
        (part(FILE[:1000], size=len(FILE), ETag='W/"1"'), GET),
        (BROKEN, replace(GET, method="POST")),
        (BROKEN, replace(GET, headers={"Range": "bytes=0-"})),
    ],
    ids=["no tag", "weak tag", "POST", "own range"],
)
def test_what_cannot_be_told_again_is_not_kept(
    saver: Saver, broken: Step, call: Call[bytes]
) -> None:
    with Hostile(broken) as server:
        saver.breaks(server.url, call=call)
    assert saver.left == []


def test_nothing_is_kept_unless_it_is_asked_for(saver: Saver) -> None:
    with Hostile(BROKEN) as server:
        saver.breaks(server.url, resume=False)
    assert saver.left == []


def test_a_file_that_is_too_large_is_not_kept(saver: Saver) -> None:
    with Hostile(part(FILE, ETag=TAG)) as server:
        saver.breaks(server.url, ResponseDecodeError, max_bytes=10)
    assert saver.left == []


def longer(folder: Path) -> None:
    with (folder / ".f.part").open("ab") as file:
        file.write(b"x")


def unread(folder: Path) -> None:
    (folder / ".f.part.json").write_text("{}")


def elsewhere(folder: Path) -> None:
    mark = folder / ".f.part.json"
    mark.write_text(json.dumps({**json.loads(mark.read_text()), "source": "a"}))


@pytest.mark.parametrize("change", [longer, unread, elsewhere])
def test_what_is_not_as_it_was_left_begins_anew(
    saver: Saver, change: Callable[[Path], None]
) -> None:
    with Hostile(BROKEN, part(FILE, ETag=TAG)) as server:
        saver.breaks(server.url)
        change(saver.folder)
        saver.save(server.url)
    assert "range" not in server.requests[1].headers
    assert (saver.folder / "f").read_bytes() == FILE


def test_a_mark_shows_no_argument(saver: Saver) -> None:
    call = replace(GET, route="/file/{id}", path={"id": "patient-7"})
    with Hostile(BROKEN) as server:
        saver.breaks(server.url, call=call)
    assert "patient" not in (saver.folder / ".f.part.json").read_text()


def test_a_task_that_is_cancelled_keeps_what_has_come(tmp_path: Path) -> None:
    async def run(url: str) -> None:
        transport = AsyncTransport(settings(url))
        response = AsyncStreamedResponse(transport, GET)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await response.save_to(tmp_path / "f", resume=True)
        await transport.close()

    with Hostile(pieces(FILE[:10], headers={"ETag": TAG}, then=stall)) as server:
        asyncio.run(run(server.url))
    assert (tmp_path / ".f.part").read_bytes() == FILE[:10]


def test_two_runs_do_not_go_on_with_the_same_bytes(saver: Saver) -> None:
    with Hostile(BROKEN, rest(1000), part(FILE, ETag=TAG)) as server:
        saver.breaks(server.url)
        mine = {name: (saver.folder / name).read_bytes() for name in saver.left}
        saver.save(server.url)
        saver.save(server.url)
    assert mine.keys() == set(KEPT)
    assert "range" not in server.requests[2].headers
    assert saver.saved == FILE

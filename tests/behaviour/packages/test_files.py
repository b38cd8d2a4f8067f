"""Files that any package sends and receives."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.behaviour.packages.caller import Caller
from tests.behaviour.packages.subject import KEY, Operation, Subject
from tests.support.calling import everything_said
from tests.support.hostile import (
    Hostile,
    answer,
    hang_up,
    leave,
    pieces,
    reset,
    truncated,
)

CONTENT = bytes(range(256)) * 200


def with_file(upload: Operation, file: Any) -> Any:
    """The upload of another file."""
    (name,) = [p.name for p in upload.method.parameters if "FileInput" in p.annotation]
    return lambda client: upload.bound(client)(**{**upload.arguments, name: file})


@pytest.mark.needs("upload")
def test_a_file_is_sent_from_wherever_it_is(
    caller: Caller, subject: Subject, tmp_path: Path
) -> None:
    path = tmp_path / "film.bin"
    path.write_bytes(CONTENT)
    for file in (CONTENT, path, BytesIO(CONTENT)):
        with Hostile(subject.upload.ok) as server:
            result = caller.run(server.url, with_file(subject.upload, file))
            assert CONTENT in server.requests[0].body
        assert result == subject.upload.value


@pytest.mark.needs("upload")
@pytest.mark.parametrize("fault", [hang_up(), reset()], ids=["hang up", "reset"])
def test_an_upload_that_was_lost_is_not_repeated_on_a_guess(
    caller: Caller, subject: Subject, fault: Any
) -> None:
    with (
        Hostile(fault) as server,
        pytest.raises(subject.errors.APIConnectionError) as caught,
    ):
        caller.run(server.url, with_file(subject.upload, CONTENT))
    assert len(server.requests) == 1
    assert KEY not in everything_said(caught.value)


@pytest.mark.needs("upload")
def test_a_refused_upload_begins_anew_where_it_can(
    caller: Caller, subject: Subject
) -> None:
    once = iter([CONTENT])
    busy = answer(status=429, headers={"Retry-After": "0"})
    with Hostile(busy, subject.upload.ok) as server:
        caller.run(server.url, with_file(subject.upload, BytesIO(CONTENT)))
        first, second = server.requests
    assert (first.body.count(CONTENT), second.body.count(CONTENT)) == (1, 1)
    stream = subject.package.UploadFile(content=once, name="film.bin")
    with Hostile(busy, subject.upload.ok) as server:
        with pytest.raises(subject.errors.RateLimitError):
            caller.run(server.url, with_file(subject.upload, stream))
        assert len(server.requests) == 1


@pytest.mark.needs("download")
def test_a_file_is_saved_whole_or_not_at_all(
    caller: Caller, subject: Subject, tmp_path: Path
) -> None:
    download, target = subject.download, tmp_path / "film.bin"

    def save(client: Any) -> Any:
        method = download.bound(client, "with_streaming_response")
        return method(**download.arguments).save_to(target)

    whole = pieces(CONTENT, content_type="application/octet-stream")
    with Hostile(pieces(CONTENT[:500], then=leave), answer(status=404)) as server:
        with pytest.raises(subject.errors.SDKError):
            caller.run(server.url, save, max_retries=0)
        assert list(tmp_path.iterdir()) == []
    with Hostile(truncated(status=503), whole) as server:
        assert caller.run(server.url, save) == len(CONTENT)
    assert target.read_bytes() == CONTENT
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.needs("download")
def test_a_download_comes_as_bytes(caller: Caller, subject: Subject) -> None:
    whole = pieces(CONTENT, content_type="application/octet-stream")
    with Hostile(whole) as server:
        assert caller.run(server.url, subject.download) == CONTENT

"""Streams, downloads and uploads, with the types that callers rely on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO, assert_type

from general import (
    AsyncPets,
    AsyncStream,
    AsyncStreamedResponse,
    Pets,
    ServerSentEvent,
    Stream,
    StreamedResponse,
    UploadFile,
)
from general.models import Owner, Pet


def streams(client: Pets) -> None:
    with client.stream.watch_events() as events:
        assert_type(events, Stream[Owner])
        for event in events:
            assert_type(event, Owner)
        assert_type(events.response.request_id, str | None)
    assert_type(client.stream.make_owner(name="x"), Pet)
    assert_type(client.stream.make_owner_stream(name="x"), Stream[Owner])
    for anything in client.stream.watch_anything():
        assert_type(anything, ServerSentEvent)


async def streams_awaited(client: AsyncPets) -> None:
    async with client.stream.watch_events() as events:
        assert_type(events, AsyncStream[Owner])
        async for event in events:
            assert_type(event, Owner)
    assert_type(await client.stream.make_owner(name="x"), Pet)


def files(client: Pets, png: IO[bytes]) -> None:
    assert_type(client.stream.download_file(), bytes)
    with client.stream.with_streaming_response.download_file() as response:
        assert_type(response, StreamedResponse[bytes])
        for chunk in response.iter_bytes():
            assert_type(chunk, bytes)
        for line in response.iter_lines():
            assert_type(line, str)
    saved = client.stream.with_streaming_response.download_file()
    assert_type(saved.save_to("x", on_progress=print), int)
    for body in (b"", Path("x"), png, iter([b""])):
        client.stream.replace_file(body=body)
    client.stream.replace_file(body=("x.png", b"", "image/png"))
    client.stream.replace_file(
        body=UploadFile(content=Path("x"), on_progress=lambda sent, size: None)
    )


async def files_awaited(client: AsyncPets) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b""

    response = client.stream.with_streaming_response.download_file()
    assert_type(response, AsyncStreamedResponse[bytes])
    assert_type(await response.save_to("x"), int)
    await client.stream.replace_file(body=pieces())

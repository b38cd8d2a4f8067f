"""Bodies that are not JSON: what reaches the server, and when it is sent again."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from templates.package._runtime import codec
from templates.package._runtime.call import Call, Content
from templates.package._runtime.contents import BYTES, TEXT, ByStatus
from templates.package._runtime.errors import (
    APIConnectionError,
    InternalServerError,
    NotFoundError,
    ResponseDecodeError,
)
from templates.package._runtime.form import Form, Text
from templates.package._runtime.kinds import Kind
from templates.package._runtime.multipart import Multipart
from templates.package._runtime.parameters import Styled
from templates.package._runtime.upload import Upload, UploadFile
from tests.behaviour.runtime.driver import Driver, options
from tests.behaviour.runtime.sample import Owner
from tests.support.calling import everything_said
from tests.support.hostile import Hostile, answer


def put(content: Content, method: str = "PUT") -> Call[Any]:
    return Call("putThing", method, "/things", codec.ANYTHING, content=content)


def sent(driver: Driver, content: Content) -> tuple[dict[str, str], bytes]:
    """Headers and body as a server on loopback got them."""
    with Hostile(answer({})) as server:
        driver.send(put(content), server.url)
        (request,) = server.requests
    return {k.lower(): v for k, v in request.headers.items()}, request.body


class Unseekable(io.BytesIO):
    """A stream that goes by once."""

    def seekable(self) -> bool:
        return False

    def seek(self, offset: int, whence: int = 0, /) -> int:
        raise io.UnsupportedOperation("seek")

    def tell(self) -> int:
        raise io.UnsupportedOperation("tell")


def test_a_form_is_encoded_as_documented(driver: Driver) -> None:
    fields = {
        "a": "x y&",
        "none": None,
        "on": True,
        "list": [1, 2],
        "object": {"k": "v"},
        "deep": Styled({"k": ["v"]}, "deepObject", True),
    }
    headers, body = sent(driver, Form(fields))
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert body.decode() == (
        "a=x+y%26&on=true&list=1&list=2&object=%7B%22k%22%3A%22v%22%7D"
        "&deep%5Bk%5D%5B%5D=v"
    )


def test_text_is_sent_in_utf_8(driver: Driver) -> None:
    headers, body = sent(driver, Text("<ü/>", "application/xml"))
    assert headers["content-type"] == "application/xml; charset=utf-8"
    assert body.decode() == "<ü/>"


def test_multipart_reads_back_as_what_was_given(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "cat.png"
    path.write_bytes(b"PNG" * 50_000)
    fields = {
        "purpose": "test",
        "raw": b"\x00\x01",
        "file": path,
        "named": ('a"b\r\n.txt', io.BytesIO(b"text")),
        "typed": ("x", b"<x/>", "image/svg+xml"),
        "tags": ["a", "b"],
        "owner": Owner(name="Ada"),
        "absent": None,
    }
    headers, body = sent(driver, Multipart(fields, {"purpose": "text/plain"}))
    boundary = headers["content-type"].partition("boundary=")[2].encode()
    assert headers["content-length"] == str(len(body))
    parts = body.split(b"--" + boundary)[1:-1]
    read = [part[2:-2].partition(b"\r\n\r\n")[::2] for part in parts]
    disposition = "Content-Disposition: form-data; name="
    assert [(head.decode(), len(data)) for head, data in read] == [
        (f'{disposition}"purpose"\r\nContent-Type: text/plain', 4),
        (
            f'{disposition}"raw"; filename="raw"\r\nContent-Type: application/octet-stream',
            2,
        ),
        (
            f'{disposition}"file"; filename="cat.png"\r\nContent-Type: image/png',
            150_000,
        ),
        (
            f'{disposition}"named"; filename="a%22b%0D%0A.txt"\r\nContent-Type: text/plain',
            4,
        ),
        (f'{disposition}"typed"; filename="x"\r\nContent-Type: image/svg+xml', 4),
        (f'{disposition}"tags"', 1),
        (f'{disposition}"tags"', 1),
        (f'{disposition}"owner"\r\nContent-Type: application/json', 14),
    ]


@pytest.mark.parametrize("kind", ["bytes", "path", "file", "stream"])
def test_a_file_is_the_whole_body(driver: Driver, tmp_path: Path, kind: str) -> None:
    data = b"0123456789" * 20_000
    path = tmp_path / "data"
    path.write_bytes(data)
    given: Any = {
        "bytes": data,
        "path": path,
        "file": io.BytesIO(data),
        "stream": Unseekable(data),
    }[kind]
    headers, body = sent(driver, Upload(given, "application/zip"))
    assert body == data
    assert headers["content-type"] == "application/zip"
    assert ("content-length" in headers) == (kind != "stream")


@pytest.mark.parametrize("wrong", ["a path as text", 7, None, ("name", "text")])
def test_what_is_no_file_is_refused(wrong: Any) -> None:
    with pytest.raises(TypeError, match="body must be bytes, a path, an open"):
        Upload(wrong)


def test_a_file_is_sent_again_from_where_it_stood(driver: Driver) -> None:
    file = io.BytesIO(b"skipped content")
    file.seek(8)
    with Hostile(answer({}, status=503), answer({})) as server:
        driver.send(put(Upload(file)), server.url)
        assert [request.body for request in server.requests] == [b"content"] * 2


def test_what_cannot_be_read_again_is_sent_once(driver: Driver) -> None:
    with Hostile(answer({}, status=503), answer({})) as server:
        with pytest.raises(InternalServerError):
            driver.send(put(Upload(Unseekable(b"once"))), server.url)
        assert len(server.requests) == 1


def test_a_missing_file_is_said_before_anything_is_sent(
    driver: Driver, tmp_path: Path
) -> None:
    with Hostile(answer({})) as server:
        with pytest.raises(FileNotFoundError):
            driver.send(put(Upload(tmp_path / "none")), server.url)
        assert server.connections == 0


def test_an_upload_that_could_not_connect_says_so(driver: Driver) -> None:
    with pytest.raises(APIConnectionError) as caught:
        driver.send(
            put(Upload(b"x"), "POST"),
            "http://127.0.0.1:9",
            options=options(max_retries=1),
        )
    assert caught.value.may_have_been_processed is False


def get(kind: Kind[Any], **more: Any) -> Call[Any]:
    return Call("getThing", "GET", "/things", kind, **more)


def mocked(kind: Kind[Any], response: httpx2.Response, **more: Any) -> Any:
    from templates.package._runtime.transport import SyncTransport
    from tests.behaviour.runtime.driver import settings

    with httpx2.Client(transport=httpx2.MockTransport(lambda _: response)) as client:
        chosen = settings("https://api.test", options=options(max_retries=0))
        return SyncTransport(chosen, client).send(get(kind, **more))


def test_text_is_read_in_its_charset() -> None:
    latin = httpx2.Response(
        200, content=b"\xfc", headers={"content-type": "text/plain; charset=latin-1"}
    )
    assert mocked(TEXT, latin) == "ü"
    assert mocked(TEXT, httpx2.Response(200, content="ü".encode())) == "ü"
    with pytest.raises(ResponseDecodeError, match="not text in its charset"):
        mocked(TEXT, httpx2.Response(200, content=b"\xfc"))


def test_bytes_come_as_they_are() -> None:
    assert mocked(BYTES, httpx2.Response(200, content=b"\x00\xff")) == b"\x00\xff"


def test_the_status_says_what_an_answer_holds() -> None:
    kind: Kind[Any] = ByStatus(
        {200: codec.STRING, 204: codec.NOTHING, "2XX": codec.INTEGER}
    )
    assert mocked(kind, httpx2.Response(200, json="a")) == "a"
    assert mocked(kind, httpx2.Response(204)) is None
    assert mocked(kind, httpx2.Response(206, json=7)) == 7
    only: Kind[Any] = ByStatus({200: codec.STRING})
    with pytest.raises(
        ResponseDecodeError, match="documents no answer with this status"
    ):
        mocked(only, httpx2.Response(201, json="a"))


def test_errors_are_decoded_where_they_are_documented() -> None:
    errors = {404: codec.ModelOf(Owner), "default": codec.STRING}
    with pytest.raises(NotFoundError) as caught:
        mocked(TEXT, httpx2.Response(404, json={"name": "Ada"}), errors=errors)
    assert caught.value.parsed == Owner(name="Ada")
    assert "Ada" not in everything_said(caught.value)
    with pytest.raises(NotFoundError) as caught:
        mocked(TEXT, httpx2.Response(404, json=["another"]), errors=errors)
    assert caught.value.parsed is None
    assert caught.value.json == ["another"]


def told(seen: list[tuple[int, int | None]]) -> Callable[[int, int | None], None]:
    return lambda sent, size: seen.append((sent, size))


def test_an_iterator_is_sent_piece_by_piece(driver: Driver) -> None:
    seen: list[tuple[int, int | None]] = []
    file = UploadFile(content=iter([b"ab", b"c"]), on_progress=told(seen))
    headers, body = sent(driver, Upload(file, "text/csv"))
    assert body == b"abc"
    assert headers["transfer-encoding"] == "chunked"
    assert headers["content-type"] == "text/csv"
    assert seen == [(2, None), (3, None)]


def test_an_iterator_is_sent_once(driver: Driver) -> None:
    with Hostile(answer({}, status=503)) as server:
        with pytest.raises(InternalServerError):
            driver.send(put(Upload(iter([b"ab"]))), server.url)
        assert len(server.requests) == 1


async def letters() -> AsyncIterator[bytes]:
    for letter in (b"ab", b"c"):
        yield letter


class Framework:
    """A file as web frameworks hand it over."""

    def __init__(self) -> None:
        self._file = io.BytesIO(b"abc")

    async def read(self, size: int = -1, /) -> bytes:
        return self._file.read(size)

    async def seekable(self) -> bool:
        return True


def refused_by_sync(content: Content) -> None:
    """Hold that the synchronous client refuses a body before anything is sent."""
    with Hostile(answer({})) as server:
        with pytest.raises(TypeError, match="for the asynchronous client"):
            Driver("sync").send(put(content), server.url)
        assert server.connections == 0


@pytest.mark.parametrize("content", [Upload, lambda file: Multipart({"file": file})])
def test_an_async_file_is_for_the_asynchronous_client(
    content: Callable[[UploadFile], Content],
) -> None:
    seen: list[tuple[int, int | None]] = []
    file = UploadFile(content=Framework(), on_progress=told(seen))
    _, body = sent(Driver("async"), content(file))
    assert b"abc" in body
    assert seen == [(3, None)]
    refused_by_sync(content(UploadFile(content=Framework())))


@pytest.mark.parametrize("content", [Upload, lambda file: Multipart({"file": file})])
def test_an_async_iterator_is_for_the_asynchronous_client(
    content: Callable[[UploadFile], Content],
) -> None:
    seen: list[tuple[int, int | None]] = []
    file = UploadFile(content=letters(), name="a.csv", on_progress=told(seen))
    _, body = sent(Driver("async"), content(file))
    assert b"abc" in body
    assert seen == [(2, None), (3, None)]
    refused_by_sync(content(UploadFile(content=letters())))


@pytest.mark.parametrize("kind", ["path", "file", "bytes"])
def test_progress_is_told_with_the_size(
    driver: Driver, tmp_path: Path, kind: str
) -> None:
    data = b"x" * 150_000
    path = tmp_path / "f.bin"
    path.write_bytes(data)
    given: Any = {"path": path, "file": io.BytesIO(data), "bytes": data}[kind]
    seen: list[tuple[int, int | None]] = []
    sent(driver, Multipart({"f": UploadFile(content=given, on_progress=told(seen))}))
    assert seen[-1] == (150_000, 150_000)
    assert seen == sorted(seen)


def test_progress_begins_again_with_another_attempt(driver: Driver) -> None:
    seen: list[tuple[int, int | None]] = []
    file = UploadFile(content=b"abc", on_progress=told(seen))
    with Hostile(answer({}, status=503), answer({})) as server:
        driver.send(put(Upload(file)), server.url)
    assert seen == [(3, 3), (3, 3)]


def test_a_file_has_the_name_and_type_that_it_is_given(driver: Driver) -> None:
    file = UploadFile(content=b"x", name="a.bin", media_type="image/png")
    headers, body = sent(driver, Multipart({"f": file}))
    assert b'filename="a.bin"\r\nContent-Type: image/png\r\n\r\nx' in body
    headers, _ = sent(driver, Upload(file, "image/jpeg"))
    assert headers["content-type"] == "image/png"


def read_already() -> Any:
    """A generator at its end."""
    generator = (piece for piece in (b"a",))
    list(generator)
    return generator


def closed() -> Any:
    """A file that is closed."""
    file = io.BytesIO(b"x")
    file.close()
    return file


@pytest.mark.parametrize(
    ("made", "problem"),
    [
        (lambda: io.StringIO("x"), "must be bytes, a path, an open binary file"),
        (lambda: io.TextIOWrapper(io.BytesIO()), "must be bytes, a path, an open bin"),
        (lambda: bytearray(b"x"), "must be bytes, a path, an open binary file"),
        (lambda: "name.txt", "must be bytes, a path, an open binary file"),
        (closed, "is a closed file"),
        (read_already, "is a generator that has been read already"),
    ],
)
def test_what_is_no_file_is_refused_by_name(
    made: Callable[[], Any], problem: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^body {problem}"):
        Upload(made())


def test_an_iterator_of_something_else_is_named(driver: Driver) -> None:
    file: Any = iter(["text"])
    with (
        Hostile(answer({})) as server,
        pytest.raises(TypeError, match="body must give bytes, and gave str"),
    ):
        driver.send(put(Upload(file)), server.url)


def test_a_generator_goes_by_once(driver: Driver) -> None:
    pieces = (piece for piece in (b"a", b"b"))
    with (
        Hostile(answer({}, status=503), answer({})) as server,
        pytest.raises(InternalServerError),
    ):
        driver.send(put(Upload(pieces)), server.url)
    assert [request.body for request in server.requests] == [b"ab"]
    with pytest.raises(ValueError, match="has been read already"):
        Upload(pieces)

"""JSON text, with orjson and without: the same values and the same refusals."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from templates.package._runtime import json
from tests.support.calling import everything_said

ROOT = Path(__file__).parents[3]
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.fixture(params=["fastest", "standard"], autouse=True)
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both libraries, or the standard one twice where orjson is not installed."""
    if request.param == "standard":
        monkeypatch.setattr(json, "_fast_dumps", None)
        monkeypatch.setattr(json, "_fast_loads", None)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents)
def test_a_document_survives(document: Any) -> None:
    assert json.exact_loads(json.dumps(document)) == document


def test_text_is_compact() -> None:
    assert json.dumps({"a": [1, None, True]}) == b'{"a":[1,null,true]}'


@pytest.mark.parametrize("value", [math.nan, math.inf, [1, None, -math.inf]])
def test_what_is_not_a_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json.dumps({"a": value})


def test_integers_of_any_size_are_written() -> None:
    assert json.dumps({"a": 2**80}) == b'{"a":1208925819614629174706176}'
    assert json.exact_loads(b"1208925819614629174706176") == 2**80


def test_half_a_surrogate_pair_is_escaped() -> None:
    assert json.dumps("\ud800") == rb'"\ud800"'


def test_a_uuid_is_a_string() -> None:
    value = UUID(int=1)
    assert json.loads(json.dumps([value])) == [str(value)]


def test_other_types_are_named() -> None:
    with pytest.raises(TypeError, match="set is not a JSON value"):
        json.dumps({"a": {1}})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"", "not JSON at character 0"),
        (b'{"name": "Noor", }', "not JSON at character 1[57]"),
        (b'"Noor', "not JSON at character 0"),
        (b'"Noor\xff"', "not UTF-8 at byte 5"),
        (b'["Noor", NaN]', "NaN"),
        (b'["Noor", -Infinity]', "infinity"),
        (b"[" * 100_000, "nested too deeply"),
        (b'"Noor" 1', "not JSON at character 7"),
    ],
)
def test_what_is_not_json_is_refused_without_showing_it(
    text: bytes, problem: str
) -> None:
    with pytest.raises(ValueError, match=problem) as caught:
        json.loads(text)
    assert "Noor" not in everything_said(caught.value)


def test_a_byte_order_mark_is_read_over() -> None:
    assert json.loads(b"\xef\xbb\xbf[1]") == [1]


@pytest.mark.parametrize("text", [b" [1]", b"[1]\r\n", b"\xef\xbb\xbf \n[1] "])
def test_blanks_around_are_read_over(text: bytes) -> None:
    assert json.exact_loads(text) == [1]


@pytest.mark.parametrize("value", [{"a": [{"b": "c", "d": None}], "e": 1}, "s", 1.5])
def test_what_is_finite_is_written_whatever_holds_it(value: object) -> None:
    assert json.exact_loads(json.dumps([None, value])) == [None, value]


def test_threads_may_look_for_orjson_at_the_same_time() -> None:
    program = """
import sys, threading
sys.modules["orjson"] = None
sys.setswitchinterval(1e-6)
from templates.package._runtime import json
start, found = threading.Barrier(8), []
def read():
    start.wait()
    found.append(json.loads(json.dumps([1])))
threads = [threading.Thread(target=read) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert found == [[1]] * 8, found
"""
    for _ in range(3):
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)

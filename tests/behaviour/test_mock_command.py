"""`undrift mock` as a process: it says where it is, answers, logs, and ends on Ctrl-C."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "generator", "mock", "--validate", "off"]


@pytest.fixture
def process() -> Iterator[subprocess.Popen[str]]:
    # A shell without job control starts its jobs deaf to Ctrl-C, and so would be theirs.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [*COMMAND, "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        yield running
        running.kill()
    signal.signal(signal.SIGINT, before)


def test_it_serves_until_ctrl_c_and_logs_no_values(
    process: subprocess.Popen[str],
) -> None:
    assert process.stdout is not None
    announced = process.stdout.readline().split()
    assert announced[0] == "Serving"
    key = {"Authorization": "Bearer sk_sandbox_anything"}
    url = f"{announced[1]}/connected/appointments/apt_7?trace=abc"
    answer = httpx2.get(url, headers=key, trust_env=False)
    assert answer.json()["id"] == "apt_7"
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=120)
    assert output.splitlines() == [
        "GET /connected/appointments/{appointment_id} 200",
        "Stopped.",
    ]
    assert "Traceback" not in errors
    assert process.returncode == 0


def run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_host_that_others_could_reach_is_a_usage_error() -> None:
    ended = run("--host", "0.0.0.0")
    assert ended.returncode == 2
    assert "not a loopback address" in ended.stderr


def test_a_port_that_is_taken_is_said_to_be() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = run("--port", str(taken.getsockname()[1]))
    assert ended.returncode == 1
    assert "cannot listen" in ended.stderr
    assert "--port" in ended.stderr

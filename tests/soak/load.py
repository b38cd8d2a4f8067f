"""Many calls of the generated package at a time, each accounted for: by the caller and by the server.

Every second call is a GET, which may be repeated; the others are a POST, which must not be once
it may have taken effect. One of a hundred asynchronous calls is cancelled on its way.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import threading
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from generated.dronline_connected import AsyncDrOnline, DrOnline, Timeouts
from generated.dronline_connected.errors import DrOnlineError
from generated.dronline_connected.testing import (
    make_appointment,
    make_cancel_appointment_response,
)

from .server import ACCOUNT, faulty_server

KEY = "sk_test_soak"
RETRIES = 2
CANCELLED = "cancelled"
TIMEOUTS = Timeouts(connect=20, read=2, write=20, pool=60, attempt=20)


@dataclass(slots=True)
class Outcome:
    """What came of all calls, and what was left behind.

    `outcomes` are by path: "ok", the name of an exception, or "cancelled". `memory` is the resident
    size in kB after a fifth, two fifths ... of the calls. `left` are the file descriptors,
    threads, tasks and connections that are still there after closing.
    """

    outcomes: dict[str, str] = field(default_factory=dict[str, str])
    memory: list[int] = field(default_factory=list[int])
    left: dict[str, int] = field(default_factory=dict[str, int])
    account: dict[str, dict[str, Any]] = field(
        default_factory=dict[str, dict[str, Any]]
    )

    def faults(self) -> list[str]:
        """Everything that must not be, in words."""
        found = [f"{count} {what} left" for what, count in self.left.items() if count]
        for path, outcome in self.outcomes.items():
            seen = self.account.get(path, {"requests": 0, "effects": 0, "refused": 0})
            may_repeat = path.startswith("GET ")
            found += [
                f"{path}: {outcome}, but {problem}: {seen}"
                for problem, is_so in {
                    "it never took effect": outcome == "ok" and not seen["effects"],
                    "it took effect twice": not may_repeat and seen["effects"] > 1,
                    "it was asked too often": seen["requests"] > 1 + RETRIES,
                    "it was repeated on a guess": not may_repeat
                    and seen["requests"] > 1 + seen["refused"],
                }.items()
                if is_so
            ]
        return found + [
            f"{path}: nobody called" for path in self.account.keys() - self.outcomes
        ]

    def counts(self) -> Counter[str]:
        """How many calls came to what."""
        return Counter(self.outcomes.values())

    def injected(self) -> Counter[str]:
        """How many faults of each kind the server did."""
        return Counter(f for seen in self.account.values() for f in seen["faults"])


def soak(mode: str, calls: int, workers: int, percent: float = 5.0) -> Outcome:
    """Make the calls, `mode` "sync" in threads or "async" in tasks, against a server that fails."""
    answers = {
        "get": json.dumps(make_appointment().to_dict()).encode(),
        "cancel": json.dumps(make_cancel_appointment_response().to_dict()).encode(),
    }
    outcome = Outcome()
    with faulty_server(answers, percent) as url:
        before = _resources()
        run = _synchronous if mode == "sync" else _asynchronous
        run(url, calls, workers, outcome)
        gc.collect()
        outcome.left |= {n: count - before[n] for n, count in _resources().items()}
        told = _account(url)
    outcome.account = told["paths"]
    outcome.left["connections"] = told["open"]
    return outcome


def _synchronous(url: str, calls: int, workers: int, outcome: Outcome) -> None:
    numbers, lock = iter(range(calls)), threading.Lock()

    def work(client: DrOnline) -> None:
        while True:
            with lock:
                number = next(numbers, None)
                _note_memory(number, calls, outcome)
            if number is None:
                return
            appointments = client.appointments
            call = appointments.cancel if number % 2 else appointments.get
            path = _path(number)
            try:
                call(f"apt_{number}")
            except DrOnlineError as error:
                outcome.outcomes[path] = type(error).__name__
            else:
                outcome.outcomes[path] = "ok"

    with DrOnline(KEY, base_url=url, timeout=TIMEOUTS, max_retries=RETRIES) as client:
        threads = [
            threading.Thread(target=work, args=(client,)) for _ in range(workers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def _asynchronous(url: str, calls: int, workers: int, outcome: Outcome) -> None:
    numbers = iter(range(calls))

    async def work(client: AsyncDrOnline) -> None:
        for number in numbers:
            _note_memory(number, calls, outcome)
            appointments = client.appointments
            call = appointments.cancel if number % 2 else appointments.get
            task = asyncio.ensure_future(call(f"apt_{number}"))
            if number % 100 == 99:
                for _ in range(number // 100 % 20):
                    await asyncio.sleep(0)
                task.cancel()
            path = _path(number)
            try:
                await task
            except DrOnlineError as error:
                outcome.outcomes[path] = type(error).__name__
            except asyncio.CancelledError:
                outcome.outcomes[path] = CANCELLED
            else:
                outcome.outcomes[path] = "ok"

    async def run() -> None:
        client = AsyncDrOnline(KEY, base_url=url, timeout=TIMEOUTS, max_retries=RETRIES)
        async with client:
            await asyncio.gather(*(work(client) for _ in range(workers)))
        outcome.left["tasks"] = len(asyncio.all_tasks()) - 1

    asyncio.run(run())


def _path(number: int) -> str:
    path = f"/connected/appointments/apt_{number}"
    return f"POST {path}/cancel" if number % 2 else f"GET {path}"


def _note_memory(number: int | None, calls: int, outcome: Outcome) -> None:
    if number is not None and number and number % max(1, calls // 5) == 0:
        with open("/proc/self/statm", encoding="ascii") as file:
            pages = int(file.read().split()[1])
        outcome.memory.append(pages * os.sysconf("SC_PAGE_SIZE") // 1024)


def _resources() -> dict[str, int]:
    return {
        "file descriptors": len(os.listdir("/proc/self/fd")),
        "threads": threading.active_count(),
    }


def _account(url: str) -> Any:
    """What the server saw, once it has noticed that the connections are closed."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
    for _ in range(200):
        connection.request("GET", ACCOUNT)
        told = json.loads(connection.getresponse().read())
        if not told["open"]:
            break
    connection.close()
    return told

"""Records the cassettes beside this file from Prism, an independent OpenAPI mock server.

`make record` runs it. Prism serves the merged description as it is. `chance.cjs` has its maker of
chance values leave out optional properties, too, and seeds it: the same description gives the
same cassettes.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PRISM = "5.14.2"
FOLDER = ROOT / ".prism"
SECONDS_TO_START = 60.0


def main(description: str) -> int:
    """Install Prism if need be, serve `description`, record, and stop."""
    install()
    port = free_port()
    with subprocess.Popen(
        [
            FOLDER / "node_modules/.bin/prism",
            "mock",
            "--port",
            str(port),
            "-v",
            "error",
            description,
        ],
        cwd=ROOT,
        env={**os.environ, "NODE_OPTIONS": f"--require={HERE / 'chance.cjs'}"},
    ) as prism:
        try:
            wait(prism, port)
            command = [sys.executable, "-m", "generator", "fixtures", "record"]
            options = [
                "--base-url",
                f"http://127.0.0.1:{port}",
                "--server",
                f"prism {PRISM}",
            ]
            return subprocess.run(
                [*command, *options, "--recorded", HERE], cwd=ROOT, check=False
            ).returncode
        finally:
            prism.terminate()


def install() -> None:
    """Prism at the pinned version, in a folder that git ignores."""
    package = FOLDER / "node_modules/@stoplight/prism-cli/package.json"
    if package.is_file() and json.loads(package.read_text("utf-8"))["version"] == PRISM:
        return
    FOLDER.mkdir(exist_ok=True)
    options = [
        "--no-audit",
        "--no-fund",
        "--loglevel",
        "error",
        "--prefix",
        str(FOLDER),
    ]
    subprocess.run(
        ["npm", "install", *options, f"@stoplight/prism-cli@{PRISM}"], check=True
    )


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait(prism: subprocess.Popen[bytes], port: int) -> None:
    """Return when Prism listens.

    Raises:
        TimeoutError: it does not, within a minute.
    """
    give_up = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up and prism.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("Prism did not start")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

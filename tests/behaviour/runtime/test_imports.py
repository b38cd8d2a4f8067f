"""What may be imported without the HTTP library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


LIGHT = ("unset", "enums", "errors", "codec", "drift", "json", "pager")


@pytest.mark.parametrize("modules", [LIGHT, ("manifest",)], ids=["models", "manifest"])
def test_models_and_the_integrity_check_need_no_http_library(
    modules: tuple[str, ...],
) -> None:
    imports = ";".join(f"import templates.package._runtime.{name}" for name in modules)
    program = f"import sys;{imports};sys.exit('httpx2' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def test_a_program_that_blocks_does_not_load_asyncio() -> None:
    program = (
        "import sys, httpx2; httpx2.Client\n"
        "import templates.package._runtime.transport\n"
        "sys.exit('asyncio' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def test_what_is_slow_to_import_waits_until_it_is_needed() -> None:
    program = (
        "import sys, httpx2; httpx2.Client\n"
        "before = set(sys.modules)\n"
        "from templates.package._runtime import service, transport\n"
        "found = set(sys.modules) - before\n"
        "sys.exit(not found.isdisjoint({'decimal', 'orjson', 'uuid'}))"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)

"""CPU of a new process that imports a package, and that makes a first call with it.

The first call is answered in the process (`FakeAPI` stays out of it: it holds every example).
"""

from __future__ import annotations

import sys
from pathlib import Path

from .measure import ROOT, Figures, process, ratios

ROUNDS = 15
BARE = "import httpx2; httpx2.Client, httpx2.AsyncClient"
FIRST = """
import httpx2
from {package} import {client}
def answer(request):
    return httpx2.Response(200, content={content!r})
with httpx2.Client(transport=httpx2.MockTransport(answer), trust_env=False) as http:
    {client}({arguments}base_url='https://api.invalid', http_client=http).{call}
"""


def figures(folder: Path, package: str, client: str, **first: str) -> Figures:
    """Of one package; ratios are to importing httpx2."""
    answered = BARE + "\n" + FIRST.format(package=package, client=client, **first)
    codes = {
        "import httpx2": BARE,
        f"import {package}": f"{BARE}\nfrom {package} import {client}",
        f"import {package}, first call": answered,
    }
    spent: dict[str, list[float]] = {name: [] for name in codes}
    for turn in range(ROUNDS + 1):
        for name, code in codes.items():
            cpu, _ = process([sys.executable, "-c", code], PYTHONPATH=str(folder))
            if turn:  # the first one writes the .pyc files
                spent[name].append(cpu)
    return ratios(spent, "import httpx2")


def own() -> Figures:
    """Of the package of this repository."""
    text = (Path(__file__).with_name("appointment.json")).read_text("utf-8")
    return figures(
        ROOT / "generated",
        "dronline_connected",
        "DrOnline",
        arguments="'sk_test_benchmark', ",
        content=text,
        call="appointments.get('apt_1')",
    )


def github(folder: Path) -> Figures:
    """Of GitHub's, generated into a folder as package `github` with the client `GitHub`."""
    return figures(
        folder,
        "github",
        "GitHub",
        arguments="",
        content='{"+1": "https://github.githubassets.com/1f44d.png"}',
        call="emojis.get()",
    )

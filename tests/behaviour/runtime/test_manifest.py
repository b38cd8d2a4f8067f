"""The integrity check of a vendored package."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from templates.package._runtime.manifest import read_manifest, verify

CODE = b"x = 1\n"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "a.py").write_bytes(CODE)
    (tmp_path / "__init__.py").write_bytes(b"")
    write_manifest(tmp_path, {"models/a.py": sha(CODE), "__init__.py": sha(b"")})
    return tmp_path


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def write_manifest(package: Path, files: dict[str, Any]) -> None:
    (package / "_manifest.json").write_text(json.dumps({"files": files}))


def found(package: Path) -> list[str]:
    return [str(finding) for finding in verify(package)]


def test_an_untouched_package_is_fine(package: Path) -> None:
    assert found(package) == []


def test_caches_are_not_extra(package: Path) -> None:
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "a.cpython-311.pyc").write_bytes(b"")
    (package / "models" / "a.pyc").write_bytes(b"")
    assert found(package) == []


def test_every_departure_is_listed(package: Path) -> None:
    (package / "models" / "a.py").write_bytes(b"x = 2\n")
    (package / "__init__.py").unlink()
    (package / "models" / "b.py").write_bytes(CODE)
    assert found(package) == [
        "missing: __init__.py",
        "modified: models/a.py",
        "extra: models/b.py",
    ]


def test_changed_line_endings_are_recognised(package: Path) -> None:
    (package / "models" / "a.py").write_bytes(b"x = 1\r\n")
    (finding,) = found(package)
    assert finding.startswith("modified: models/a.py (only its line endings")


@pytest.mark.parametrize(
    "path", ["../outside.py", "/etc/passwd", "a/../../b", "", "C:\\x", "..\\x", "a\0b"]
)
def test_paths_out_of_the_package_are_not_followed(package: Path, path: str) -> None:
    write_manifest(package, {path: sha(CODE)})
    assert f"unreadable: {path} (not a path inside the package)" in found(package)


def test_a_digest_that_is_none_is_a_modified_file(package: Path) -> None:
    write_manifest(package, {"models/a.py": None, "__init__.py": ["x"]})
    assert found(package) == ["modified: __init__.py", "modified: models/a.py"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"files": []}', "[" * 100_000, '{"files": null}']
)
def test_a_broken_manifest_is_a_finding(package: Path, text: str) -> None:
    (package / "_manifest.json").write_text(text)
    (finding,) = found(package)
    assert finding.startswith("unreadable: _manifest.json (")
    with pytest.raises(ValueError, match="_manifest"):
        read_manifest(package)


def test_a_missing_manifest_is_a_finding(tmp_path: Path) -> None:
    (finding,) = found(tmp_path)
    assert finding.startswith("unreadable: _manifest.json (")

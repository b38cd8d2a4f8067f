"""The report for programs: one JSON object whose members only ever grow.

`version` rises when a member changes its meaning or goes away.
"""

from __future__ import annotations

import json

from ...source import Document
from .findings import Change, Finding, Findings, Level, Spot, Version

VERSION = 1


def json_report(findings: Findings) -> str:
    """The report, indented, in ASCII, ended by a line break."""
    level = findings.level
    report: Document = {
        "version": VERSION,
        "base": _version(findings.base),
        "revision": _version(findings.revision),
        "level": None if level is None else str(level),
        "semver": str(findings.semver),
        "counts": {str(level): findings.count(level) for level in Level},
        "changes": [_change(findings, change) for change in findings.changes],
    }
    return json.dumps(report, indent=2) + "\n"


def _version(version: Version) -> Document:
    info = version.spec.document.get("info", {})
    return {"name": version.name, "api_version": str(info.get("version", ""))}


def _change(findings: Findings, change: Change) -> Document:
    return {
        "level": str(change.level),
        "semver": str(change.semver),
        "findings": [_finding(findings, finding) for finding in change.findings],
    }


def _finding(findings: Findings, finding: Finding) -> Document:
    return {
        "rule": finding.rule,
        "level": str(finding.level),
        "side": finding.side.value,
        "semver": str(finding.semver),
        "message": finding.message,
        "symbols": list(finding.symbols),
        "operations": list(finding.operations),
        "base": _spot(findings, finding.base),
        "revision": _spot(findings, finding.revision),
    }


def _spot(findings: Findings, spot: Spot) -> Document:
    """`exact` is false where the node is not there and its owner is shown instead."""
    location = findings.location(spot)
    return {
        "file": location.file,
        "line": location.line,
        "column": location.column,
        "pointer": spot.pointer,
        "exact": spot.exact,
    }

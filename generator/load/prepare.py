"""From a document as it was written to one that the later stages can read.

Other files are brought in, Swagger 2.0 becomes OpenAPI 3.0, and faults of structure are read
as what was meant. Each step leaves the document that it is given as it is.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..diagnostics import Report
from ..source import Fragment, is_object
from .bundle import bundle
from .document import changed
from .dynamic import with_plain_references
from .paths import with_usable_paths
from .reference_files import ReferenceFiles
from .repair import repaired
from .security_schemes import with_known_types
from .structure import Survey, survey
from .text import quoted

_SUPPORTED = re.compile(r"3\.[012](\.[0-9]+)?(-.+)?")
_INFO = {"title": "API", "version": "0"}
_MOST_ROUNDS = 20
"""A repair uncovers what stands below it; each round goes one level deeper."""


def prepared(
    fragment: Fragment, path: Path, files: ReferenceFiles, report: Report
) -> Survey | None:
    """What a walk through the finished document found; None, and an error, when there is none."""
    if "swagger" in fragment.document and "openapi" not in fragment.document:
        from .swagger import openapi_3  # few documents are of 2.0

        converted = openapi_3(fragment, path, files, report)
    else:
        converted = fragment if _is_supported(fragment, report) else None
    if converted is None:
        return None
    complete = with_known_types(_with_info(converted, report), report)
    found = survey(complete)
    if found.scattered:
        found = survey(bundle(found.fragment, path, files, report))
    for _ in range(_MOST_ROUNDS):
        if not found.wrong:
            break
        document = repaired(found, report)
        found = survey(changed(found.fragment, document))
    usable = with_usable_paths(found.fragment, report)
    if found.dynamic:
        usable = with_plain_references(usable, report)
    return found if usable is found.fragment else survey(usable)


def _is_supported(fragment: Fragment, report: Report) -> bool:
    version = fragment.document.get("openapi")
    if version is None:
        message = "not an OpenAPI description: it has no `openapi: 3.x.y`"
        remedy = "take the file out of the inputs, or give it its version"
        report.error("not-openapi", fragment.place(), message, help=remedy)
        return False
    if _SUPPORTED.fullmatch(str(version)):
        return True
    message = (
        f"openapi {quoted(str(version))} is not supported; 2.0, 3.0, 3.1 and 3.2 are"
    )
    remedy = "convert the description to OpenAPI 3"
    place = fragment.place("/openapi")
    report.error("unsupported-version", place, message, help=remedy)
    return False


def _with_info(fragment: Fragment, report: Report) -> Fragment:
    """Title and version name the API that the fragment is a part of (OAS, Info Object)."""
    info = fragment.document.get("info")
    found = info if is_object(info) else {}
    if "title" in found and "version" in found:
        return fragment
    missing = [key for key in _INFO if key not in found]
    message = f"'info' has no {' and '.join(map(quoted, missing))}"
    if "info" not in fragment.document:
        message = "the document has no 'info'"
    taken = " and ".join(f"{key} {quoted(_INFO[key])}" for key in missing)
    report.warning(
        "invalid-structure",
        fragment.place("/info"),
        f"{message}; it is read with the {taken}",
        help="add `info` with `title` and `version`",
    )
    completed = {**_INFO, **found}
    rest = {key: value for key, value in fragment.document.items() if key != "info"}
    version = {"openapi": rest.pop("openapi")} if "openapi" in rest else {}
    return changed(fragment, {**version, "info": completed, **rest})

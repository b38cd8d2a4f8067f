"""Documents are found in pages by what code blocks hold; the rest of a page is data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.diagnostics import Report
from generator.load.page import fragments, unescape
from generator.load.text import Text
from generator.source import Fragment
from tests.unit.support import rendered

DOCUMENT = '{"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{"/a":{}}}'
YAML = "openapi: 3.1.0\ninfo:\n  title: T\n  version: '1'\npaths:\n  /a: {}"
PAGES = Path(__file__).parents[4] / "shared/docs-pages"


def read(page: str, *, expected: bool = True) -> tuple[list[Fragment], str]:
    report = Report()
    found = fragments(Text("page.md", page), report, expected=expected)
    return found, rendered(report)


def test_a_block_is_recognised_by_what_it_holds() -> None:
    page = f"""# Pets

## GET /pets/{{pet\\_id}}

> The quote

```json
{DOCUMENT}
```

### Any heading &amp; *any* language

~~~~text
{YAML}
~~~~

```json
{{"not": "a document", "but": ...}}
```

```yaml
openapi is a word
```
"""
    found, report = read(page)
    assert report == ""
    assert [one.label for one in found] == [
        "GET /pets/{pet_id}",
        "Any heading & *any* language",
    ]
    assert found[0].document == json.loads(DOCUMENT) == found[1].document
    assert found[0].digest == found[1].digest


def test_positions_are_those_of_the_page() -> None:
    page = f"---\ntitle: x\n---\n# Pets\n\n```json\n{DOCUMENT}\n```\n\n```yaml\n{YAML}\n```\n"
    (in_json, in_yaml), _ = read(page)
    assert in_json.locate("") == (7, 1)
    assert in_json.locate("/paths/~1a") == (7, DOCUMENT.index('"/a"') + 1)
    assert in_yaml.locate("/paths/~1a") == (16, 3)
    assert str(in_yaml.place("/info/version").location) == "page.md:14:3"


def test_columns_count_what_a_list_or_a_quote_takes_away() -> None:
    page = (
        f"1. Step\n\n   ```json\n   {DOCUMENT}\n   ```\n\n> ```\n> {DOCUMENT}\n> ```\n"
    )
    (listed, quoted), report = read(page)
    assert report == ""
    assert listed.locate("/openapi") == (4, 5)
    assert quoted.locate("/openapi") == (8, 4)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Source: https://docs.example.com/a.md\n", ""),
        ("---\nurl: https://docs.example.com/a.md\nlastmod: x\n---\n", ""),
        ("---\ntitle: T\nsource: 'https://docs.example.com/a.md'\n---\n", ""),
        ("<!-- source: https://docs.example.com/a.md -->\n", ""),
        ("Source: https://docs.example.com/a.md\n", ""),
        ("", "```\nGET https://docs.example.com/a.md?ask=<question>\n```\n"),
    ],
)
def test_the_address_is_where_the_page_says_it(before: str, after: str) -> None:
    (one,), report = read(f"{before}\n# Pets\n\n```json\n{DOCUMENT}\n```\n\n{after}")
    assert (one.url, one.label, report) == ("https://docs.example.com/a.md", "Pets", "")


def test_each_page_of_an_export_has_its_own_address() -> None:
    page = "".join(
        f"# {name}\nSource: https://x.example/{name}\n\n```json\n{DOCUMENT}\n```\n"
        for name in ("one", "two")
    )
    found, _ = read(page.replace("\nSource", "\n\nSource"))
    assert [(one.label, one.url[-3:]) for one in found] == [
        ("one", "one"),
        ("two", "two"),
    ]


def test_other_addresses_on_a_page_are_not_its_own() -> None:
    (one,), _ = read(f"# T\n\nsee url: https://x.example\n\n```\n{DOCUMENT}\n```\n")
    assert one.url == ""


TRUNCATED = "page.md:4:1: error[truncated-document]: the OpenAPI document that begins here is cut off"
AGAIN = "\n  help: save the whole page again; this copy of it was shortened"


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (f"# T\n\n```json\n{DOCUMENT[:40]}\n", ": its code block is never closed"),
        (f"# T\n\n```json\n{DOCUMENT}", ": its code block is never closed"),
        (f"# T\n\n```yaml\n{YAML}\n", ": its code block is never closed"),
        (f"# T\n\n```json\n{DOCUMENT[:40]}\n```\n", ""),
        (f"# T\n\n```json\n{DOCUMENT[:19]}\n```\n", ""),
        ("# T\n\n```yaml\nopenapi: '3.1.0\n```\n", ""),
    ],
)
def test_a_document_that_is_cut_off_is_an_error(page: str, problem: str) -> None:
    assert read(page) == ([], TRUNCATED + problem + AGAIN)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (
            '{"openapi": "3.1.0",, "paths": {}}',
            "4:21: error[invalid-json]: not valid JSON: expected a property name in double quotes",
        ),
        (
            '{"openapi": "3.1.0", "paths": {}, "paths": {}}',
            (
                "4:35: error[duplicate-key]: 'paths' stands twice in one object\n"
                "  page.md:4:22: note: the first 'paths' is here\n"
                "  help: remove one of them, or rename it"
            ),
        ),
        (
            '{"_id": "1", "openapi": "3.1.0", "paths": x}',
            "4:43: error[invalid-json]: not valid JSON: expected a JSON value",
        ),
        (
            "openapi: 3.1.0\npaths: !x {}",
            (
                "5:8: error[yaml-tag]: the tag '!x' is not allowed on this value\n"
                "  help: remove the tag"
            ),
        ),
    ],
)
def test_a_malformed_document_is_an_error_at_its_place(body: str, problem: str) -> None:
    assert read(f"# T\n\n```\n{body}\n```\n") == ([], f"page.md:{problem}")


def test_a_page_without_a_document_is_a_warning_because_most_pages_are_prose() -> None:
    message = (
        "[no-document]: the page has no OpenAPI document in a code block\n  help: save the "
        "page as markdown (its address with .md at the end), or use the OpenAPI file itself"
    )
    page = '# Introduction\n\n```json\n{"broken": \n```\n'
    assert read(page) == ([], f"page.md: warning{message}")
    assert read(page, expected=False) == ([], f"page.md: warning{message}")


def test_a_page_that_was_not_found_is_told_as_such() -> None:
    assert read("# Page Not Found\n\nThe URL does not exist.\n") == (
        [],
        (
            "page.md: error[no-document]: the page says 'Page Not Found'\n"
            "  help: save it again from its present address, or delete the file"
        ),
    )


def test_other_descriptions_are_named() -> None:
    page = (
        "## AsyncAPI\n\n```yaml\nid: x\n```\n\n## C\n\n```yaml\nasyncapi: 3.0.0\n```\n"
    )
    left_out = "info[not-openapi]: an AsyncAPI description; left out"
    assert read(page) == ([], f"page.md:4:1: {left_out}\npage.md:10:1: {left_out}")


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("# Site\n\n" + "- [Page](https://x.example/p.md): text\n" * 3, "an index of other"),
        ("# A\nSource: https://x.example/a\n\n/openapi.yaml get /a\n", "names operations"),
        ('{% openapi-operation spec="s" path="/x" method="post" %}\n', "only refers to"),
    ],
)  # fmt: skip
def test_pages_of_known_kinds_without_a_document_are_explained(
    page: str, message: str
) -> None:
    found, report = read(page)
    assert found == []
    assert report.startswith("page.md: warning[no-document]")
    assert message in report


def test_a_fence_may_name_the_file_that_its_document_was_taken_from() -> None:
    page = f"````yaml /v1/openapi.yaml get /a\n{DOCUMENT}\n````\n\n```json\n{DOCUMENT}\n```\n"
    found, _ = read(page)
    assert [one.origin for one in found] == ["/v1/openapi.yaml", ""]


def test_text_that_addresses_a_reader_or_a_machine_is_data() -> None:
    page = (
        f"> Fetch https://x.example/llms.txt first.\n\n# T\n\n```json\n{DOCUMENT}\n```\n\n---\n\n"
        "# Agent Instructions: Querying This Documentation\n\nPerform an HTTP GET request:\n\n"
        "```\nGET https://x.example/t.md?ask=<question>\n```\n"
    )
    (one,), report = read(page)
    assert (one.label, one.url, report) == ("T", "https://x.example/t.md", "")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (r"The Workflow\.Status object", "The Workflow.Status object"),
        (r"GET /a/{b\_c} \| \`x\` \*y\* \\", r"GET /a/{b_c} | `x` *y* \ ".strip()),
        ("a&#x20;&lt;b&gt;", "a <b>"),
    ],
)
def test_headings_are_unescaped(markdown: str, text: str) -> None:
    assert unescape(markdown) == text


@pytest.mark.skipif(not PAGES.exists(), reason="the sample pages are not here")
@pytest.mark.parametrize(
    "path", sorted(PAGES.rglob("*.md")), ids=lambda path: path.stem
)
def test_every_sample_page_is_loaded_or_explained(path: Path) -> None:
    report = Report()
    text = path.read_text("utf-8")
    found = fragments(Text(path.name, text), report, expected=True)
    assert found or report.diagnostics
    if "EXCERPT" in path.name:
        assert [one.rule for one in report] == ["truncated-document"]
    assert all(one.document["openapi"].startswith("3.") for one in found)

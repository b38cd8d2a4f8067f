"""HTML within descriptions is said in CommonMark; what is no HTML stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.lower.markup import without_html


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plain", "plain"),
        ("a < b && b > c", "a < b && b > c"),
        ("<p>Returns a list.</p>", "Returns a list."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One.</p>\n\n  <p>Two.</p>\n", "One.\n\nTwo."),
        ("First<br>second<br/>third", "First  \nsecond  \nthird"),
        ("First<br><br />second", "First\n\nsecond"),
        ("Set <code>id</code> or <tt>x &lt; y</tt>.", "Set `id` or `x < y`."),
        ("<b>Bold</b>, <i>italic</i>, <span class='x'>span</span>", "Bold, italic, span"),
        ("2<sup>31</sup>", "2^31"),
        ('See <a href="https://a.example/x">the page</a>.', "See [the page](https://a.example/x)."),
        ("<a href='https://a.example'>https://a.example</a>", "https://a.example"),
        ('<a href="https://a.example/"><code>x</code></a>', "[`x`](https://a.example/)"),
        ('See <a href="#part">the part</a> or <a href="javascript:x()">that</a>.', "See the part or that."),
        ('<img src="https://a.example/p.png" alt="A plan"> here', "A plan here"),
        ("Terms &amp; conditions, &quot;new&quot;,&nbsp;1&#8364;2", 'Terms & conditions, "new", 1€2'),
        ("/x?a=1&copy=2&lt=3", "/x?a=1&copy=2&lt=3"),
        ("a<!-- not for readers -->b", "ab"),
    ],
)  # fmt: skip
def test_elements_and_references_are_said_in_commonmark(text: str, said: str) -> None:
    assert without_html(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<ul><li>One</li><li>Two</li></ul>After", "- One\n- Two\n\nAfter"),
        ("Kinds: <ul> <li> <p>One</p> </li> <li> <p>Two</p> </li> </ul>", "Kinds:\n\n- One\n- Two"),
        ("<ol><li>One<li>Two</ol>", "1. One\n2. Two"),
        ("<dl><dt>Key</dt><dd><p>What it is.</p></dd><dt>B</dt><dd>b</dd></dl>", "- Key: What it is.\n- B: b"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "- a | b\n- 1 | 2"),
        ("<pre>a\n  b</pre>c", "```\na\n  b\n```\n\nc"),
        ("<pre><code>a &lt;b&gt;</code></pre>", "```\na <b>\n```"),
    ],
)  # fmt: skip
def test_lists_and_tables_are_lists_and_preformatted_text_is_fenced(
    text: str, said: str
) -> None:
    assert without_html(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Send <id> and <your-name>, or <code> of step 1.",
        "`<p>` and ``&amp;`` are code.",
        "```\n<p>fenced</p>\n\n&lt;\n```",
        "- item\n    - nested\n\n    code",
        "<xml><name>Jo</name></xml>",
        "Found by its attribute, such as <IMG src='cid:1'>.",
    ],
)
def test_what_is_no_html_stays(text: str) -> None:
    assert without_html(text) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<code>open", "<code>open"),
        ("closed</code></p></ul></a></pre></dd>", "closed"),
        ("<p><pre>a", "<pre>a"),
        ("<td>x</td><dd>y", "x<dd>y"),
        ("<a href='https://a.example'></a><code></code>", ""),
    ],
)
def test_elements_that_do_not_match_lose_no_text(text: str, said: str) -> None:
    assert without_html(text) == said


TAGS = [
    "p",
    "br",
    "a href='https://a.example'",
    "b",
    "code",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
]
TAGS += ["table", "tr", "td", "pre", "sup", "img alt=''"]
PIECES = [f"<{t}>" for t in TAGS] + [f"</{t.split()[0]}>" for t in TAGS] + [" ", "\n\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_every_word_is_kept_in_its_order(pieces: list[str]) -> None:
    text = "".join(f"{piece}w{n}w" for n, piece in enumerate(["", *pieces]))

    assert re.findall("w[0-9]+w", without_html(text)) == re.findall("w[0-9]+w", text)


@pytest.mark.parametrize(
    "piece", ["<!--", "<a ", "<a href='", "`", "<", "&", "<pre>", "<ul><li>"]
)
def test_hostile_repetition_is_read_in_one_pass(piece: str) -> None:
    text = piece * 20_000 + "</a></pre>"

    assert len(without_html(text)) <= 2 * len(text)

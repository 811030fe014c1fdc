"""Pages: what they say of themselves, their text, and pages that no parser can read."""

from __future__ import annotations

import time

import pytest

from workers.decode import decode
from workers.model import Flag, Options, RawArticle, RawMessage, Rejected
from workers.normalize.html import complete
from workers.normalize.tags import strip_tags

PARAGRAPHS = (
    "The Mill Street bridge reopened on Tuesday, nine months after a truck damaged two of its pillars.",
    "“I have driven forty extra miles a day,” said Carl Jennings, who delivers bread on both sides of the river.",
    "The repair cost $3.2 million, about 20 percent more than planned, the county said in a statement.",
)
STORY = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
LINKED = (
    '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"No"},'
    '{"@type":["NewsArticle"],"headline":"Bridge  reopens","datePublished":"2026-02-17T08:15:00-05:00",'
    '"dateModified":"2026-02-17T11:40:00-05:00","author":[{"@type":"Person","name":"Helen Marsh"},{"name":"J. Poe"}],'
    '"publisher":{"name":"Valley Courier"},"inLanguage":"en-US","url":"https://valley.example/bridge"}]}</script>'
)
META = (
    '<meta property="og:title" content="Bridge reopens"><meta name="DC.date.issued" content="17 February 2026">'
    '<meta property="article:modified_time" content="2026-02-18"><meta name="author" content="https://x.example/me">'
    '<meta name="parsely-author" content="Helen Marsh"><meta property="og:site_name" content="Valley Courier">'
    '<meta property="og:locale" content="en_US"><meta property="og:url" content="https://valley.example/b">'
)


def read(html: str, **given: str) -> RawArticle:
    return complete(RawArticle(text=given.pop("text", ""), **given), html)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (LINKED, {"title": "Bridge reopens", "published": "2026-02-17T08:15:00-05:00", "source": "Valley Courier",
                  "modified": "2026-02-17T11:40:00-05:00", "byline": "Helen Marsh, J. Poe", "language": "en-US",
                  "url": "https://valley.example/bridge"}),
        (META, {"title": "Bridge reopens", "published": "17 February 2026", "modified": "2026-02-18",
                "byline": "Helen Marsh", "source": "Valley Courier", "language": "en-US",
                "url": "https://valley.example/b"}),
        ('<title>Bridge\n reopens</title><link rel=canonical href="https://valley.example/c">',
         {"title": "Bridge reopens", "url": "https://valley.example/c", "published": None}),
        ('<link rel=canonical href="/relative">', {"url": None}),
        ('<script type="application/ld+json">{"@type":"NewsArticle","headline":</script>' + META,
         {"title": "Bridge reopens"}),
        ('<script type="application/ld+json">' + "[" * 5_000 + "</script>", {"title": None}),
        ('<script type="application/ld+json">{"@type":"Recipe","name":"Soup","datePublished":"2020"}</script>',
         {"title": None, "published": None}),
    ],
)  # fmt: skip
def test_a_page_says_what_it_is(head: str, expected: dict[str, str | None]) -> None:
    article = read(f"<html><head>{head}</head><body>{STORY}</body></html>")
    assert {name: getattr(article, name) for name in expected} == expected
    assert article.from_html >= {"text", *(name for name, value in expected.items() if value is not None)}
    assert all(getattr(article, name) is not None for name in article.from_html)


def test_time_elements() -> None:
    published = '<time itemprop="datePublished" datetime="2026-02-17T08:15">Tuesday</time>'
    assert read(f"<html lang=de>{published}{STORY}").published == "2026-02-17T08:15"
    assert read(f"<html lang=de>{published}{STORY}").language == "de"
    assert read(f'<time datetime="2020-01-01">related</time>{STORY}').published is None


def test_what_was_given_counts_more() -> None:
    article = read(f"<head>{LINKED}</head>{STORY}", title="Own", url="https://own.example/a", text="Own text.")
    assert (article.title, article.url, article.text) == ("Own", "https://own.example/a", "Own text.")
    assert (article.source, article.html) == ("Valley Courier", None)
    assert article.from_html == {"published", "modified", "byline", "language", "source"}


def test_the_text_is_the_article_with_its_captions_and_without_its_surroundings() -> None:
    page = (
        "<html><body><nav><a href=/>Home</a></nav><div>Weather: sunny</div><article><h1>Bridge reopens</h1>"
        "<p>By Helen Marsh</p><figure><img src=a><figcaption>The bridge. AP Photo/J. Poe</figcaption></figure>"
        f"{STORY}<script>alert(1)</script></article><footer>All rights reserved</footer></body></html>"
    )
    article = read(page)
    assert article.text == "\n\n".join(("Bridge reopens", "By Helen Marsh", "The bridge. AP Photo/J. Poe", *PARAGRAPHS))
    assert article.html == page
    assert article.flags == ()


def test_lines_and_inline_elements() -> None:
    assert read("<p>One<br>two <b>th</b>ree&nbsp;four<!-- no --> five</p><p hidden>no</p><ul><li>a<li>b</ul>").text == (
        "One\ntwo three four five\n\na\n\nb"
    )


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("a<script>no", "a"),
        ("a<script>no</script>b", "ab"),
        ("a<SCRIPT x='>'>no</script >b", "ab"),
        ("a<!-- no --><p>b", "a\n\nb"),
        ("a<!-- no", "a"),
        ("a < b > c", "a < b > c"),
        ("<p>1 &lt; 2</p><br>3", "1 < 2\n\n3"),
        ("<<<<", "<<<<"),
        ("<!doctype html><?php no ?>a", "a"),
    ],
)
def test_stripped_tags(page: str, text: str) -> None:
    assert strip_tags(page) == text


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 150_000,
        "<p>x" * 200_000,
        "<a>x" * 200_000,
        "<b><i>x" * 100_000,
        "<table><tr><td>x" * 50_000,
        "<script>" * 110_000,
        "<!--" * 200_000,
        "<" * 900_000,
        "<a " + "b=c " * 200_000 + ">x",
        "<p>word, word and word</p>" * 4_800,
        "&amp;" * 190_000,
        "<form>x" * 4_000,
    ],
    ids=lambda page: page[:12],
)
def test_hostile_pages_cost_little(page: str) -> None:
    began = time.process_time()
    decoded = decode(RawMessage(value=page.encode(), headers=(("content-type", b"text/html"),)), Options())
    assert time.process_time() - began < 3
    assert isinstance(decoded, RawArticle | Rejected)


def test_a_page_that_no_parser_reads_keeps_its_words() -> None:
    article = read("<div>" * 300 + "deep down" + "<p>and on")
    assert (article.text, article.flags) == ("deep down\n\nand on", (Flag.HTML_UNRENDERED,))

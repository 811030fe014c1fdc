"""URLs in one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.normalize.address import LONGEST_CANONICAL, canonical_url

BASE = "https://news.example.org/a"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://News.Example.ORG/a", BASE),
        ("HTTPS://news.example.org:443/a/", BASE),
        ("https://news.example.org./a#part", BASE),
        ("  https://user:pw@news.example.org/a\n", BASE),
        ("https://news.example.org/a?utm_source=x&UTM_Medium=y&fbclid=z&gclid=1&_ga=2", BASE),
        ("https://news.example.org/a?", BASE),
        ("https://news.example.org/a?&&", BASE),
        ("https://news.example.org/a;jsessionid=0A1B", BASE),
        ("https://news.example.org/a?PHPSESSID=0123456789abcdef0", BASE),
        ("https://news.example.org/b/../a/./", BASE),
        ("https://news.example.org/%61", BASE),
        ("https://news.example.org/a/amp", BASE),
        ("https://news.example.org/a/amp/?amp=1", BASE),
        ("https://news.example.org/a?outputType=amp", BASE),
        ("https://www.google.com/amp/s/news.example.org/a", BASE),
        ("https://news-example-org.cdn.ampproject.org/c/s/news.example.org/a", BASE),
        ("https://news.example.org/a.amp.html", f"{BASE}.html"),
        ("http://news.example.org:80/a", "http://news.example.org/a"),
        ("http://news.example.org:8080/a", "http://news.example.org:8080/a"),
        ("https://news.example.org", "https://news.example.org/"),
        ("https://news.example.org/amp", "https://news.example.org/amp"),
        ("https://news.example.org/lamp", "https://news.example.org/lamp"),
        ("https://news.example.org/a?sid=4711", f"{BASE}?sid=4711"),
        ("https://news.example.org/a?b=2&a=1&a=0", f"{BASE}?a=0&a=1&b=2"),
        ("https://news.example.org/a?q=x+y%20z", f"{BASE}?q=x%20y%20z"),
        ("https://news.example.org/a?q=1%262", f"{BASE}?q=1%262"),
        ("https://news.example.org/a%2Fb", f"{BASE}%2Fb"),
        ("https://news.example.org/a%zz", f"{BASE}%25zz"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://xn--bcher-kva.example/%c3%a4", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://[2001:DB8::1]/a", "https://[2001:db8::1]/a"),
        ("https://news.example.org/a b", f"{BASE}%20b"),
    ],
)
def test_one_form(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "news.example.org/a",
        "//news.example.org/a",
        "/a",
        "javascript:alert(1)",
        "file:///etc/hosts",
        "ftp://news.example.org/a",
        "data:text/html,x",
        "https://",
        "https:///a",
        "https://a b/c",
        "https://a.example:99999/",
        "https://[::1/",
        "https://\ud800.example/",
        "https://" + "a" * 64 + ".example/",
        "https://a.example/" + "b" * LONGEST_CANONICAL,
        "mailto:a@example.org",
    ],
)
def test_anything_else_is_none(url: str | None) -> None:
    assert canonical_url(url) is None


@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=40))
def test_it_never_raises_and_stays_as_it_is(host: str, path: str, query: str) -> None:
    for url in (host, f"https://{host}/{path}?{query}", f"https://a.example/{path}?{query}"):
        once = canonical_url(url)
        if once is not None:
            assert canonical_url(once) == once
            assert once.isascii()
            assert once.isprintable()
            assert " " not in once

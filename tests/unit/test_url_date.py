"""Days and months in the addresses of articles, and numbers there that are neither."""

from __future__ import annotations

import pytest

from workers.normalize.url_date import LONGEST, url_day, url_month


@pytest.mark.parametrize(
    ("path", "day", "part"),
    [
        ("/2022/02/23/a-story", "2022-02-23", "2022/02/23"),
        ("/news/2022-02/23/a-story", "2022-02-23", "2022-02/23"),
        ("/2022/2/3/a-story", "2022-02-03", "2022/2/3"),
        ("/a-story-20220223.html", "2022-02-23", "20220223"),
        ("/a-story-20220223_ABC/", "2022-02-23", "20220223"),
        ("/n1/2022/0223/c1001-1.html", "2022-02-23", "2022/0223"),
        ("/a/202202/23/WS1.html", "2022-02-23", "202202/23"),
        ("/2022/feb/23/a-story", "2022-02-23", "2022/feb/23"),
        ("/esteri/22_febbraio_23/a-story.shtml", "2022-02-23", "22_febbraio_23"),
        ("/politics/23/02/2022/6215f0b7", "2022-02-23", "23/02/2022/6215"[:10]),
        ("/view/AKR20220223012345", "2022-02-23", "20220223012345"),
        ("/article/202202231405001", "2022-02-23", "202202231405001"),
        ("/a-story-202202231405_noticia.html", "2022-02-23", "202202231405"),
        ("/domaci/a-story.A220223_140509_domaci_abc", None, None),
        ("/domaci/a-story_A220223_140509_domaci_abc", "2022-02-23", "A220223_140509"),
        ("/x?date=2022-02-23", "2022-02-23", "2022-02-23"),
        ("/politics/04/03/2022/6215f0b7", None, None),
        ("/2022/02/31/a-story", None, None),
        ("/story/20229999", None, None),
        ("/2022/02/a-story", None, None),
        ("/story-83936220.html", None, None),
        ("/best-of-2022-02", None, None),
        ("/story/20220223405001987654321", None, None),
        ("/may-23-2022-was-a-day", None, None),
        ("", None, None),
    ],
)
def test_the_day(path: str, day: str | None, part: str | None) -> None:
    assert url_day(f"https://example.com{path}") == ((day, part) if day else None)


def test_the_crawl_of_an_archive_is_no_day() -> None:
    assert url_day("https://archive.example/web/20131110121040/http://example.com/a-story/") is None
    assert url_day("https://archive.example/web/20131110121040/http://example.com/2013/04/05/a/") == (
        "2013-04-05",
        "2013/04/05",
    )


@pytest.mark.parametrize(
    ("path", "month"),
    [
        ("/2022/02/a-story/", "2022-02"),
        ("/news/2022-02/a-story", "2022-02"),
        ("/202202/a-story", "2022-02"),
        ("/2022/13/a-story", None),
        ("/2022/43/a-story", None),
        ("/2022-02-story", None),
    ],
)
def test_the_month(path: str, month: str | None) -> None:
    found = url_month(f"https://example.com{path}")
    assert (found and found[0]) == month


@pytest.mark.parametrize("piece", ["/2022", "2022/", "20", "/20/20", "http://", "_A22", "é"])
def test_any_address_is_read(piece: str) -> None:
    url = piece * 2000
    assert len(url) > LONGEST
    found = url_day(url)
    assert found is None or len(found[0]) == 10
    url_month(url)

"""Lines that sources repeat: learned from files, written, loaded, and then left out of the body."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from tests.unit.test_cli import run
from workers.commands.learn_furniture import enriched, read_article
from workers.commands.sources import app as sources_app
from workers.furniture_file import FurnitureError, load_furniture, write_furniture
from workers.model import Enriched, Options, RawArticle, RawMessage, Role
from workers.normalize.furniture import Learner, line_key, source_key
from workers.normalize.segments import segment
from workers.pipeline import process
from workers.settings import SettingsError, load_settings

JSON = (("content-type", b"application/json"),)
NAMES = ("Anna", "Berta", "Clara", "Dora", "Emma", "Flora", "Greta", "Hanna", "Ida", "Jana")
PLEA = "The Larnby Herald lives on the support of its readers, and every pound that you give goes to our reporters."


def article(number: int, plea: str = PLEA) -> dict[str, str]:
    """A report of its own with the plea that this paper prints below every one."""
    return {
        "schema": "raw_article/1",
        "url": f"https://www.larnbyherald.co.uk/news/{number}",
        "text": f"Ferry {NAMES[number]} ran aground off the port of Larnby on Sunday in thick fog, the port said.\n\n"
        f"Nobody was hurt on board the {NAMES[number]}, and all passengers were taken ashore before noon by boat.\n\n"
        f"{number} comments\n\n{plea}\n",
    }


def write(path: Path, documents: list[dict[str, str]]) -> Path:
    path.write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in documents))
    return path


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("  12  Comments ", "0 comments"),
        ("Read MORE", "read more"),
        ("Straße", "strasse"),
        ("3 min read · 12 May 2024", "0 min read · 0 may 0"),
        ("", ""),
    ],
)
def test_lines_are_compared_without_case_space_and_numbers(line: str, key: str) -> None:
    assert line_key(line) == key


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (RawArticle(text="", url="https://amp.theguardian.com/1"), "theguardian"),
        (RawArticle(text="", url="https://www.larnbyherald.co.uk/1"), "larnbyherald.co.uk"),
        (RawArticle(text="", source="Le Monde"), "lemonde"),
        (RawArticle(text="A body."), None),
    ],
)
def test_the_source_is_known_before_the_text_is_read(raw: RawArticle, key: str | None) -> None:
    assert source_key(raw) == key


def test_a_line_is_learned_from_different_articles_alone() -> None:
    learner = Learner()
    for number in range(5):
        assert learner.add("larnby", article(number)["text"])
    assert not learner.add("larnby", article(4)["text"])
    assert learner.add("other", article(1)["text"], "https://x.example/1")
    assert not learner.add("other", article(2)["text"], "https://x.example/1")
    assert not learner.add("larnby", " \n ")
    assert learner.articles["larnby"] == 5
    assert learner.repeated(5, 1.0) == {"larnby": sorted([line_key(PLEA), "0 comments"])}
    assert learner.repeated(6, 0.0) == {}


def test_a_share_of_the_articles_is_asked_for() -> None:
    learner = Learner()
    for number in range(10):
        learner.add("larnby", article(number, PLEA if number < 4 else f"Letters to {NAMES[number]} here")["text"])
    assert learner.repeated(2, 0.5) == {"larnby": ["0 comments"]}
    assert line_key(PLEA) in learner.repeated(2, 0.4)["larnby"]


def test_memory_is_bounded() -> None:
    learner = Learner(most_sources=2, most_lines=3)
    assert learner.add("a", "One line\nshared line")
    assert learner.add("b", "One line")
    assert not learner.add("c", "One line")
    for number in range(20):
        learner.add("a", f"A long line of its own {'y' * number}\nshared line\nother {'z' * number}")
    assert learner.repeated(20, 0.0) == {"a": ["shared line"]}
    assert len(learner._lines["a"]) <= 3 + 3


def test_what_was_learned_is_left_out_of_the_body() -> None:
    text = article(1)["text"]
    raw = RawArticle(text=text, url="https://www.larnbyherald.co.uk/news/1")
    known = {"larnbyherald.co.uk": frozenset([line_key(PLEA)])}
    before = {raw.text[each.start : each.end].strip(): each.role for each in segment(raw)}
    after = segment(raw, known)
    assert before[PLEA] is Role.BODY
    role_of_plea = next(each.role for each in after if each.start <= text.index(PLEA) < each.end)
    assert role_of_plea is Role.FURNITURE
    assert segment(RawArticle(text=text, url="https://www.example.com/1"), known) == segment(raw)
    value = orjson.dumps(article(1))
    outcome = process(RawMessage(value=value, headers=JSON), Options(furniture=known))
    assert isinstance(outcome, Enriched)
    assert outcome.body is not None
    assert PLEA not in outcome.body
    assert "Ferry Berta" in outcome.body


@pytest.mark.parametrize(
    "line", ["By Jane Doe", "Jane Doe", "May 12, 2024", "Photo: Reuters", "Published: 12 May 2024"]
)
def test_a_reporter_a_date_or_a_credit_that_repeats_keeps_its_role(line: str) -> None:
    text = f"Two ferries collide in thick fog\n\n{line}\n\n{article(2)['text']}"
    raw = RawArticle(text=text, url="https://www.larnbyherald.co.uk/news/1")
    known = {"larnbyherald.co.uk": frozenset([line_key(line)])}
    assert segment(raw, known) == segment(raw)


def test_the_command_learns_from_raw_and_from_enriched_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = write(tmp_path / "raw.ndjson", [article(number) for number in range(6)])
    with raw.open("ab") as file:
        file.write(b"not json\n")
    done = run("learn-furniture", str(raw), "-o", str(tmp_path / "furniture.json"))
    assert done.returncode == 0, done.stderr
    assert "7 articles, 1 left out" in done.stderr
    known = load_furniture(tmp_path / "furniture.json")
    assert known == {"larnbyherald.co.uk": frozenset([line_key(PLEA), "0 comments"])}
    monkeypatch.setenv("DATELINE_FURNITURE", str(tmp_path / "furniture.json"))
    assert load_settings().options().furniture == known
    events = [
        {
            "schema": "enriched_article/1",
            "source": {"id": "larnby", "name": "L", "kind": "unknown"},
            "text": each["text"],
        }
        for each in map(article, range(6))
    ]
    (tmp_path / "events.ndjson").write_bytes(b"".join(orjson.dumps(each) + b"\n" for each in events))
    done = run("learn-furniture", str(tmp_path / "events.ndjson"))
    assert orjson.loads(done.stdout)["sources"] == {"larnby": sorted([line_key(PLEA), "0 comments"])}


def test_a_file_is_not_written_over_what_is_read(tmp_path: Path) -> None:
    raw = write(tmp_path / "raw.ndjson", [article(1)])
    done = run("learn-furniture", str(raw), "-o", str(raw))
    assert done.returncode == 2
    assert "is one of the files to read" in done.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "is no JSON"),
        (b"[]", "is no furniture/1 file"),
        (b'{"schema": "furniture/1", "sources": {"a": "b"}}', "is no furniture/1 file"),
        (None, "cannot be read"),
    ],
)
def test_a_broken_file_is_refused(
    tmp_path: Path, content: bytes | None, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "furniture.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FurnitureError, match=message):
        load_furniture(path)
    monkeypatch.setenv("DATELINE_FURNITURE", str(path))
    with pytest.raises(SettingsError, match=f"DATELINE_FURNITURE: .*{message}"):
        load_settings().options()


def test_what_is_written_is_what_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "f.json").write_bytes(write_furniture({"a": ["x", "é"]}))
    assert load_furniture(tmp_path / "f.json") == {"a": frozenset(["x", "é"])}


def test_records_that_are_no_articles_have_no_text() -> None:
    assert read_article(RawMessage(value=b"{", headers=JSON)) == (None, "", None)
    assert read_article(RawMessage(value=None)) == (None, "", None)
    assert enriched(b'{"schema":"enriched_article/1"') is None
    assert enriched(b"[]") is None


def test_unknown_sources_are_counted(tmp_path: Path) -> None:
    def event(identity: str | None, kind: str = "unknown") -> bytes:
        source = None if identity is None else {"id": identity, "name": identity.title(), "kind": kind}
        return orjson.dumps({"schema": "enriched_article/1", "source": source, "text": "A"}) + b"\n"

    lines = [
        event("b.example"),
        event("a.example"),
        event("b.example"),
        event("reuters", "agency"),
        event(None),
        b"{}\n",
    ]
    path = tmp_path / "events.ndjson"
    path.write_bytes(b"".join(lines))
    result = CliRunner().invoke(sources_app, ["report", str(path)])
    assert result.exit_code == 0
    assert result.stdout == "2\tb.example\tB.Example\n1\ta.example\tA.Example\n"
    assert "5 events: 3 from 2 unknown sources, 1 without a source; 1 records are no enriched events" in result.stderr
    result = CliRunner().invoke(sources_app, ["report", "--top", "1", str(path)])
    assert result.stdout == "2\tb.example\tB.Example\n"

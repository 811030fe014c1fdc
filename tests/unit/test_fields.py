"""Cleaned fields: what goes, what stays, what is flagged; and the identity that hangs on them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.model import Flag, RawArticle, Role, Segment
from workers.normalize.characters import find_flags, strip_marks
from workers.normalize.fields import Fields, article_fields
from workers.normalize.identity import article_id, content_version


def fields_of(*parts: tuple[Role, str], title: str | None = None, byline: str | None = None) -> Fields:
    text, segments = "", []
    for role, part in parts:
        segments.append(Segment(role=role, start=len(text), end=len(text) + len(part)))
        text += part
    return article_fields(text, tuple(segments), RawArticle(text=text, title=title, byline=byline))


def body_of(*parts: str) -> str | None:
    return fields_of(*((Role.BODY, each) for each in parts)).body


LONG = (
    "The bridge over the river Ansel was closed for nine months after a truck had damaged two of its pillars, and more."
)


@pytest.mark.parametrize(
    ("parts", "body"),
    [
        (("One.",), "One."),
        (("One.\n\nTwo.",), "One.\n\nTwo."),
        (("One.\r\n\r\nTwo.",), "One.\n\nTwo."),
        (("One.\n \t\n\n\nTwo.",), "One.\n\nTwo."),
        (("One.\n", "Two."), "One.\n\nTwo."),
        (("One.\nTwo.",), "One.\n\nTwo."),
        (("“One.”\nTwo.",), "“One.”\n\nTwo."),
        (("One\u00a0and  a\tsecond.",), "One and a second."),
        (("The bridge was closed\nfor nine months after\na truck damaged it.\nIt is open.",),
         "The bridge was closed for nine months after a truck damaged it. It is open."),
        ((f"{LONG}\n{LONG}\nand then\nmore.",), f"{LONG}\n\n{LONG}\n\nand then more."),
        (("  \n\n ",), None),
        (("\u200b\x00",), None),
        ((), None),
    ],
)  # fmt: skip
def test_the_body_has_paragraphs(parts: tuple[str, ...], body: str | None) -> None:
    assert body_of(*parts) == body


def test_each_role_has_its_field() -> None:
    fields = fields_of(
        (Role.TITLE, "A  title\n"),
        (Role.KICKER, "KICKER\n"),
        (Role.BYLINE, "By A. Poe\n"),
        (Role.CREDIT, "AP\n"),
        (Role.CREDIT, "Reuters\n"),
        (Role.CAPTION, "A\nbridge. "),
        (Role.FURNITURE, "Share\n"),
        (Role.BODY, "One."),
    )
    assert fields == Fields(
        title="A title", kicker="KICKER", byline="By A. Poe", credit="AP\nReuters", caption="A bridge.", body="One."
    )


def test_what_came_beside_the_text() -> None:
    fields = fields_of(
        (Role.TITLE, "From the text"), (Role.BODY, "One."), title=" Given\u202e &amp; clean", byline="A\nPoe"
    )
    assert (fields.title, fields.byline) == ("Given & clean", "A Poe")
    assert fields.flags == (Flag.BIDI, Flag.HTML_ENTITIES)
    assert fields_of((Role.BYLINE, "By B"), title="  ", byline="A").byline == "By B"


def test_rest_tells_an_article_without_title_and_body_apart() -> None:
    one, two = fields_of((Role.FURNITURE, "Share\n")), fields_of((Role.FURNITURE, "Tweet\n"))
    assert (one.title, one.body, one.rest) == (None, None, "Share")
    assert article_id(None, one) != article_id(None, two)


@pytest.mark.parametrize(
    ("text", "cleaned", "flags"),
    [
        ("plain, with\nlines\tand tabs", None, ()),
        ("a\x00b", "ab", (Flag.NUL,)),
        ("a\x1b[1mb\x7f\x9f", "a[1mb", (Flag.CONTROL,)),
        ("a\x85b", None, ()),
        ("\u202ea\u202c\u2067b\u2069", "ab", (Flag.BIDI,)),
        ("a\u200bb\ufeffc\u2060", "abc", (Flag.ZERO_WIDTH,)),
        ("so\u00adft", "soft", (Flag.SOFT_HYPHEN,)),
        ("می\u200cخواهم", None, ()),
        ("क्\u200dष", None, ()),
        ("\U0001f469\u200d\U0001f680", None, ()),
        ("a\u200cb\u200dc", "abc", (Flag.ZERO_WIDTH,)),
        ("Tom &amp; Jerry &#233; &lt;b&gt;", "Tom & Jerry é <b>", (Flag.HTML_ENTITIES,)),
        ("AT&T, R&D; a & b; &nonsense;", None, (Flag.HTML_ENTITIES,)),
        ("a&#0;b&#x202e;c", "a\ufffdbc", (Flag.HTML_ENTITIES,)),
        ("PÃ¤rnu and â€œmoreâ€", None, (Flag.MOJIBAKE,)),
        ("CAFÉ… Ã propos, São Paulo, Île-de-France: «voilà»", None, ()),
        ("Übermäßig größer, naïve façade", None, ()),
    ],
)
def test_characters(text: str, cleaned: str | None, flags: tuple[Flag, ...]) -> None:
    assert strip_marks(text) == (text if cleaned is None else cleaned)
    assert find_flags(text) == flags


@given(st.lists(st.tuples(st.sampled_from(list(Role)), st.text(max_size=40)), max_size=6), st.text(max_size=20))
def test_fields_hold_no_odd_characters(parts: list[tuple[Role, str]], title: str) -> None:
    fields = fields_of(*parts, title=title)
    for value in (fields.title, fields.kicker, fields.byline, fields.caption, fields.credit, fields.body):
        if value is not None:
            assert value == value.strip() != ""
            assert "\x00" not in value
            assert "\u202e" not in value
            assert "  " not in value
            assert strip_marks(value) == value or "&" in value
    assert len(article_id(None, fields)) == len(content_version(fields)) == 32


def test_identity() -> None:
    one = fields_of((Role.BODY, "Le caf\u00e9.\n\nDeux."), title="T")
    two = fields_of((Role.BODY, "Le  cafe\u0301.\r\n\r\n\r\nDeux."), title="T\u200b")
    other = fields_of((Role.BODY, "Le caf\u00e9.\n\nTrois."), title="T")
    assert article_id(None, one) == article_id(None, two) != article_id(None, other)
    assert content_version(one) == content_version(two) != content_version(other)
    assert article_id("https://a.example/", one) == article_id("https://a.example/", other)
    assert article_id("https://a.example/", one) != article_id("https://b.example/", one)


def test_ids_do_not_change_between_releases() -> None:
    fields = fields_of((Role.BODY, "The bridge reopened."), title="Bridge")
    assert article_id("https://a.example/b", fields) == "8132939a0b30ae1847ce18271d397350"
    assert article_id(None, fields) == "a5388d35e487c427e3bf18ee7f903fbe"
    assert content_version(fields) == "ccb94672125e606ae76b282b4ebd2b3c"

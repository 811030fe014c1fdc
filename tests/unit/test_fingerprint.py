"""Fingerprints: what they look away from, and what they tell apart."""

from __future__ import annotations

import random
import unicodedata

import pytest

from workers.article import build_article
from workers.extract.fingerprint import SIZE, find_fingerprint, sketch_text
from workers.extract.fingerprint_compare import (
    Comparison,
    Sketch,
    UnreadableFingerprintError,
    candidate_keys,
    compare,
    read_fingerprint,
    shorten,
)
from workers.model import Role, Segment

WORDS = """
harbour council bridge ferry storm mayor engineers said the repairs would cost more than planned because divers found
rust under both towers while a survey of older piers goes on until spring and trains stay shut for safety after crews
closed two lanes on Monday morning near market square where buses turn toward hills beyond river
"""


def prose(sentences: int, seed: int = 1) -> list[str]:
    """Sentences of words drawn by ``seed``."""
    drawn = random.Random(seed)
    return [" ".join(drawn.choice(WORDS.split()) for _ in range(14)).capitalize() + "." for _ in range(sentences)]


def sketch(text: str) -> Sketch:
    found = sketch_text(text)
    assert found is not None
    return read_fingerprint(found)


def compared(one: str, other: str) -> Comparison:
    return compare(sketch(one), sketch(other))


STORY = prose(30)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("“It’s over”, the mayor said - twice - on Monday", '"It\'s over," the mayor said — twice — on Monday'),
        ("the ferry sank off the coast of the island", "The FERRY sank\noff the  coast of\r\nthe Island!"),
        ("Peña y Muñoz viajarán a São Paulo por la mañana", "Pena y Munoz viajaran a Sao Paulo por la manana"),
        ("the inter\u00adnational court ruled on it at noon", "the international court ruled on it at noon"),
        ("国会は、新しい予算案を\n可決した。首相が述べた", "国会は新しい予算案を可決した 首相が述べた"),
        ("สภาผ่านร่างงบประมาณฉบับใหม่แล้ว", "สภาผ่านร่าง\nงบประมาณ ฉบับใหม่แล้ว"),
        ("ｔｈｅ １２ ｆｅｒｒｉｅｓ sank off the coast of it", "the 12 ferries sank off the coast of it"),
    ],
)  # fmt: skip
def test_the_same_words_have_the_same_fingerprint(text: str, changed: str) -> None:
    assert sketch_text(text) is not None
    assert sketch_text(text) == sketch_text(changed)
    assert sketch_text(unicodedata.normalize("NFD", text)) == sketch_text(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("the storm killed 12 people on the island of Texel", "the storm killed 13 people on the island of Texel"),
        ("北京时间今天上午国会通过了新的预算案", "北京时间今天上午国会否决了新的预算案"),
        ("สภาผ่านร่างงบประมาณฉบับใหม่แล้ว", "สภาผ่านร่างงบประมาณฉบับเก่าแล้ว"),
    ],
)
def test_other_words_have_another(text: str, changed: str) -> None:
    assert sketch_text(text) != sketch_text(changed)


def test_fingerprint_of_known_text_never_changes() -> None:
    """Fingerprints lie in topics and tables for months: other bytes for the same text need another form."""
    text = "Le maire de l’île, José Ñandú, a déclaré: “12 000 habitants sont évacués” 東京"
    assert sketch_text(text) == KNOWN


KNOWN = "AQ0AAABM/hwAzFzaCDDkLjQB0B5Vf/2YcaumFLYKG3C3o4Uzuua7Us9Nb37b555B6r65S/eMphr+sWKJxBMnnexOOwB22A=="


@pytest.mark.parametrize("text", ["", " \n", "Watch the video", "- - - - - - - - - - -", "国会は新しい"])
def test_too_short_for_one(text: str) -> None:
    assert sketch_text(text) is None


def test_body_is_sketched_without_the_page_around_it() -> None:
    body = " ".join(STORY)
    text = f"Follow us\n{body}\nRead more: ten ways to cook rice"
    start, end = text.index(body), text.index(body) + len(body)
    segments = (
        Segment(role=Role.FURNITURE, start=0, end=start),
        Segment(role=Role.BODY, start=start, end=end),
        Segment(role=Role.FURNITURE, start=end, end=len(text)),
    )
    assert find_fingerprint(build_article(text=text, segments=segments)) == sketch_text(body)


def test_whole_text_is_sketched_where_little_of_it_is_body() -> None:
    text = " ".join(STORY)
    segments = (
        Segment(role=Role.BODY, start=0, end=100),
        Segment(role=Role.FURNITURE, start=100, end=len(text)),
    )
    assert find_fingerprint(build_article(text=text, segments=segments)) == sketch_text(text)


def replaced(sentences: list[str], each: int) -> list[str]:
    """Every so-many-th sentence with one word replaced."""
    return [f"{one[:20]} quite {one[26:]}" if index % each == 0 else one for index, one in enumerate(sentences)]


COPIES = {
    "the same": STORY,
    "furniture": ["Follow us on every channel", *STORY, "Copyright of the Daily Post, all rights reserved"],
    "a third cut": STORY[:20],
    "two thirds cut": STORY[:10],
    "cut at both ends": STORY[4:22],
    "words replaced": replaced(STORY, 3),
    "sentences left out": [one for index, one in enumerate(STORY) if index % 8],
    "cut and words replaced": replaced(STORY[:22], 6),
}
VERSIONS = {
    "rewritten within": [one for pair in zip(STORY[:15], prose(15, 2), strict=True) for one in pair],
    "the same lead": [*STORY[:10], *prose(20, 3)],
    "a teaser": STORY[:5],
    "new facts within": [*STORY[:8], *prose(8, 4), *STORY[8:12], *prose(8, 5), *STORY[12:16]],
}


@pytest.mark.parametrize("kind", COPIES)
def test_copies(kind: str) -> None:
    assert compared(" ".join(STORY), "\n".join(COPIES[kind])).relation == "copy"


@pytest.mark.parametrize("kind", VERSIONS)
def test_versions(kind: str) -> None:
    assert compared(" ".join(STORY), "\n".join(VERSIONS[kind])).relation == "version"


def test_another_story_is_different() -> None:
    found = compared(" ".join(STORY), " ".join(prose(30, 9)))
    assert found.relation == "different"
    assert found.similarity < 0.05


def test_shares_are_estimated() -> None:
    one, other = prose(150), [*prose(150)[:100], *prose(50, 7)]
    found = compared(" ".join(one), " ".join(other))
    assert found.similarity == pytest.approx(0.5, abs=0.1)
    assert found.containment == pytest.approx(2 / 3, abs=0.1)


@pytest.mark.parametrize("kind", COPIES)
def test_copies_share_a_key(kind: str) -> None:
    assert set(candidate_keys(sketch(" ".join(STORY)))) & set(candidate_keys(sketch(" ".join(COPIES[kind]))))


@pytest.mark.parametrize("kind", COPIES)
def test_shortened_sketch_tells_the_same(kind: str) -> None:
    one, other = sketch(" ".join(STORY)), sketch(" ".join(COPIES[kind]))
    assert compare(shorten(one, 128), other).relation == "copy"
    assert shorten(one, SIZE) == one
    assert len(shorten(one, 128).places) == 128


@pytest.mark.parametrize("value", ["", "x", "é", "AAAA", "A" * 400, "AQAAAAA=", "not base64!"])
def test_what_is_no_fingerprint_is_refused(value: str) -> None:
    with pytest.raises(UnreadableFingerprintError):
        read_fingerprint(value)


def test_another_form_is_refused() -> None:
    found = sketch_text(" ".join(STORY))
    assert found is not None
    with pytest.raises(UnreadableFingerprintError, match="form 2"):
        read_fingerprint("Ag" + found[2:])

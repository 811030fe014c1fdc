"""Who said what: tables of short articles."""

from __future__ import annotations

import pytest

from workers.article import build_article
from workers.extract.quotes import find_quotes
from workers.model import Article, Language, Quote, Role, Segment


def article(text: str, tag: str = "en", *parts: tuple[Role, str]) -> Article:
    """An article; ``parts`` give the roles of stretches that follow each other."""
    segments = []
    at = 0
    for role, part in parts:
        segments.append(Segment(role=role, start=at, end=at + len(part)))
        at += len(part)
    return build_article(text=text, segments=tuple(segments), language=Language(tag=tag, confidence=1.0))


def said(text: str, tag: str = "en") -> list[tuple[str, str | None]]:
    """Each quotation with its speaker's name."""
    return [
        (q.text, q.speaker.name if q.speaker else None) for q in find_quotes(article(text, tag)) if q.kind != "indirect"
    ]


def only(text: str, tag: str = "en") -> Quote:
    [quote] = [q for q in find_quotes(article(text, tag)) if q.kind != "indirect"]
    return quote


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“We are ready,” said John Carter.", "John Carter"),
        ("“We are ready,” John Carter said on Monday.", "John Carter"),
        ("“Are we ready?” asked John Carter.", "John Carter"),
        ("“We are ready!” John Carter shouted.", "John Carter"),
        ("“We are ready,” said Mr. John Carter, the head of the office.", "John Carter"),
        ("“We are ready,” John Carter, the head of the office, told reporters.", "John Carter"),
        ("“We are ready,” John Carter, 54, who leads the office, said.", "John Carter"),
        ("John Carter said, “We are ready.”", "John Carter"),
        ("On Monday, John Carter told the paper: “We are ready.”", "John Carter"),
        ("In a statement on Monday, John Carter said: “We are ready.”", "John Carter"),
        ("John Carter spoke to supporters, saying “we are ready.”", "John Carter"),
        ("John Carter smiled and said, “We are ready.”", "John Carter"),
        ("According to John Carter, “we are ready.”", "John Carter"),
        ("The offer was “an insult,” according to John Carter.", "John Carter"),
        ("“We are ready.” — John Carter", "John Carter"),
        ("“We are ready,” said a spokesman for the ministry.", "spokesman for the ministry"),
        ("“We are ready,” said one former aide.", "former aide"),
        ("“We are ready,” the union wrote.", "union"),
        ("“We are ready,” the Ministry of Health said.", "Ministry of Health"),
        ("The report said the bridge was “close to collapse.”", "report"),
        ("John Carter: “We are ready.”", "John Carter"),
    ],
)
def test_speaker_in_the_same_sentence(text: str, name: str) -> None:
    found = only(text)
    assert found.speaker is not None
    assert found.speaker.name == name
    assert text[found.speaker.start : found.speaker.end] == found.speaker.text


@pytest.mark.parametrize(
    ("text", "name", "surface"),
    [
        ("John Carter came late. “We are ready,” he said.", "John Carter", "he"),
        ("John Carter came late. He said: “We are ready.”", "John Carter", "He"),
        ("John Carter met Mary Webb. “We are ready,” she said.", "Mary Webb", "she"),
        ("John Carter came late. “We are ready,” Carter said.", "John Carter", "Carter"),
        ("John Carter came late. “We are ready,” Mr Carter said.", "John Carter", "Mr Carter"),
        ("Prime Minister John Carter came late. “We are ready,” the minister said.", "John Carter", "the minister"),
        (
            "John Carter, the party chairman, came late. “We are ready,” the chairman said.",
            "John Carter",
            "the chairman",
        ),
    ],
)
def test_speaker_is_resolved(text: str, name: str, surface: str) -> None:
    found = only(text)
    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.text) == (name, surface)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Kremlin spokesman Ivan Petrov said it was “a lie.”", "Kremlin spokesman"),
        ("Secretary-General Maria Costa said it was “a lie.”", "Secretary-General"),
        ("Maria Costa, the party leader, said it was “a lie.”", "party leader"),
        ("Foreign Minister Maria Costa came. Later Costa said it was “a lie.”", "Foreign Minister"),
    ],
)
def test_role_beside_the_name(text: str, role: str) -> None:
    speaker = only(text).speaker
    assert speaker is not None
    assert speaker.role == role


def test_quotation_broken_by_its_attribution() -> None:
    text = "“We are ready,” said John Carter, “and we will stay. We are many.”"
    assert said(text) == [("We are ready,", "John Carter"), ("and we will stay. We are many.", "John Carter")]


def test_second_quotation_goes_on_with_the_speaker() -> None:
    text = "“We are ready,” John Carter said. “We will stay here.”"
    assert said(text) == [("We are ready,", "John Carter"), ("We will stay here.", "John Carter")]


def test_floating_paragraph_goes_on_with_the_speaker() -> None:
    text = "“We are ready,” John Carter said.\n\n“We will stay here for good.”"
    assert said(text)[1] == ("We will stay here for good.", "John Carter")


def test_quotation_alone_takes_the_subject_of_the_sentence_before() -> None:
    text = "Mary Webb was angry at the council. “They never asked us.”"
    assert said(text) == [("They never asked us.", "Mary Webb")]


def test_quotation_over_paragraphs_has_one_speaker() -> None:
    text = "“We are ready,” said John Carter. “We have waited.\n\n“Now we go.\n\n“And we stay.”"
    assert [name for _, name in said(text)] == ["John Carter"] * 4
    assert said(text)[2:] == [("Now we go.", "John Carter"), ("And we stay.", "John Carter")]


def test_several_partial_quotations_of_one_sentence() -> None:
    text = "John Carter called for “restraint,” for “patience” and an end to “this madness.”"
    assert said(text) == [("restraint,", "John Carter"), ("patience", "John Carter"), ("this madness.", "John Carter")]


def test_nested_quotation_has_the_speaker_that_the_outer_names() -> None:
    text = "“Peter Hall told me ‘never again’ and left,” said John Carter."
    assert said(text)[1] == ("never again", "Peter Hall")


@pytest.mark.parametrize(
    "text",
    [
        "She hosts “Morning Coffee” every day.",
        "The book “War and Peace” is long.",
        "They sell “fresh” fish.",
        "John Carter said on “Meet the Press” that he would run.",
        'A tag <a href="page.html"> stands here.',
    ],
)
def test_titles_names_and_scare_quotes_are_left_out(text: str) -> None:
    assert said(text) == []


def test_pronoun_of_nobody_named_gives_no_speaker() -> None:
    assert only("“We are ready,” she said.").speaker is None


def test_single_word_with_a_reporting_verb_is_a_quotation() -> None:
    assert said("John Carter said the plan would “conflict” with the law.") == [("conflict", "John Carter")]


def test_cue_has_its_lemma_and_span() -> None:
    text = "“We are ready,” John Carter told reporters."
    cue = only(text).cue
    assert cue is not None
    assert (cue.text, cue.lemma, text[cue.start : cue.end]) == ("told", "tell", "told")


def test_no_quotation_crosses_segments() -> None:
    title, body = "A “broken title\n", "end” of it, said John Carter."
    found = find_quotes(article(title + body, "en", (Role.TITLE, title), (Role.BODY, body)))
    assert all("\n" not in quote.text for quote in found)


def test_segment_is_the_role_where_it_stands() -> None:
    caption, body = "“We are ready,” says John Carter.\n", "He left."
    [quote] = find_quotes(article(caption + body, "en", (Role.CAPTION, caption), (Role.BODY, body)))
    assert quote.segment is Role.CAPTION


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("„Wir sind bereit“, sagte Peter Hall.", ("Wir sind bereit", "Peter Hall")),
        ("Gestern sagte Peter Hall: „Wir sind bereit.“", ("Wir sind bereit.", "Peter Hall")),
        ("Der Minister Peter Hall sagte, er sei „bereit“.", ("bereit", "Peter Hall")),
        ("„Wir sind bereit“, so Peter Hall.", ("Wir sind bereit", "Peter Hall")),
        ("„Wir sind bereit“, heißt es in der Erklärung.", ("Wir sind bereit", "Erklärung")),
        ("Peter Hall hatte den Plan als „falsch“ bezeichnet.", ("falsch", "Peter Hall")),
        ("Nach Angaben von Peter Hall ist man „bereit für alles“.", ("bereit für alles", "Peter Hall")),
    ],
)
def test_german_word_order(text: str, expected: tuple[str, str]) -> None:
    assert said(text, "de") == [expected]


def test_unknown_language_is_read_as_english() -> None:
    assert said("“We are ready,” said John Carter.", "xx") == [("We are ready,", "John Carter")]


@pytest.mark.parametrize(
    ("tag", "text", "name", "role"),
    [
        ("en", "The judge who leads the inquiry into last year's flood promised “a full account”.", "judge", None),
        ("en", "The pilot who flew it said the plane was “a coffin”.", "pilot", None),
        ("en", "Ann Smith said the crew had asked for repairs “again and again”.", "Ann Smith", None),
        ("en", "Ann Smith said her lawyer told reporters: “We are ready.”", "lawyer", None),
        ("en", "The mediator arrived. Mediator Ann Smith said: “We are ready.”", "Ann Smith", "Mediator"),
        ("en", "The mark was low. Mark Barnes Smith said: “We are ready.”", "Mark Barnes Smith", None),
        ("en", "The mayor of Milltown, Ann Smith, said: “We are ready.”", "Ann Smith", "mayor of Milltown"),
        ("en", "“We are ready,” said the director of the museum, Ann Smith.", "Ann Smith", "director of the museum"),
        ("en", "A spokesman for Ann Smith said: “We are ready.”", "spokesman for Ann Smith", None),
        ("en", "He won in Hungary. Coach Ann Smith said: “We are ready.”", "Ann Smith", "Coach"),
        ("en", "Pat O'Hara spoke. “We are ready,” O'Hara said.", "Pat O'Hara", None),
        ("pt", "“Voltaremos em maio”, disse a comissária Joana Prates.", "Joana Prates", "comissária"),
        ("es", "«Es grave», dijo la ministra de Hacienda, Lucía Robles.", "Lucía Robles", "ministra de Hacienda"),
        ("fr", "Le ministre des Ports, Jean Morel, a dénoncé « une erreur ».", "Jean Morel", "ministre des Ports"),
        ("de", "„Alles ist gut“, sagte Einsatzleiter Uwe Lund.", "Uwe Lund", "Einsatzleiter"),
        ("de", "„Alles ist gut“, sagte Hans Hofmeister.", "Hans Hofmeister", None),
        ("de", "Ministerin Uta von der Heide kam. „Alles ist gut“, sagte Heide.", "Uta von der Heide", "Ministerin"),
        ("de", "Ministerin Petra Lund von den Freien kam. „Alles ist gut“, sagte sie.", "Petra Lund", "Ministerin"),
    ],
)
def test_names_and_roles_apart(tag: str, text: str, name: str, role: str | None) -> None:
    speaker = only(text, tag).speaker
    assert speaker is not None
    assert (speaker.name, speaker.role) == (name, role)


def test_a_pronoun_is_no_statement() -> None:
    text = "John Carter resigned. A statement said: “It is over.” He added: “I am tired.”"
    assert said(text) == [("It is over.", "statement"), ("I am tired.", "John Carter")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("John Carter said: “We are ready and we will stay.", ["We are ready and we will stay."]),
        ("John Carter said: “We are ready.\n\nHe left.", ["We are ready."]),
        ("It was 6” long, John Carter said.", []),
    ],
)
def test_marks_that_are_never_closed(text: str, expected: list[str]) -> None:
    assert said(text) == [(each, "John Carter") for each in expected]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“We are ready,” Oxfam said.", "Oxfam"),
        ("“We are ready,” the National Farmers Union said.", "National Farmers Union"),
        ("According to the World Bank, growth is “back on track”.", "World Bank"),
        ("The White House called it “a first step”.", "White House"),
        ("“We are ready,” reads a statement of the party.", "statement of the party"),
    ],
)
def test_organizations_and_papers_speak(text: str, name: str) -> None:
    speaker = only(text).speaker
    assert speaker is not None
    assert speaker.name == name


@pytest.mark.parametrize("filler", ["", "Nothing else happened here on that long day.\n" * 900])
def test_a_last_name_is_found_in_a_text_of_any_length(filler: str) -> None:
    text = f"Finance Minister John Carter came.\n\n{filler}\n\n“We are ready,” Carter said."
    speaker = only(text).speaker
    assert speaker is not None
    assert (speaker.name, speaker.role) == ("John Carter", "Finance Minister")


def test_the_role_beside_the_nearest_name_wins() -> None:
    text = "Mayor John Carter came.\n\n“We are ready,” said Chairman John Carter."
    speaker = only(text).speaker
    assert speaker is not None
    assert speaker.role == "Chairman"

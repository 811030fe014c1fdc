"""Who said what in German: word order, separable verbs, passives, reported speech, names in marks."""

from __future__ import annotations

import pytest

from tests.unit.test_quotes import only, said


@pytest.mark.parametrize(
    ("text", "name", "lemma"),
    [
        ("„Wir sind bereit“, teilte die Sprecherin Eva Lund am Montag mit.", "Eva Lund", "mitteilen"),
        ("Eva Lund stellte fest: „Wir sind bereit.“", "Eva Lund", "feststellen"),
        ("„Das war ein Fehler“, räumte Peter Hall ein.", "Peter Hall", "einräumen"),
        ("„Wir bleiben“, fügte er hinzu.", None, "hinzufügen"),
        ("Peter Hall fordert: „Wir müssen handeln.“", "Peter Hall", "fordern"),
        ("Peter Hall forderte den Rat auf, „sofort zu handeln“.", "Peter Hall", "auffordern"),
        ("„Wo bleibt das Geld?“, wollte Peter Hall wissen.", "Peter Hall", "wissen"),
        ("Peter Hall hielt den Plan für „völlig verfehlt“.", "Peter Hall", "halten"),
        ("Wie Peter Hall sagte, sei das „ein Anfang und kein Ende“.", "Peter Hall", "sagen"),
        ("„Ein großer Tag“, so urteilte Peter Hall am Abend.", "Peter Hall", "urteilen"),
        ("Am 3. Mai sagte Peter Hall: „Wir sind bereit.“", "Peter Hall", "sagen"),
        ("„Wir sind bereit“, hieß es in der Erklärung.", "Erklärung", "heißen"),
        ("In der Erklärung heißt es: „Wir sind bereit.“", "Erklärung", "heißen"),
    ],
)
def test_verbs_and_their_particles(text: str, name: str | None, lemma: str) -> None:
    found = only(text, "de")
    assert found.cue is not None
    assert (found.speaker.name if found.speaker else None, found.cue.lemma) == (name, lemma)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Die praktische Umsetzung kritisierte der Minister Peter Hall: „Das geht nicht.“",
            "Peter Hall",
        ),
        ("Der größten Zeitung sagte Peter Hall: „Das geht nicht.“", "Peter Hall"),
        ("Das Buch wird von Kennern als „wegweisend“ bezeichnet.", "Kennern"),
        ("„Das geht nicht“, wird Peter Hall zitiert.", "Peter Hall"),
        ("Der Sprecher des Verbandes, Peter Hall, erklärte: „Das geht nicht.“", "Peter Hall"),
        ("Eva Lund lobte den Plan, Peter Hall bezeichnete ihn als „verfehlt“.", "Peter Hall"),
        ("Den Ärger über Lunds Pläne brachte die Sprecherin des Rates, Eva Hall, zum Ausdruck: „Nie!“", "Eva Hall"),
        ("Er wartete lange.Peter Hall schrieb dazu: „Das geht nicht.“", "Peter Hall"),
        ("Er soll zu Peter Hall gesagt haben: „Das geht nicht.“", None),
        ("Laut Ministerium ist die Lage „unter Kontrolle“.", "Ministerium"),
        ("Die Gewerkschaft kritisierte, das sei „ein Skandal“.", "Gewerkschaft"),
    ],
)
def test_subjects(text: str, name: str | None) -> None:
    found = only(text, "de")
    assert (found.speaker.name if found.speaker else None) == name


def test_reported_speech_goes_on_in_the_subjunctive() -> None:
    text = "„Wir sind bereit“, sagte Peter Hall. Die Brücke sei „in einem traurigen Zustand“."
    assert said(text, "de")[1] == ("in einem traurigen Zustand", "Peter Hall")


def test_the_subjunctive_looks_back_a_paragraph() -> None:
    text = "Peter Hall äußerte sich zur Brücke.\n\nDiese sei „in einem traurigen Zustand“."
    assert said(text, "de") == [("in einem traurigen Zustand", "Peter Hall")]


def test_a_name_in_brackets_signs_a_quotation() -> None:
    text = "Die Wahl war gestern. „Alles ist frei und fair verlaufen.“ (Nordstiftung)"
    assert said(text, "de") == [("Alles ist frei und fair verlaufen.", "Nordstiftung")]


@pytest.mark.parametrize(
    "text",
    [
        "Er ist Chefredakteur der „Neuen Rundschau“, berichtete Eva Lund.",
        "Sie zogen unter dem Motto „Mehr Licht für alle!“ durch die Stadt, sagte Eva Lund.",
        "Der Name lautet „fliegender Fisch“.",
        "Das Schiff heißt „Seeadler“.",
        "So nennt man das einen „Aktientausch“.",
        "Sie spielte in vielen Filmen („Nebel“, „Der Turm“).",
        "Die so genannten „Blauen Briefe“ kommen, sagte Eva Lund.",
        "Die als „Große Runde“ bezeichnete Sitzung fiel aus.",
        "Er war als Bürgerrechtler in den „Nordstaaten“ bekannt.",
        "In Kiel gibt es ein Fest: „Nordlicht“.",
        "Ein Ergebnis der „time-out“-Schalter war der Auslöser.",
    ],
)
def test_names_in_marks_are_no_quotations(text: str) -> None:
    assert said(text, "de") == []

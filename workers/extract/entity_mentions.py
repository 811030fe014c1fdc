"""Mentions of entities in an English text: spans with a kind, before they are joined to entities."""

from __future__ import annotations

from workers.extract.entity_agreement import agree
from workers.extract.entity_inside import look_inside
from workers.extract.entity_model import Tagged, tagger
from workers.extract.entity_spans import ORGANIZATION, PERSON, Found


def find_mentions(text: str, tagged: Tagged | None, most: int) -> list[Found]:
    """The first ``most`` mentions of an English text in order, from its tags; an inner one follows the one that it lies
    in."""
    if tagged is None:
        return []
    kinds = tagger().kinds
    found: list[Found] = []
    start, end, last, kind = -1, -1, -1, ""
    # Labels: 0 is none, odd ones begin a name, even ones go on in it.
    for at, offset, word, label in zip(tagged.positions, tagged.starts, tagged.words, tagged.labels, strict=True):
        if start >= 0 and (label == 0 or label % 2 == 1 or at != last + 1):
            found.append(Found(start, end, kind, text[start:end]))
            start = -1
        if label:
            if start < 0:
                start, kind = offset, kinds[label]
            end, last = offset + len(word), at
    if start >= 0:
        found.append(Found(start, end, kind, text[start:end]))
    done: list[Found] = []
    for each in agree(_with_surnames(text, found[:most], tagged)):
        done.append(each)
        if each.kind == ORGANIZATION and " " in each.text:
            done += look_inside(each)
    return done[:most]


def _with_surnames(text: str, found: list[Found], tagged: Tagged) -> list[Found]:
    """The mentions, and the surnames of people named in full that the tagger passed over where they stand alone: most
    are at the beginning of a sentence, where every word has a capital."""
    surnames = {each.text[each.text.rfind(" ") + 1 :] for each in found if each.kind == PERSON and " " in each.text}
    if not surnames:
        return found
    positions, words, labels = tagged.positions, tagged.words, tagged.labels
    last = len(positions) - 1
    missed = []
    for row, word in enumerate(words):
        if (
            not labels[row]
            and word in surnames
            and (row == 0 or positions[row - 1] != positions[row] - 1)
            and (row == last or positions[row + 1] != positions[row] + 1)
        ):
            start = tagged.starts[row]
            missed.append(Found(start, start + len(word), PERSON, word))
    return sorted((*found, *missed)) if missed else found

"""The forms of a verb, by the spelling rules of English or as they are given."""

from __future__ import annotations

_DOUBLED = frozenset(["admit", "kidnap", "slam", "quip", "dub", "snap", "brag", "tag", "rip", "chat", "rebut", "refer"])
"""Verbs that double their last letter."""


def inflect(entry: str, language: str = "en") -> list[tuple[str, str, bool]]:
    """The forms ``(form, lemma, participle)`` of an entry ``lemma`` or ``lemma=form,form`` ("_" is a space in a form).

    Where no forms are given, and the language is English, they are made by the spelling rules of regular verbs;
    in other languages the lemma then stands alone.
    """
    lemma, _, given = entry.partition("=")
    if given:
        forms = [lemma, *given.replace("_", " ").split(",")]
    elif language != "en":
        forms = [lemma]
    elif lemma.endswith("e"):
        forms = [lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"]
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        forms = [lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    elif lemma in _DOUBLED:
        forms = [lemma, lemma + "s", lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"]
    elif lemma.endswith(("s", "sh", "ch", "x")):
        forms = [lemma, lemma + "es", lemma + "ed", lemma + "ing"]
    else:
        forms = [lemma, lemma + "s", lemma + "ed", lemma + "ing"]
    return [(form, lemma, language == "en" and form.endswith("ing") and form != lemma) for form in forms]

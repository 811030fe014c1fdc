"""The words of reported speech by language, read once from ``data/speech.LANGUAGE.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from workers.extract.inflection import inflect

_DATA = files("workers.extract.data")


def languages(table: str) -> frozenset[str]:
    """The languages that ``data/TABLE.LANGUAGE.toml`` exists for."""
    return frozenset(
        each.name.split(".")[1] for each in _DATA.iterdir() if each.name.startswith(f"{table}.") and "toml" in each.name
    )


LANGUAGES = languages("speech")

ABBREVIATIONS = frozenset((_DATA / "abbreviations.txt").read_text(encoding="utf-8").split())
"""Words that a full stop follows without ending a sentence, lower case, without their last stop."""


LINKS = frozenset(["of", "for", "from", "de", "von", "der", "des", "the", "del", "du", "da", "do"])
"""Words inside a noun phrase that hang a name on its noun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of a reporting word. ``kind``: ``speech`` (introduces words), ``label`` (names or judges), ``object``
    (the speaker follows: "according to"), ``subject`` (a phrase that stands for a verb), ``after`` (the speaker
    follows, and the quotation stands directly before). ``participle``: an -ing form, whose subject is the clause's."""

    text: str
    lemma: str
    kind: str
    participle: bool = False
    sure: bool = True
    """False where the form may be a noun or an adjective ("the report", "a written statement")."""
    states: bool = False
    """Whether a statement without marks may follow: the lemma is one of ``Lexicon.reporting``."""
    partners: tuple[tuple[str, Form], ...] = ()
    """Particles that must follow, each with the form that the verb is with it ("teilte ... mit"); after a "+", a word
    that must stand somewhere behind it ("hielt ... für"); after a "~", one right beside it ("hieß es")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """One language's words; every set is in lower case."""

    language: str
    forms: tuple[Form, ...]
    states: tuple[bool, ...]
    """``Form.states`` of each of them."""
    automaton: AhoCorasick
    verbs: frozenset[str]
    after: frozenset[str]
    """The forms that a speaker follows right behind a quotation: "so Anna Lund"."""
    adverbs: frozenset[str]
    pronouns: frozenset[str]
    masculine: frozenset[str]
    feminine: frozenset[str]
    plural: frozenset[str]
    relatives: frozenset[str]
    clause: frozenset[str]
    prepositions: frozenset[str]
    determiners: frozenset[str]
    openers: frozenset[str]
    sources: frozenset[str]
    roles: frozenset[str]
    titles: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    organizations: frozenset[str]
    particles: frozenset[str]
    auxiliaries: frozenset[str]
    days: frozenset[str]
    articles: frozenset[str]
    nominative: frozenset[str]
    oblique: frozenset[str]
    subordinate: frozenset[str]
    participles: frozenset[str]
    subjunctive: frozenset[str]
    naming: frozenset[str]
    opinion: frozenset[str]
    opening: frozenset[str]
    """Words that open a sentence with the clause of its speaker: "Wie Anna Lund sagte, ..."."""
    before_base: frozenset[str]
    """What a base form follows where it is a verb, beside plurals and adverbs."""
    infinitive: frozenset[str]
    standing: frozenset[str]
    """Determiners that can stand alone: "said another"."""
    indefinite: frozenset[str]
    titled: frozenset[str]
    """Nouns whose name stands in marks behind them: "the code name"."""
    modal: frozenset[str]
    impersonal: frozenset[str]
    """What stands with a verb that names where nobody speaks: "so nennt man"."""
    content: frozenset[str]
    """Prepositions between a reporting word and what it says: "warned of"."""
    reporting: frozenset[str]
    """Lemmas that a reported statement may follow, after a word of ``that``; those of ``bare`` need none."""
    bare: frozenset[str]
    that: frozenset[str]
    subjects: frozenset[str]
    """Words that a statement without "that" may begin with."""
    function: frozenset[str]
    """Words that have a part in a sentence and none in a name, whatever their case."""
    breaking: frozenset[str]
    """Words that end a noun phrase on their left: conjunctions, prepositions that hang nothing on a name."""
    first_person: frozenset[str]
    focus: frozenset[str]
    links: frozenset[str]
    joints: frozenset[str]
    endings: tuple[str, ...]
    """What the first word of a person's name does not end in."""
    adverb_endings: tuple[str, ...]
    heads: tuple[str, ...]
    """What a role may end in, in a language that writes compounds as one word."""
    modifiers: frozenset[str]
    """Words that may stand before a role: "former"."""
    verb_second: bool
    capital_nouns: bool
    noun_first: bool
    """Adjectives follow their noun, so that a word between an article and a name is a role: "la comisaria Ana Gil"."""
    dummy: str
    aside: frozenset[str]
    passive: frozenset[str]
    by: str
    quoted: frozenset[str]
    """Participles whose passive has the speaker as its subject: "wird zitiert"."""
    ambiguous: frozenset[str]
    """Articles that are another case before an adjective in ``weak``: "der neuen Zeitung"."""
    weak: tuple[str, ...]
    called: tuple[str, ...]
    """What the subject of a verb ends in that says a name: "der Name lautet"."""
    governed: frozenset[str]
    """Articles that go on with a noun phrase only after a preposition: "von den Grünen"."""
    abstract: tuple[str, ...]
    """What nouns end in that nobody speaks under."""
    purpose: frozenset[str]
    """Prepositions that never say where words stand: "heißt es zur Begründung"."""
    plural_endings: tuple[str, ...]
    """What the last word of a person's name does not end in."""
    been: str
    """The participle that makes another one passive: "genannt worden"."""
    agent: frozenset[str]
    """Prepositions before who does it in a passive."""


_SETS = (
    "adverbs", "pronouns", "masculine", "feminine", "plural", "relatives", "clause", "prepositions", "determiners",
    "openers", "sources", "organizations", "particles", "auxiliaries", "days", "passive", "articles", "aside",
    "nominative", "oblique", "subordinate", "participles", "subjunctive", "links", "joints", "naming",
    "first_person", "opinion", "opening",
    "before_base", "infinitive", "standing", "indefinite", "reporting", "bare", "that", "subjects", "focus",
    "titled", "modal", "content", "agent", "impersonal",
    "quoted", "ambiguous", "governed", "purpose",
)  # fmt: skip

_FUNCTION = (
    "adverbs", "relatives", "clause", "prepositions", "infinitive", "determiners", "pronouns", "auxiliaries", "days",
    "openers", "particles",
)  # fmt: skip


@cache
def lexicon(tag: str | None) -> Lexicon:
    """The lexicon of a BCP 47 tag's language; English where the tag is None or its language has none."""
    language = (tag or "en").split("-")[0].lower()
    if language not in LANGUAGES:
        language = "en"
    data = tomllib.loads((_DATA / f"speech.{language}.toml").read_text(encoding="utf-8"))
    forms: dict[str, Form] = {}
    always = frozenset(data["words"].get("sure", "").split())
    stating = frozenset(data["words"].get("reporting", "").split())
    for kind in ("speech", "label"):
        for entry in data[kind].split():
            for text, lemma, participle in inflect(entry, language):
                form = Form(
                    text=text,
                    lemma=lemma,
                    kind=kind,
                    participle=participle,
                    sure=text in always,
                    states=lemma in stating,
                )
                forms.setdefault(text, form)
    for kind, entries in data.get("separable", {}).items():
        for text, form in separable(entries, kind, stating, forms).items():
            forms[text] = form
    for kind, phrases in data.get("phrases", {}).items():
        for phrase in phrases:
            text, _, lemma = phrase.partition("=")
            lemma = lemma or text
            forms.setdefault(text, Form(text=text, lemma=lemma, kind=kind, states=lemma in stating))
    ordered = tuple(forms.values())
    words = {name: frozenset(str(value).split()) for name, value in data["words"].items() if isinstance(value, str)}
    none: frozenset[str] = frozenset()
    function = none.union(*(words.get(name, none) for name in _FUNCTION))
    roles = data.get("roles", {})
    names = data.get("names", {})
    return Lexicon(
        language=language,
        forms=ordered,
        function=function,
        breaking=words.get("clause", none) - LINKS,
        states=tuple(each.states for each in ordered),
        automaton=AhoCorasick(
            [each.text for each in ordered], matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
        ),
        verbs=frozenset(each.text for each in ordered if each.kind in ("speech", "label")),
        after=frozenset(each.text for each in ordered if each.kind == "after"),
        by=str(data["words"].get("by", "")),
        been=str(data["words"].get("been", "")),
        roles=frozenset(roles.get("nouns", "").split()),
        titles=frozenset(roles.get("titles", "").split()),
        male=frozenset(f"{roles.get('male', '')} {names.get('male', '')}".split()),
        female=frozenset(f"{roles.get('female', '')} {names.get('female', '')}".split()),
        dummy=str(data["words"].get("dummy", "")),
        endings=tuple(str(data["words"].get("endings", "")).split()),
        weak=tuple(str(data["words"].get("weak", "\0")).split()),
        called=tuple(str(data["words"].get("called", "")).split()),
        abstract=tuple(str(data["words"].get("abstract", "\0")).split()),
        plural_endings=tuple(str(data["words"].get("plural_endings", "\0")).split()),
        adverb_endings=tuple(str(data["words"].get("adverb_endings", "\0")).split()),
        heads=tuple(roles.get("heads", "").split()),
        modifiers=frozenset(roles.get("modifiers", "").split()),
        verb_second=bool(data.get("verb_second", False)),
        capital_nouns=bool(data.get("capital_nouns", False)),
        noun_first=bool(data.get("noun_first", False)),
        **{name: words.get(name, none) for name in _SETS},
    )


def separable(entries: str, kind: str, stating: frozenset[str], alone: dict[str, Form]) -> dict[str, Form]:
    """The forms of verbs ``lemma=form,form|particle`` that say something only with their particle, by their text;
    ``alone``: those that say something else without one."""
    partners: dict[str, list[tuple[str, Form]]] = {}
    for entry in entries.split():
        lemma, _, rest = entry.partition("=")
        texts, _, particle = rest.partition("|")
        for text in texts.split(","):
            whole = Form(text=text, lemma=lemma, kind=kind, states=lemma in stating)
            partners.setdefault(text, []).append((particle, whole))
    return {
        text: Form(
            text=text,
            lemma=found[0][1].lemma,
            kind=kind,
            states=any(form.states for _, form in found),
            partners=(*found, *((("", alone[text]),) if text in alone else ())),
        )
        for text, found in partners.items()
    }

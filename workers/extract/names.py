"""Names of people in a text: full names with their roles, and what a last name or a role alone refers to."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from workers.extract.lexicon import Lexicon
from workers.extract.roles import ARTICLE, bare_word, gender_of, role_after, role_before
from workers.extract.runs import PARTICLES, Mention, Read, Run, find_runs, is_compound, read_run

_NAMES = 400
"""More names than this are a list, not a cast."""
_FULL = 3
_LONG = 30_000
"""Characters of a text that is searched for each last name, at most."""
_SPACES = " \u00a0"


class Person(NamedTuple):
    """A full name, where it first stands, the role given there or later, and whether a man or a woman ("m", "f")."""

    name: str
    last: str
    start: int
    role: str | None = None
    gender: str | None = None


class Cast:
    """The people that a text names in full. No name goes over a line's end, so the runs of capitals of a line are
    found when somebody asks for a name that may stand in it, and kept."""

    def __init__(self, text: str, folded: str, words: Lexicon) -> None:
        self._text = text
        self._folded = folded
        self._words = words
        self._lines: dict[int, list[Run]] = {}
        self._people: dict[str, Person | None] = {}
        self._index: dict[str, list[Run]] | None = None

    def by_last(self, last: str) -> Person | None:
        """The person with this last name (any case)."""
        last = last.lower()
        known = self._people
        if last not in known:
            known[last] = self._find(last)
        return known[last]

    def _find(self, last: str) -> Person | None:
        """The person with this last name, by the mentions in full up to one with a role."""
        person: Person | None = None
        for run in self._ending(last):
            mention = self._mention(run)
            if mention is not None:
                person = self._with(person, mention)
                if person.role is not None:
                    break
        return person

    def _ending(self, last: str) -> Iterator[Run]:
        """The runs whose last word this is. A long text is indexed once; in others a search for the word is cheaper."""
        text, folded, size = self._text, self._folded, len(last)
        if len(text) > _LONG:
            if self._index is None:
                self._index = {}
                for run in itertools.islice(self._runs_between(0, len(text)), _NAMES):
                    self._index.setdefault(run.last, []).append(run)
            yield from self._index.get(last, ())
            return
        at = folded.find(last) if size else -1
        while at >= 0:
            if text[at].isupper() and at and text[at - 1] in _SPACES:
                before = text[text.rfind(" ", 0, at - 1) + 1 : at - 1]
                if not before.islower() or before in PARTICLES:
                    for run in self._runs_at(at):
                        if run.last_at == at and run.last == last:
                            yield run
            at = folded.find(last, at + size)

    def by_role(self, role: str, before: int) -> Person | None:
        """The last person before the offset who is given a role with this noun ("spokesman") as a word."""
        noun = role.lower()
        at = before
        for _ in range(_NAMES):
            at = self._folded.rfind(noun, 0, at)
            if at < 0:
                return None
            for run in reversed(self._runs_at(at)):
                mention = self._mention(run)
                if mention is not None and mention.start < before:
                    given = self._person(mention).role
                    if given is not None and noun in given.lower().replace("-", " ").split():
                        return self._known(mention)
            at = self._text.rfind("\n", 0, at) + 1
        return None

    def between(self, start: int, end: int) -> Iterator[Person]:
        """The people named in full from ``start`` to ``end``, in order."""
        for run in self._runs_between(start, end):
            mention = self._mention(run)
            if mention is not None and start <= mention.start < end:
                yield self._known(mention)

    def before(self, end: int, start: int) -> Iterator[Person]:
        """The same from ``end`` back to ``start``."""
        at = end
        while at > start or at == end:
            first = self._text.rfind("\n", 0, at) + 1
            for run in reversed(self._runs_at(at)):
                mention = self._mention(run)
                if mention is not None and start <= mention.start < end:
                    yield self._known(mention)
            at = first - 1

    def within(self, start: int, end: int) -> list[Person]:
        """The people named in full in a noun phrase, each with where it is named there."""
        found = []
        for run in self._runs_between(start, end):
            first, stop = run.start, run.start + len(run.surface)
            if stop <= start or first >= end:
                continue
            if first >= start and stop <= end:
                mention = self._mention(run)
            else:
                first, stop = max(first, start), min(stop, end)
                mention = self._read(self._text[first:stop].rstrip(), first)
            if mention is not None and mention.start >= start:
                found.append(self._known(mention))
        return found

    def _runs_between(self, start: int, end: int) -> Iterator[Run]:
        """The runs of the lines from ``start`` to ``end``, in order."""
        while start < end:
            yield from self._runs_at(start)
            start = self._line_end(start) + 1

    def _line_end(self, at: int) -> int:
        end = self._text.find("\n", at)
        return end if end >= 0 else len(self._text)

    def _runs_at(self, at: int) -> list[Run]:
        """The runs of the line that ``at`` stands in."""
        text = self._text
        first = text.rfind("\n", 0, at) + 1
        runs = self._lines.get(first)
        if runs is None:
            runs = list(find_runs(text, first, self._line_end(first)))
            self._lines[first] = runs
        return runs

    def _mention(self, run: Run) -> Mention | None:
        """What a run names."""
        if not run.read:
            run.read = True
            run.mention = self._read(run.surface, run.start)
        return run.mention

    def _read(self, surface: str, start: int) -> Mention | None:
        """The person that the capitals at ``start`` name, or None."""
        if start and (self._text[start - 1].isalnum() or self._text[start - 1] in "’'-"):
            return None
        read = read_run(surface, self._words.language)
        if read is None or (
            self._words.capital_nouns and (self._is_genitive(read) or is_compound(read.first, surface))
        ):
            return None
        if read.more:
            read = self._without_noun(read)
        return Mention(start + read.name_at, start + len(surface), start, read)

    def _is_genitive(self, read: Read) -> bool:
        """Whether a first word is another's name in the genitive, so that the second one is a noun: "Lunds Pläne"."""
        first = read.first
        if not first.endswith("s") or self._is_first(first):
            return False
        name = read.name[: len(first) - 1]
        return f"{name} " in self._text or f"{name}." in self._text

    def _known(self, mention: Mention) -> Person:
        """The person of a mention, with what other mentions add where no role stands beside this one."""
        own = self._person(mention)
        if own.role is not None:
            return own
        found = self.by_last(own.last)
        if found is None or found.name != own.name:
            return own
        return Person(own.name, own.last, own.start, found.role, own.gender or found.gender)

    def _without_noun(self, read: Read) -> Read:
        """Without a first word that is a role: one that the text also has as a common noun, after an article."""
        parts = read.name.lower().split()
        if self._is_first(parts[0]) or (len(parts) > _FULL and not self._is_first(parts[1])):
            return read
        at = self._text.find(f" {read.first} ")
        before = self._folded[max(0, at - ARTICLE) : at].split()[-1:] if at >= 0 else []
        if not before or before[0] not in self._words.articles:
            return read
        noun, _, name = read.name.partition(" ")
        return read._replace(
            name=name,
            first=bare_word(name.split()[0]),
            name_at=read.name_at + len(noun) + 1,
            role=f"{read.role} {noun}" if read.role else noun,
            role_at=read.role_at if read.role else read.name_at,
        )

    def _is_first(self, low: str) -> bool:
        return low in self._words.male or low in self._words.female

    def _with(self, known: Person | None, mention: Mention) -> Person:
        """The person of a last name with what one more mention of the name adds."""
        if known is None:
            return self._person(mention)
        if known.name != mention.read.name:
            if known.gender is not None or known.role is not None:
                return known
            person = self._person(mention)
            return person if person.gender or person.role else known
        role = known.role or self._role(mention)
        if role is None:
            return known
        gender = known.gender or gender_of(mention.read.first, role, self._words)
        return Person(known.name, known.last, known.start, role, gender)

    def _person(self, mention: Mention) -> Person:
        """The person of one mention by itself."""
        read = mention.read
        role = self._role(mention)
        gender = read.gender or gender_of(read.first, role, self._words)
        return Person(read.name, read.last, mention.start, role, gender)

    def _role(self, mention: Mention) -> str | None:
        """The role in the words around a mention."""
        text, words, read = self._text, self._words, mention.read
        role = read.role
        lead = role_before(text, mention.outer + (read.role_at if role else read.name_at), words)
        if lead is not None:
            return f"{lead} {role}" if role else lead
        return role or role_after(text, mention.end, words)

"""Which rules may match at a place: the automata of all rules run side by side over the class characters.

The joint automaton is made deterministic only where texts lead it (as RE2 does): a state is worked out when it is first
reached and remembered. One look-up a character then leaves, of some sixty rules, hardly more than the one that matches.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from workers.dates.shape import Shape

T = TypeVar("T")
DEPTH = 8
"""Class characters followed at a place: enough for nearly every expression, and a bound on the cost of hostile text."""

REMEMBERED = 50_000
"""Bound on the remembered steps between states; a year of news needs a fraction."""


class State(Generic[T]):
    """What may come next (``positions``) and the rules in play: ended already (``ended``), or not yet (``able``: both,
    in the rules' order)."""

    __slots__ = ("able", "ended", "following", "positions")

    def __init__(self, positions: frozenset[int], ended: frozenset[int], able: tuple[T, ...]) -> None:
        self.positions = positions
        self.ended = ended
        self.able = able
        self.following: dict[str, State[T]] = {}


class Choice(Generic[T]):
    """The choice among ``rules``, given the shape of each."""

    def __init__(self, rules: Sequence[T], shapes: Sequence[Shape]) -> None:
        self._rules = rules
        self._sets: list[frozenset[str]] = []
        self._follow: list[frozenset[int]] = []
        self._rule: list[int] = []
        self._last: set[int] = set()
        self._states: dict[tuple[frozenset[int], frozenset[int]], State[T]] = {}
        self._steps = 0
        first: set[int] = set()
        for number, shape in enumerate(shapes):
            base = len(self._sets)
            self._sets += shape.sets
            self._follow += (frozenset(base + each for each in follow) for follow in shape.follow)
            self._rule += [number] * len(shape.sets)
            self._last |= {base + each for each in shape.last}
            first |= {base + each for each in shape.first}
        always = frozenset(number for number, shape in enumerate(shapes) if shape.empty)
        self._start = self._state(frozenset(first), always)

    def able(self, classes: str, at: int) -> tuple[T, ...]:
        """The rules that may match ``classes`` at ``at``, in order; a rule that is not among them does not."""
        state = self._start
        for character in classes[at : at + DEPTH]:
            state = state.following.get(character) or self._step(state, character)
            if not state.positions:
                break
        return state.able

    def _step(self, state: State[T], character: str) -> State[T]:
        taken = [each for each in state.positions if character in self._sets[each]]
        ended = state.ended.union(self._rule[each] for each in taken if each in self._last)
        found = self._state(frozenset().union(*(self._follow[each] for each in taken)), ended)
        if self._steps < REMEMBERED:
            self._steps += 1
            state.following[character] = found
        return found

    def _state(self, positions: frozenset[int], ended: frozenset[int]) -> State[T]:
        found = self._states.get((positions, ended))
        if found is None:
            able = sorted(ended.union(self._rule[each] for each in positions))
            found = State(positions, ended, tuple(self._rules[each] for each in able))
            if self._steps < REMEMBERED:
                self._states[positions, ended] = found
        return found

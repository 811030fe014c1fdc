"""Which lines are body: weights over the features of each line, then the best sequence of two states over the page.

The weights are those of ``weights``. The sequence is found by Viterbi's algorithm: a change between body and not-body
has a price, so a lone short line inside the body stays in it and a lone long one among teasers stays out (hysteresis).
"""

from __future__ import annotations

from workers.normalize.context import score_lines
from workers.normalize.cues import Kind
from workers.normalize.forms import is_copyright
from workers.normalize.lines import CREDITS, CUED, STOPS, Line
from workers.normalize.sequence import best_sequence
from workers.normalize.weights import ENTER, LEAVE, WEIGHTS

ADVERT = 1 << Kind.ADVERT
LONGEST_STRAY = 3
LONGEST_COPYRIGHT = 80
SHORTEST_SENTENCE = 15
TAIL = -3.0
LEAD = -3.0
"""A sentence above the body whose score is higher belongs to it."""


def judge(lines: list[Line]) -> list[bool]:
    """For each line whether it is body. Lines with a role are not."""
    scores = score_lines(lines, WEIGHTS)
    body = best_sequence(scores, ENTER, LEAVE)
    for index, line in enumerate(lines):
        if line.role is not None:
            body[index] = False
    if True not in body:
        _keep_one(lines, body, scores)
    if True in body:
        _drop_strays(lines, body)
        _extend_up(lines, body, scores)
        _extend_down(lines, body, scores)
        for index in range(len(lines) - 1, -1, -1):
            if body[index]:
                if len(lines[index].words) > LONGEST_COPYRIGHT or not is_copyright(lines[index].words):
                    break
                body[index] = False
    return body


def _keep_one(lines: list[Line], body: list[bool], scores: list[float]) -> None:
    """Where nothing looks like a body, the likeliest line that no cue of furniture marks is it."""
    free = [index for index, line in enumerate(lines) if line.role is None]
    if len(lines) > 1:
        free = [index for index in free if not lines[index].cues & CUED or not _is_marked(lines[index])]
    if free:
        body[max(free, key=lambda index: (lines[index].mass > 0, scores[index], -index))] = True


def _is_marked(line: Line) -> bool:
    """Whether cues of furniture or credits begin the line or make up a quarter of it."""
    mask = CUED | CREDITS
    return bool(line.first_cues & mask) or bool(line.cues & mask and 4 * line.cue_characters > len(line.words))


def _drop_strays(lines: list[Line], body: list[bool]) -> None:
    """A run of body lines without one long sentence is a stray, where other runs have them."""
    first = body.index(True)
    last = len(body) - body[::-1].index(True)
    if body.count(True) == last - first:
        return
    if not any(line.mass for line, inside in zip(lines, body, strict=True) if inside):
        return
    run: list[int] = []
    for index in range(first, last + 1):
        if index < last and body[index]:
            run.append(index)
        elif run and (index == last or lines[index].role is None):
            if len(run) <= LONGEST_STRAY and not any(lines[each].mass for each in run):
                for each in run:
                    body[each] = False
            run = []


def _extend_down(lines: list[Line], body: list[bool], scores: list[float]) -> None:
    """Sentences right below the body's last line end it, as those above begin it, also below a lone advertisement."""
    index = len(body) - body[::-1].index(True)
    while index < len(lines):
        line = lines[index]
        if body[index - 1] and line.coarse == 0 and line.first_cues & ADVERT and index + 1 < len(lines):
            index += 1
            line = lines[index]
        if line.role is not None or _is_marked(line) or line.ending not in STOPS:
            return
        if scores[index] <= TAIL or line.length < SHORTEST_SENTENCE or line.ending == 6:
            return
        body[index] = True
        index += 1


def _extend_up(lines: list[Line], body: list[bool], scores: list[float]) -> None:
    """Sentences right above the body's first line are its lead, and so is the line that a wrapped one goes on from.

    A lead that is lost costs an article more than a caption that is kept, so the price is below the model's own.
    """
    index = body.index(True)
    while index > 0:
        line = lines[index - 1]
        if line.role is not None or _is_marked(line):
            return
        beside = lines[index - 2] if index > 1 else None
        captioned = beside is not None and beside.role is None and beside.cues & CREDITS
        sentence = line.mass > 0 and line.ending in STOPS and not captioned and scores[index - 1] > LEAD
        if not sentence and not (lines[index].words[0].islower() and line.ending not in STOPS and line.length > 40):
            return
        index -= 1
        body[index] = True

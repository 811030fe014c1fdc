"""The best sequence of two states (body, not body) over the lines of a page, by Viterbi's algorithm."""

from __future__ import annotations


def best_sequence(scores: list[float], enter: float, leave: float) -> list[bool]:
    """The two-state sequence of the highest sum of scores less the price of every change (``enter``, ``leave``).

    Of the sums of the two states only their difference counts; it never gives more for a change than its price.
    """
    lead = -enter
    leads: list[float] = []
    for score in scores:
        leads.append(lead)
        lead = (leave if lead > leave else -enter if lead < -enter else lead) + score
    state = lead > 0
    body: list[bool] = []
    for lead in reversed(leads):
        body.append(state)
        if state:
            if lead < -enter:
                state = False
        elif lead > leave:
            state = True
    body.reverse()
    return body

"""Colours that people with any kind of colour vision tell apart: Okabe and Ito, "Color Universal Design" (2008)."""

from __future__ import annotations

from workers.metrics import OUTCOMES, TIMED
from workers.model import Reason, Step
from workers.quality import Issue

ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILION, PURPLE, GREY = (
    "#E69F00",
    "#56B4E9",
    "#009E73",
    "#F0E442",
    "#0072B2",
    "#D55E00",
    "#CC79A7",
    "#999999",
)
WELL, BAD = BLUE, VERMILION
"""Blue and vermilion differ in lightness too, which red and green do not for one man of twelve."""

CYCLE = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, YELLOW, GREY)
DARKER = ("#004C77", "#8A5F00", "#00543D", "#8F4A72", "#2272A0", "#7F3800", "#8A8000", "#555555")
"""The same hues darker, for lists that are longer than the cycle."""

STATUSES = ("new", "duplicate", "revision", "withdrawn", "unreadable")
VALUES: dict[str, tuple[str, ...]] = {
    "reason": tuple(reason.value for reason in Reason),
    "step": TIMED,
    "guarded step": tuple(step.value for step in Step),
    "issue": tuple(issue.value for issue in Issue),
    "status": STATUSES,
    "quantile": ("p50", "p95", "p99"),
    "stage": ("transaction", "client"),
    "direction": ("in", "out"),
    "outcome": OUTCOMES,
    "result": ("ok", "failed"),
}
"""The closed lists of label values: each value has its own colour on a panel of that label."""

FIXED = {OUTCOMES[0]: WELL, OUTCOMES[1]: BAD, "ok": WELL, "failed": BAD}


def colours(label: str) -> dict[str, str]:
    """Value of a label with a closed list -> colour; empty for another label."""
    both = (*CYCLE, *DARKER)
    return {name: FIXED.get(name, both[index % len(both)]) for index, name in enumerate(VALUES.get(label, ()))}

"""Whether a publication date's confidence means what it says: the share of right days by bucket, and by its value.

``python -m tests.quality.calibration`` counts both on the development sets beside the checkout. Each kind of evidence
has a confidence of its own, so that the counts by value are those of ``publication_confidence.json``.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable

Judged = tuple[float, bool]
"""The confidence of an answer, and whether it is right."""
BUCKETS = 10


def judge(document: dict[str, object], event: dict[str, object]) -> Judged | None:
    """The confidence of an event's day and whether it is one of the document's ``dates``; None where it has no day."""
    published = event["published"]
    if not isinstance(published, dict) or len(published["value"]) < 10:
        return None
    dates = document["dates"]
    return float(published["confidence"]), isinstance(dates, list) and published["value"][:10] in dates


def reliability(judged: Iterable[Judged]) -> list[tuple[float, float, int]]:
    """For each bucket that holds answers: their mean confidence, the share that is right, how many they are."""
    buckets: dict[int, list[Judged]] = defaultdict(list)
    for each in judged:
        buckets[min(int(each[0] * BUCKETS), BUCKETS - 1)].append(each)
    return [_mean(buckets[bucket]) for bucket in sorted(buckets)]


def calibration_error(judged: Iterable[Judged]) -> float:
    """The expected calibration error: how far confidence and share are apart, weighed by the buckets' answers."""
    rows = reliability(judged)
    total = sum(count for _, _, count in rows)
    return sum(count * abs(sure - right) for sure, right, count in rows) / total if total else 0.0


def shown(judged: list[Judged]) -> str:
    """The error and the buckets as one line: ``0.88: 0.90 of 172``."""
    rows = "; ".join(f"{sure:.2f}: {right:.2f} of {count}" for sure, right, count in reliability(judged))
    return f"calibration error {calibration_error(judged):.3f} ({rows})"


def _mean(some: list[Judged]) -> tuple[float, float, int]:
    return sum(sure for sure, _ in some) / len(some), sum(right for _, right in some) / len(some), len(some)


def main() -> None:
    """Print the calibration of both sets, and the counts of right answers by confidence."""
    from tests.quality.adapters import SETS
    from tests.quality.evaluate import EVAL, event_from, read_lines

    judged: list[Judged] = []
    for each in SETS:
        if each.name.startswith("pubdate/"):
            for document in read_lines(EVAL / each.gold):
                event = event_from(each.to_raw(document))
                answer = judge(document, event) if event is not None else None
                judged += [answer] if answer is not None else []
    sys.stdout.write(shown(judged) + "\n")
    values: dict[float, list[bool]] = defaultdict(list)
    for sure, right in judged:
        values[sure].append(right)
    for sure, rights in sorted(values.items()):
        sys.stdout.write(f"{sure}: {sum(rights)} of {len(rights)}, {(sum(rights) + 1) / (len(rights) + 2):.3f}\n")


if __name__ == "__main__":
    main()

"""Groups of copies in a stream of articles, by their fingerprints alone: what the near-duplicate sets score."""

from __future__ import annotations

from collections import Counter
from typing import Any

from workers.extract.fingerprint_compare import compare, read_fingerprint

Json = dict[str, Any]


def group_copies(documents: list[Json]) -> list[Json]:
    """``{"id", "fingerprint"}`` in stream order to ``{"id", "cluster"}``: each document is compared with all before it.

    It joins the group of the one that it is most like, of those that it is a copy of; another group is joined to that
    one where it is a copy of more of its members than it is another version of.
    """
    sketches = {each["id"]: read_fingerprint(each["fingerprint"]) for each in documents if each["fingerprint"]}
    group = {each["id"]: each["id"] for each in documents}
    earlier: list[str] = []
    for name, sketch in sketches.items():
        votes: Counter[str] = Counter()
        alike: dict[str, float] = {}
        for other in earlier:
            found = compare(sketches[other], sketch)
            if found.relation != "different":
                votes[group[other]] += 1 if found.relation == "copy" else -1
            if found.relation == "copy":
                alike[group[other]] = max(alike.get(group[other], 0.0), found.similarity)
        earlier.append(name)
        if alike:
            best = max(alike, key=lambda each: alike[each])
            joined = {each for each in alike if votes[each] > 0} | {name}
            group = {each: best if head in joined else head for each, head in group.items()}
    return [{"id": name, "cluster": head} for name, head in group.items()]

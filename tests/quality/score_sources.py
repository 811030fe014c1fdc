"""Score publisher, agency and credits on the project's own cases: ``python -m tests.quality.score_sources [a|b]``.

A case is an article (URL, ``source``, ``title``, ``byline``, text) and what must be read off it: the publisher's id,
the wire agency's id, the ids of the photo credits (the name where the registry has none). A case is right when all
three are. Half "b" was written and committed before any of it was run, and is never edited; ``--errors`` shows half "a"
alone, which the code was worked on with.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from workers.model import RawArticle
from workers.normalize.segments import segment
from workers.normalize.sources import find_agency, find_credits, find_source

HERE = Path(__file__).parent
ROLES = ("publisher", "agency", "credits")
FIELDS = ("url", "source", "title", "byline")
Found = dict[str, object]


def read(raw: RawArticle) -> Found:
    """The ids of the publisher and the agency (or None) and of the credits."""
    segments = segment(raw)
    source, agency = find_source(raw, segments), find_agency(raw, segments)
    credits = [credit.id or credit.name for credit in find_credits(raw, segments)]
    return {"publisher": source and source.id, "agency": agency and agency.id, "credits": credits}


def score(half: str) -> tuple[dict[str, float], list[str]]:
    """The percentages of one half, by role and of whole cases, and a line for each case that is wrong."""
    right = dict.fromkeys((*ROLES, "cases"), 0)
    errors = []
    rows = [json.loads(line) for line in (HERE / f"sources_{half}.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        found = read(RawArticle(text=row["text"], **{name: row.get(name) for name in FIELDS}))
        wrong = {role: found[role] for role in ROLES if found[role] != row[role]}
        for role in ROLES:
            right[role] += role not in wrong
        right["cases"] += not wrong
        if wrong:
            given = {name: row[name] for name in FIELDS if row.get(name)}
            asked = {role: row[role] for role in wrong}
            errors.append(f"{row['id']} {given} {row['text'][:70]!r} ... {row['text'][-40:]!r}: {asked}, not {wrong}")
    return {name: 100 * count / len(rows) for name, count in right.items()} | {"of": len(rows)}, errors


def main() -> None:
    """Print a line a half, and the errors of the first where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("halves", nargs="*", default=["a", "b"])
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    for half in arguments.halves:
        figures, errors = score(half)
        print(half, {name: round(value, 1) for name, value in figures.items()})  # noqa: T201
        if arguments.errors and half != "b":
            print("\n".join(errors))  # noqa: T201


if __name__ == "__main__":
    main()

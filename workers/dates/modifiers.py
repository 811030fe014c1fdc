"""TIMEX3 ``mod`` from the words around an expression."""

from __future__ import annotations

from workers.dates.groups import Groups


def modifier(groups: Groups) -> str | None:
    """``START MID END APPROX LESS_THAN MORE_THAN EQUAL_OR_LESS EQUAL_OR_MORE`` of ``mod``, ``edge``, ``qm``."""
    rule = groups.rule
    if not rule.modified:
        return None
    if "edge" in groups:
        return groups.value("edge", "EDGE")
    fixed: str | None = rule.parameters.get("mod")
    if fixed is not None:
        return fixed
    name = "mod" if "mod" in groups else "qm"
    if name not in groups:
        return None
    table = groups.grammar.modifiers
    words = groups.text(name).strip(" -").replace("-", " ").split()
    for end in range(len(words), 0, -1):
        found = table.get(" ".join(words[:end]))
        if found is not None:
            return found or None
    return None

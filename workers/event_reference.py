"""The event reference (``docs/events.md``) written from the schemas, so that the two cannot drift.

``make docs`` writes it; a test says whether the file in the repository is current.
"""

from __future__ import annotations

from typing import Any

from workers import schemas

ORDER = (
    "raw_article",
    "enriched_article",
    "quote",
    "figure",
    "rejected",
    "rejected_line",
    "version",
    "story",
    "source_health",
)

_BEGIN = """# Event reference

Written from `schemas/` by `make docs`: change the schemas, not this file.

All values are JSON in UTF-8. `start` and `end` are code points into the article's `text`, end exclusive, and cut out
exactly the `text` beside them. Within a version only optional fields are added.
"""


def write_reference() -> str:
    """The whole reference as Markdown: for every schema a table of its fields, and of each kind of value in them.

    Raises ValueError where ``ORDER`` and the folder of schemas differ.
    """
    unknown = set(schemas.names()) ^ set(ORDER)
    if unknown:
        raise ValueError(f"the reference's ORDER and the folder of schemas differ: {', '.join(sorted(unknown))}")
    return "\n".join([_BEGIN, *(_section(name) for name in ORDER)])


def _section(name: str) -> str:
    schema = schemas.load(name)
    lines = [f"## `{schema['title']}`", "", schema["description"], "", *_table(schema)]
    for kind, value in schema.get("$defs", {}).items():
        lines += ["", f"### `{kind}` in `{schema['title']}`", "", value["description"], "", *_table(value)]
    return "\n".join([*lines, ""])


def _table(schema: Any) -> list[str]:
    return ["| field | type | what |", "| --- | --- | --- |", *_rows(schema, "")]


def _rows(schema: Any, prefix: str) -> list[str]:
    rows: list[str] = []
    required = schema.get("required", ())
    for name, value in schema["properties"].items():
        optional = "" if name in required or "required" not in schema else ", optional"
        rows.append(f"| `{prefix}{name}` | {_type(value)}{optional} | {_escape(value.get('description', ''))} |")
        inner = _inner(value)
        if inner is not None:
            rows += _rows(inner, f"{prefix}{name}[]." if value.get("type") == "array" else f"{prefix}{name}.")
    return rows


def _inner(value: Any) -> Any:
    """The object inside a field whose parts are listed below it; None for a plain value or a named kind."""
    return next(
        (each for each in (value, value.get("items", {}), *value.get("anyOf", ())) if "properties" in each), None
    )


def _type(value: Any) -> str:
    match value:
        case {"$ref": reference}:
            return f"[{_name(reference)}](#{_name(reference)}-in-enriched_article1)"
        case {"const": constant}:
            return f"`{constant}`" if isinstance(constant, str) else f"`{str(constant).lower()}`"
        case {"anyOf": choices}:
            return " or ".join(_type(each) for each in choices)
        case {"enum": names}:
            return " ".join(f"`{each}`" for each in names)
        case {"type": "array", "items": items}:
            return f"list of {_type(items)}"
        case {"type": list(kinds)}:
            return " or ".join(kinds)
    return str(value.get("type", "any"))


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


def _escape(text: str) -> str:
    return text.replace("|", "\\|")

"""The JSON Schemas of every topic: where they are, and compiled validators. Code and schema cannot drift: the decoder
validates from these files, and the tests validate every event with them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson


def folder() -> Path:
    """The folder of schemas: the repository's ``schemas``, or the copy that a wheel carries in ``workers/_schemas``.

    Raises FileNotFoundError where there is neither (a broken installation).
    """
    here = Path(__file__).resolve().parent
    for candidate in (here / "_schemas", here.parent / "schemas"):
        if (candidate / "raw_article").is_dir():
            return candidate
    raise FileNotFoundError(
        f"no schemas beside the package: looked for _schemas in {here} and for schemas in {here.parent}. "
        "Install dateline-workers again."
    )


def names() -> tuple[str, ...]:
    """The names of all schemas (``raw_article``, ``enriched_article`` ...), sorted."""
    return tuple(sorted(each.parent.name for each in folder().glob("*/v1.schema.json")))


@cache
def load(name: str, version: int = 1) -> Any:
    """The parsed JSON Schema ``NAME/vVERSION.schema.json``. Raises FileNotFoundError for one that does not exist."""
    return orjson.loads((folder() / name / f"v{version}.schema.json").read_bytes())


@cache
def validator(name: str, version: int = 1) -> Any:
    """The compiled validator of a schema (``is_valid``, ``iter_errors``); formats such as ``date-time`` are checked."""
    return jsonschema_rs.Draft202012Validator(load(name, version), validate_formats=True)

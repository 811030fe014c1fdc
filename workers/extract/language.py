"""The language of a text as a BCP 47 tag, from a window of its letters (py3langid's model, BSD-3-Clause)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from workers.model import Language

WINDOW = 240
"""Only so many code points are read: from the second line on where the first is short, as headlines mislead."""
_LETTERS = re.compile(r"[^\W\d_]")
_TAG = re.compile(r"[A-Za-z]{2,3}(?=[-_]|$)")
_FEWEST = 3


@cache
def _model() -> Any:
    from py3langid.langid import LanguageIdentifier  # unpacking the model takes a second, and imports must be quick

    return LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)


def identify(text: str, declared: str | None) -> Language | None:
    """The language of ``text``, or None where it has no letters to tell by. Pure; never raises for any string.

    ``declared``: what the producer says (``en-US``); it wins where the text is short or the model is unsure.
    """
    window = text[:WINDOW]
    if len(_LETTERS.findall(window)) < _FEWEST:
        return None
    tag, confidence = _model().classify(window)
    said = _TAG.match(declared.strip()) if declared else None
    if said is not None and declared is not None:
        name = said[0].lower()
        if name == tag or confidence < 0.9:
            return Language(tag=declared.strip().replace("_", "-"), confidence=round(max(float(confidence), 0.9), 2))
    return Language(tag=tag, confidence=round(float(confidence), 2))

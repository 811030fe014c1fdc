"""An extractor of your own, as an example: the entities that a spaCy model finds.

``pip install dateline-workers[spacy]`` and a model (``python -m spacy download en_core_web_sm``), then
``DATELINE_EXTRACTORS=spacy``: each event has ``extras.spacy``. It is a hundred times slower than the whole core.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Any

from workers.model import Article


def find_entities(article: Article) -> list[dict[str, Any]] | None:
    """The model's entities in an article: label, text, start and end in code points. None where no model of the
    article's language is installed."""
    pipeline = None if article.language is None else _pipeline(article.language.tag)
    if pipeline is None:
        return None
    return [
        {"label": each.label_, "text": each.text, "start": each.start_char, "end": each.end_char}
        for each in pipeline(article.text).ents
    ]


@lru_cache(maxsize=8)
def _pipeline(language: str) -> Any:
    """The first installed model whose name begins with the language, loaded once; None where there is none."""
    spacy = import_module("spacy")
    names = sorted(name for name in spacy.util.get_installed_models() if name.startswith(f"{language}_"))
    return spacy.load(names[0], exclude=["tagger", "parser", "lemmatizer", "attribute_ruler"]) if names else None

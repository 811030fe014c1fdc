"""People, organizations and places: ``find_entities``, the extractor behind the event's ``entities``."""

from __future__ import annotations

from workers.extract.entity_mentions import find_mentions
from workers.extract.entity_merge import merge
from workers.extract.entity_rules import read_mentions
from workers.model import Article, Entity, Limits

_LIMIT = Limits().matches


def find_entities(article: Article) -> tuple[Entity, ...]:
    """The entities of an article in the order of their first mentions, each with all of its mentions.

    A place or a people inside an organization's name is mentioned there too. A mention that is an adjective or a people
    ("Russian") is its country's, with ``adjective``. A name that no list knows has an id made of its type and name,
    which says nothing about other articles. English is read by the tagger, other languages by lists and rules.
    """
    tag = article.language.tag if article.language else "en"
    english = tag == "en" or tag.startswith("en-")
    found = find_mentions(article.text, _LIMIT) if english else read_mentions(article.text, tag)[:_LIMIT]
    return merge(article.text, found)

"""People, organizations and places: ``find_entities``, the extractor behind the event's ``entities``."""

from __future__ import annotations

from collections.abc import Sequence

from workers.extract.entity_mentions import find_mentions
from workers.extract.entity_merge import merge
from workers.extract.entity_model import Tagged, tagger
from workers.extract.entity_rules import read_mentions
from workers.model import Article, Entity, Limits

_LIMIT = Limits().matches


def tag_articles(articles: Sequence[Article]) -> list[Tagged | None]:
    """What the tagger says of each article, for ``find_entities``: of dozens at once in a fraction of the time.

    None for those that are not English.
    """
    texts = [article.text for article in articles if _is_english(article)]
    tags = iter(tagger().tag_all(texts))
    return [next(tags) if _is_english(article) else None for article in articles]


def find_entities(article: Article, *ahead: Tagged | None) -> tuple[Entity, ...]:
    """The entities of an article in the order of their first mentions, each with all of its mentions.

    A place or a people inside an organization's name is mentioned there too. A mention that is an adjective or a people
    ("Russian") is its country's, with ``adjective``. A name that no list knows has an id made of its type and name,
    which says nothing about other articles. English is read by the tagger (``ahead``: what ``tag_articles`` gave
    for it, where it was asked), other languages by lists and rules.
    """
    if _is_english(article):
        tagged = ahead[0] if ahead else tag_articles((article,))[0]
        found = find_mentions(article.text, tagged, _LIMIT)
    else:
        found = read_mentions(article.text, article.language.tag if article.language else "")[:_LIMIT]
    return merge(article.text, found)


def _is_english(article: Article) -> bool:
    tag = article.language.tag if article.language else "en"
    return tag == "en" or tag.startswith("en-")

"""Which entity of the article a speaker is: the one of the speaker's name, else the one person named in its words."""

from __future__ import annotations

from bisect import bisect_left

from msgspec.structs import replace

from workers.model import Entity, Quote, Speaker

_ORDER = {"place": 0, "organization": 1, "person": 2}
"""Where two entities bear one name, the likelier to speak has it."""


def tie_speakers(quotes: tuple[Quote, ...], entities: tuple[Entity, ...]) -> tuple[Quote, ...]:
    """The quotations, each speaker with ``entity``, the id of an entity of the article, where one is plain."""
    by_name: dict[str, str] = {}
    ordered = sorted(entities, key=lambda each: _ORDER[each.type])
    for entity in ordered:
        for mention in entity.mentions:
            if not mention.adjective:
                by_name[mention.text] = entity.id
    by_name.update((entity.name, entity.id) for entity in ordered)
    people = sorted(
        (mention.start, mention.end, entity.id)
        for entity in entities
        if entity.type == "person"
        for mention in entity.mentions
    )
    return tuple(
        quote
        if quote.speaker is None or (entity_id := _entity_of(quote.speaker, by_name, people)) is None
        else replace(quote, speaker=replace(quote.speaker, entity=entity_id))
        for quote in quotes
    )


def _entity_of(speaker: Speaker, by_name: dict[str, str], people: list[tuple[int, int, str]]) -> str | None:
    named = by_name.get(speaker.name)
    if named is not None:
        return named
    first = bisect_left(people, (speaker.start, 0, ""))
    inside = {person for start, end, person in people[first : first + 4] if end <= speaker.end}
    return inside.pop() if len(inside) == 1 else None

"""Synthetic articles for the broker's tests: varied, written from templates, the same for the same seed.

About one record in a hundred is broken, a few share a key, a few are tombstones. Record ``n`` carries its number in the
header ``n`` and, where it is an article, in its ``id``: what came out can be matched with what went in.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

PLACES = ("Harborough", "Vellmar", "Port Ansel", "Kirovsk", "Lindenau", "Santa Elba", "Oakmere", "Tarsis")
PEOPLE = ("Maria Velasco", "Jonas Lindqvist", "Amara Diallo", "Peter Hofmann", "Li Wenhua", "Ruth Carmichael")
OFFICES = ("the transport ministry", "the port authority", "the regional hospital", "the water board", "the union")
THINGS = ("bridge", "harbour", "power line", "railway", "reservoir", "market hall")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August")
BROKEN = (
    b"",
    b"   ",
    b'{"text": "cut off',
    b'{"text": 12}',
    b"\xff\xfe{}",
    b"[1, 2]",
    b'{"title": "no text"}',
    b"[" * 5_000,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """One raw record to produce."""

    number: int
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes]]


def articles(count: int, *, seed: int = 1, paragraphs: int = 1) -> Iterator[Raw]:
    """``count`` records; the same ones for the same arguments."""
    dice = random.Random(seed)
    for number in range(count):
        roll = dice.random()
        key: bytes | None = f"https://news.example/{number}".encode()
        headers = [("n", str(number).encode())]
        value: bytes | None
        if roll < 0.01:
            value = dice.choice(BROKEN)
        elif roll < 0.013:
            value = None
        elif roll < 0.05:
            value = _text(dice, number, paragraphs).encode()
            headers.append(("content-type", b"text/plain"))
        else:
            value = json.dumps(_article(dice, number, paragraphs)).encode()
        if roll > 0.98:
            key = f"https://news.example/{number % 7}".encode()
        elif roll > 0.96:
            key = None
        yield Raw(number=number, key=key, value=value, headers=headers)


def _article(dice: random.Random, number: int, paragraphs: int) -> dict[str, object]:
    day = dice.randint(1, 28)
    return {
        "id": f"n-{number}",
        "url": f"https://news.example/{dice.choice(THINGS).replace(' ', '-')}/{number}",
        "title": f"{dice.choice(PLACES)} {dice.choice(THINGS)} closed after storm, report {number}",
        "published": f"2023-{dice.randint(1, 12):02}-{day:02}T{dice.randint(0, 23):02}:15:00Z",
        "source": "news.example",
        "text": _text(dice, number, paragraphs),
    }


def _text(dice: random.Random, number: int, paragraphs: int) -> str:
    dateline = f"{dice.choice(PLACES).upper()}, {dice.choice(MONTHS)[:3]} {dice.randint(1, 28)} (Example Wire)"
    lines = [f"{dateline} - Report {number}."]
    for _ in range(paragraphs):
        speaker, office = dice.choice(PEOPLE), dice.choice(OFFICES)
        lines.append(
            f"The {dice.choice(THINGS)} near {dice.choice(PLACES)} will stay closed until {dice.choice(DAYS)}, "
            f"{office} said on {dice.choice(DAYS)}. More than {dice.randint(2, 90) * 100:,} people moved to schools "
            f"and {dice.randint(2, 40)} were injured. “We have not seen anything like it since "
            f"{dice.choice(MONTHS)} {dice.randint(1990, 2015)},” said {speaker}, who heads {office}. "
            f'"The repairs will cost about ${dice.randint(2, 60)} million," {speaker.split()[-1]} told reporters.'
        )
    lines.append(dice.choice(("Follow us on Twitter", "Sign up for our newsletter", "Read more: storms in pictures")))
    return "\n\n".join(lines)

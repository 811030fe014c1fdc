"""Roles of invented articles in the shapes that scrapers deliver: one table of (text, title, parts)."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from workers.model import RawArticle, Role
from workers.normalize.segments import segment

FIRST = "The harbour of Larnby was closed on Sunday after two ferries collided in thick fog, the port authority said."
SECOND = "Nobody was hurt, and the service will start again on Monday morning, a spokeswoman told reporters."
SHORT = "Two ferries lie in the harbour of Larnby on Sunday."
ERSTER = (
    "Der Hafen von Larnby ist am Sonntag gesperrt worden, nachdem zwei Fähren im dichten Nebel zusammengestoßen waren."
)
ZWEITER = (
    "Verletzt wurde niemand, sagte eine Sprecherin der Hafenbehörde am Nachmittag vor Journalisten in der Stadt Larnby."
)
PREMIER = (
    "Le port de Larnby a été fermé dimanche après la collision de deux ferries dans un épais brouillard, selon le port."
)
DEUXIEME = (
    "Il n'y a pas eu de blessés, et le service reprendra lundi matin, a indiqué une porte-parole aux journalistes."
)
FIRST_JA = "ラーンビー港は１２日、濃い霧の中でフェリー２隻が衝突したため閉鎖された。港湾当局が明らかにした。"

SECOND_JA = FIRST_JA.replace("１２", "１３")

Part = tuple[Role, str]


def lines(*parts: str) -> str:
    return "\n".join(parts) + "\n"


def parts(text: str, title: str | None = None, byline: str | None = None) -> list[Part]:
    return [
        (each.role, text[each.start : each.end].strip())
        for each in segment(RawArticle(text=text, title=title, byline=byline))
    ]


BODY: list[Part] = [(Role.BODY, FIRST), (Role.BODY, SECOND)]

CASES: dict[str, tuple[str, str | None, list[Part]]] = {
    "date, byline and share row fused": (
        lines("12 May 2024By Jane DoeShare this article", FIRST, SECOND),
        None,
        [(Role.HEADER, "12 May 2024"), (Role.BYLINE, "By Jane Doe"), (Role.FURNITURE, "Share this article"), *BODY],
    ),
    "header, follow row, credit and caption in one line, then a kicker": (
        f" date 2024-05-12 Follow us on Image Source : AP. {SHORT}\n\nFog in Larnby : {FIRST}\n\n{SECOND}\n",
        None,
        [
            (Role.HEADER, "date 2024-05-12"),
            (Role.FURNITURE, "Follow us on"),
            (Role.CREDIT, "Image Source : AP."),
            (Role.CAPTION, SHORT),
            (Role.KICKER, "Fog in Larnby :"),
            *BODY,
        ],
    ),
    "the same, everything in one line": (
        f" date 2024-05-12 Follow us on Image Source : AP. {SHORT} Fog in Larnby : {FIRST} {SECOND}",
        None,
        [
            (Role.HEADER, "date 2024-05-12"),
            (Role.FURNITURE, "Follow us on"),
            (Role.CREDIT, "Image Source : AP."),
            (Role.CAPTION, SHORT),
            (Role.KICKER, "Fog in Larnby :"),
            (Role.BODY, f"{FIRST} {SECOND}"),
        ],
    ),
    "header at the end": (
        f"{FIRST}\n\n{SECOND}\n\n date 2024-05-12 Follow us on",
        None,
        [*BODY, (Role.HEADER, "date 2024-05-12"), (Role.FURNITURE, "Follow us on")],
    ),
    "header at the end of one line": (
        f"{FIRST} {SECOND} Updated: 13 May 2024 Follow us on Twitter",
        None,
        [
            (Role.BODY, f"{FIRST} {SECOND}"),
            (Role.HEADER, "Updated: 13 May 2024"),
            (Role.FURNITURE, "Follow us on Twitter"),
        ],
    ),
    "a given title at the head of one line": (
        f"Ferries collide in fog 12 May 2024 By Jane Doe Share this article {FIRST} {SECOND}",
        "Ferries collide in fog",
        [
            (Role.TITLE, "Ferries collide in fog"),
            (Role.HEADER, "12 May 2024"),
            (Role.BYLINE, "By Jane Doe"),
            (Role.FURNITURE, "Share this article"),
            (Role.BODY, f"{FIRST} {SECOND}"),
        ],
    ),
    "wire dateline": (
        lines(f"LARNBY, May 12 (Reuters) - {FIRST}", SECOND),
        None,
        [(Role.DATELINE, "LARNBY, May 12 (Reuters) -"), *BODY],
    ),
    "dateline of capitals and a dash": (
        lines(f"LARNBY, Kent — {FIRST}", SECOND),
        None,
        [(Role.DATELINE, "LARNBY, Kent —"), *BODY],
    ),
    "agency credit with slashes at a caption's end": (
        lines(f"{SHORT} REUTERS/Jane Roe/File Photo", FIRST, SECOND),
        None,
        [(Role.CAPTION, SHORT), (Role.CREDIT, "REUTERS/Jane Roe/File Photo"), *BODY],
    ),
    "photo credit in brackets": (
        lines(f"{SHORT} (AP Photo/Jane Roe)", f"LARNBY (AP) — {FIRST}", SECOND),
        None,
        [
            (Role.CAPTION, SHORT),
            (Role.CREDIT, "(AP Photo/Jane Roe)"),
            (Role.DATELINE, "LARNBY (AP) —"),
            *BODY,
        ],
    ),
    "name and date in a row": (
        lines("Ferries collide in fog off Larnby", "Jane Doe | 12 May 2024 | 3 min read", FIRST, SECOND),
        None,
        [
            (Role.TITLE, "Ferries collide in fog off Larnby"),
            (Role.BYLINE, "Jane Doe |"),
            (Role.HEADER, "12 May 2024 | 3 min read"),
            *BODY,
        ],
    ),
    "a page around the article": (
        lines(
            "Home", "News", "Sport",
            "Ferries collide in fog off Larnby",
            "By Jane Doe",
            "Published: 12 May 2024, 10:31 BST",
            "Share", "Facebook", "Twitter",
            SHORT, "Photo: Tom Roe/AP",
            FIRST, SECOND,
            "Related articles", "Fog closes airport for third day", "Sign up for our newsletter",
        ),
        "Ferries collide in fog off Larnby | Larnby Post",
        [
            (Role.FURNITURE, "Home\nNews"),
            (Role.KICKER, "Sport"),
            (Role.TITLE, "Ferries collide in fog off Larnby"),
            (Role.BYLINE, "By Jane Doe"),
            (Role.HEADER, "Published: 12 May 2024, 10:31 BST"),
            (Role.FURNITURE, "Share\nFacebook\nTwitter"),
            (Role.CAPTION, SHORT),
            (Role.CREDIT, "Photo: Tom Roe/AP"),
            *BODY,
            (
                Role.FURNITURE,
                "Related articles\nFog closes airport for third day\nSign up for our newsletter",
            ),
        ],
    ),
    "German": (
        lines(
            "Fähren stoßen im Nebel zusammen", "Von Anna Muster", "12. Mai 2024, 10:31 Uhr", "Artikel teilen",
            ERSTER, ZWEITER, "Mehr zum Thema", "Nebel legt Flughafen lahm", "Newsletter abonnieren",
        ),
        None,
        [
            (Role.TITLE, "Fähren stoßen im Nebel zusammen"),
            (Role.BYLINE, "Von Anna Muster"),
            (Role.HEADER, "12. Mai 2024, 10:31 Uhr"),
            (Role.FURNITURE, "Artikel teilen"),
            (Role.BODY, ERSTER),
            (Role.BODY, ZWEITER),
            (Role.FURNITURE, "Mehr zum Thema\nNebel legt Flughafen lahm\nNewsletter abonnieren"),
        ],
    ),
    "French": (
        lines(
            "Deux ferries se heurtent dans le brouillard", "Par Jeanne Dupont", "Publié le 12 mai 2024 à 10h31",
            "Partager", PREMIER, DEUXIEME, "Lire aussi", "Le brouillard ferme l'aéroport",
        ),
        None,
        [
            (Role.TITLE, "Deux ferries se heurtent dans le brouillard"),
            (Role.BYLINE, "Par Jeanne Dupont"),
            (Role.HEADER, "Publié le 12 mai 2024 à 10h31"),
            (Role.FURNITURE, "Partager"),
            (Role.BODY, PREMIER),
            (Role.BODY, DEUXIEME),
            (Role.FURNITURE, "Lire aussi\nLe brouillard ferme l'aéroport"),
        ],
    ),
    "Japanese": (
        lines("ラーンビー港でフェリー２隻が衝突", "2024年5月12日 10:31", "シェア", FIRST_JA, SECOND_JA),
        None,
        [
            (Role.TITLE, "ラーンビー港でフェリー２隻が衝突"),
            (Role.HEADER, "2024年5月12日 10:31"),
            (Role.FURNITURE, "シェア"),
            (Role.BODY, FIRST_JA),
            (Role.BODY, SECOND_JA),
        ],
    ),
    "furniture alone": (
        lines(
            "Share this article",
            "Sign up for our newsletter to get our best stories in your inbox.",
            "© 2026 Larnby Post.",
        ),
        None,
        [
            (
                Role.FURNITURE,
                "Share this article\nSign up for our newsletter to get our best stories in your inbox.\n"
                "© 2026 Larnby Post.",
            )
        ],
    ),
    "a sentence below a lone advertisement": (
        lines(FIRST, SECOND, "Advertisement", "The ferries return on Thursday.", "Related: How to help"),
        None,
        [
            *BODY,
            (Role.FURNITURE, "Advertisement"),
            (Role.BODY, "The ferries return on Thursday."),
            (Role.FURNITURE, "Related: How to help"),
        ],
    ),
    "a teaser below a lone advertisement": (
        lines(FIRST, SECOND, "Advertisement", "Fog closes airport for third day", "Most read"),
        None,
        [*BODY, (Role.FURNITURE, "Advertisement\nFog closes airport for third day\nMost read")],
    ),
    "copyright of an agency": (
        lines(FIRST, SECOND, "Copyright 2026 Reuters. All rights reserved."),
        None,
        [*BODY, (Role.FURNITURE, "Copyright 2026 Reuters. All rights reserved.")],
    ),
    "an agency under the header is the wire that wrote": (
        lines("Ferries collide in fog off Larnby", "Published: Wed 18 Mar 2026, 05:31 IST", "PTI", FIRST, SECOND),
        None,
        [
            (Role.TITLE, "Ferries collide in fog off Larnby"),
            (Role.HEADER, "Published: Wed 18 Mar 2026, 05:31 IST"),
            (Role.BYLINE, "PTI"),
            *BODY,
        ],
    ),
    "an agency under a caption is a picture's source": (
        lines("Ferries collide in fog off Larnby", SHORT, "Reuters", FIRST, SECOND),
        None,
        [
            (Role.TITLE, "Ferries collide in fog off Larnby"),
            (Role.CAPTION, SHORT),
            (Role.CREDIT, "Reuters"),
            *BODY,
        ],
    ),
    "a dateline on a line of its own": (
        lines("Ferries collide in fog off Larnby", "LARNBY, March 3, 2026 (AFP) -", FIRST, SECOND),
        None,
        [
            (Role.TITLE, "Ferries collide in fog off Larnby"),
            (Role.DATELINE, "LARNBY, March 3, 2026 (AFP) -"),
            *BODY,
        ],
    ),
    "one word": ("Hello", None, [(Role.BODY, "Hello")]),
    "one word that is the title": ("Hello", "Hello", [(Role.TITLE, "Hello")]),
    "white space alone": (" \n\t ", None, [(Role.FURNITURE, "")]),
    "nothing": ("", None, []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_roles(name: str) -> None:
    text, title, expected = CASES[name]
    assert parts(text, title) == expected


def test_carriage_returns_change_no_role() -> None:
    text, title, expected = CASES["a page around the article"]
    found = parts(text.replace("\n", "\r\n"), title)
    assert [(role, words.replace("\r\n", "\n")) for role, words in found] == expected


def test_given_byline_is_found() -> None:
    text = lines("Ferries collide in fog off Larnby", "Larnby Post newsroom", FIRST, SECOND)
    assert (Role.BYLINE, "Larnby Post newsroom") in parts(text, None, "Larnby Post Newsroom")


@pytest.mark.parametrize(
    "sentence",
    [
        "By then, the army had left the town and the people of the valley came back to their houses one by one.",
        "Share prices fell on Tuesday after the bank said that it would cut the dividend for the first time.",
        "May was the wettest month since 1923, the weather office said in its report for the first half of the year.",
        "Follow-up checks are due in June, the ministry said, and the results will be made public by the autumn.",
        "12 May 2024 will be remembered in Larnby for a long time, the mayor said at the end of the meeting.",
    ],
)
def test_paragraphs_that_begin_like_furniture_stay_body(sentence: str) -> None:
    assert parts(lines(FIRST, sentence, SECOND)) == [(Role.BODY, FIRST), (Role.BODY, sentence), (Role.BODY, SECOND)]


def test_wrapped_paragraph_is_one_segment() -> None:
    wrapped = (
        "The harbour of Larnby was closed on Sunday after two ferries collided\nin thick fog, the port authority said."
    )
    found = parts(f"{wrapped}\n\n{SECOND}\n")
    assert found == [(Role.BODY, wrapped), (Role.BODY, SECOND)]


@pytest.mark.shared
def test_first_article_in_its_own_arrangement() -> None:
    path = Path(__file__).parents[3] / "shared" / "seed" / "article-000.txt"
    if not path.exists():
        pytest.skip("../shared is not here")
    text = path.read_text(encoding="utf-8")
    found = segment(RawArticle(text=text))
    roles = [each.role for each in found]
    assert roles == [Role.HEADER, Role.FURNITURE, Role.CREDIT, Role.CAPTION, Role.KICKER, *[Role.BODY] * 9]
    assert all(one.end == two.start for one, two in pairwise(found))
    assert text[found[0].start : found[0].end].rstrip().endswith("2022-02-23")
    assert text[found[3].start : found[3].end].rstrip().endswith("Headquarters.")

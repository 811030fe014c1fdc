"""The curve of cost by length for docs/performance.md: `python -m tests.bench.curve` measures it and draws it."""

from __future__ import annotations

from pathlib import Path

from tests.bench.core import cost_by_length
from tests.bench.load import articles

TARGET = Path(__file__).resolve().parents[2] / "docs" / "cost-by-length.svg"
WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 340, 70, 50, 30, 40


def draw(costs: dict[int, float]) -> str:
    """The curve as SVG: milliseconds over characters, both from 0, with the line that strict proportion would give."""
    most, highest = max(costs), max(costs.values()) / 1000

    def x(length: float) -> float:
        return LEFT + length / most * (WIDTH - LEFT - RIGHT)

    def y(milliseconds: float) -> float:
        return HEIGHT - BOTTOM - milliseconds / highest * (HEIGHT - BOTTOM - TOP)

    points = [(x(length), y(cost / 1000)) for length, cost in sorted(costs.items())]
    line = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
    dots = "".join(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="4" fill="#0072b2"/>' for px, py in points)
    ticks = "".join(
        f'<text x="{x(length):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{length:,}</text>'
        for length in (0, most // 4, most // 2, 3 * most // 4, most)
    ) + "".join(
        f'<text x="{LEFT - 8}" y="{y(highest * part) + 4:.1f}" text-anchor="end">{highest * part:.0f}</text>'
        for part in (0, 0.25, 0.5, 0.75, 1)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="DejaVu Sans, Verdana, sans-serif" font-size="12" role="img" '
        'aria-label="Milliseconds of the core for one article over its length in characters">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<path d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}" fill="none" stroke="#333"/>'
        f'<path d="M{x(0):.1f} {y(0):.1f}L{x(most):.1f} {y(highest):.1f}" stroke="#999" stroke-dasharray="5 4"/>'
        f'<polyline points="{line}" fill="none" stroke="#0072b2" stroke-width="2"/>{dots}{ticks}'
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">characters</text>'
        f'<text x="{LEFT}" y="18" text-anchor="start">milliseconds for one article, the whole core '
        "(dashed: in proportion)</text></svg>\n"
    )


def main() -> None:
    """Measure, print, and write the picture."""
    costs = cost_by_length([str(document.get("text") or "") for document in articles()])
    for length, cost in costs.items():
        print(f"{length:>8,} characters {cost / 1000:8.2f} ms {cost * 1000 / length:6.0f} ns a character")  # noqa: T201
    TARGET.write_text(draw(costs), encoding="utf-8")


if __name__ == "__main__":
    main()

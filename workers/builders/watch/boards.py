"""The dashboards, in the order in which one looks at them."""

from __future__ import annotations

from workers.builders.watch.board_overview import OVERVIEW
from workers.builders.watch.board_rejects import REJECTS
from workers.builders.watch.board_sources import SOURCES
from workers.builders.watch.board_worker import WORKER

BOARDS = (OVERVIEW, REJECTS, SOURCES, WORKER)

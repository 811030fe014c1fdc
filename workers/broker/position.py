"""How far a run of ``produce`` is: which pass, and in each file the byte up to which every record was confirmed.

Kept in a JSON file that is replaced in one step, so that a kill leaves either the old or the new one.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from workers.broker.errors import BrokerError
from workers.files import STANDARD_INPUT

HEAD_BYTES = 65_536
"""A file is known again by the SHA-256 of its first bytes, up to this many or up to where it was read."""


class Position:
    """The confirmed position of one run into one topic. ``topic_id``: Kafka's id of the topic, which another cluster,
    or a topic made anew, does not have: then the run starts over."""

    def __init__(self, file: Path, topic_id: str) -> None:
        """Read ``file`` where it is there. Raises ``BrokerError`` where it is no state of ``produce``."""
        self.file = file
        self._topic_id = topic_id
        self.turn = 0
        self.resumed = False
        self._ends: dict[str, dict[str, Any]] = {}
        self._load()

    def start_of(self, path: Path) -> int:
        """The byte of ``path`` at which the first record not confirmed begins; 0 where the file is another by now."""
        known = self._ends.get(str(path.absolute()))
        if known is None:
            return 0
        end = int(known["end"])
        if path.stat().st_size < end or _head(path, end) != known["head"]:
            return 0
        return end

    def confirm(self, turn: int, path: Path, end: int) -> None:
        """Every record of pass ``turn`` up to byte ``end`` of ``path``, and of all files before it, is confirmed."""
        if path == STANDARD_INPUT:
            return
        if turn != self.turn:
            self.turn, self._ends = turn, {}
        self._ends[str(path.absolute())] = {"end": end}

    def save(self) -> None:
        """Write the position to its file. Raises ``BrokerError`` where that cannot be."""
        for name, known in self._ends.items():
            if known.get("of") != min(known["end"], HEAD_BYTES):
                known["of"] = min(known["end"], HEAD_BYTES)
                known["head"] = _head(Path(name), known["end"])
        data = {"state": "produce/1", "topic_id": self._topic_id, "turn": self.turn, "files": self._ends}
        fresh = self.file.with_name(self.file.name + ".new")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(data), "utf-8")
            fresh.replace(self.file)
        except OSError as error:
            raise BrokerError(f"{self.file}: cannot be written ({error.strerror}); give another with --state") from None

    def forget(self) -> None:
        """Delete the file: the next run starts from the beginning."""
        with suppress(OSError):
            self.file.unlink()

    def _load(self) -> None:
        try:
            data = json.loads(self.file.read_text("utf-8"))
            if data["state"] != "produce/1":
                raise ValueError
            if data["topic_id"] == self._topic_id:
                self.turn, self._ends, self.resumed = int(data["turn"]), dict(data["files"]), True
        except FileNotFoundError:
            return
        except OSError as error:
            raise BrokerError(f"{self.file}: cannot be read ({error.strerror}); give another with --state") from None
        except (ValueError, KeyError, TypeError):
            raise BrokerError(
                f"{self.file}: is not a state of `dateline produce`; give another file with --state, or delete it"
            ) from None


def _head(path: Path, end: int) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.sha256(file.read(min(end, HEAD_BYTES))).hexdigest()
    except OSError:
        return ""

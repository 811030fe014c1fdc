"""Which worker of this host we are: the lowest number whose lock file is free.

The lock is the kernel's (``flock``), so that kill -9 frees it: a restarted worker gets the number of the one that died,
and with it its transactional id, and aborts the transaction that one left open.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

MOST = 10_000


class SlotError(Exception):
    """No slot can be taken; the message says why and what to do."""

    exit_status = 1


class Slot:
    """A number that this process holds until ``release`` or its end."""

    def __init__(self, folder: Path, name: str) -> None:
        """Take the lowest free number of ``name`` in ``folder``. Raises ``SlotError``."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for number in range(MOST):
                file = os.open(folder / f"{name}-{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    os.close(file)
                    continue
                self.number = number
                self._file = file
                return
        except OSError as error:
            raise SlotError(
                f"the lock file in {folder} cannot be used ({error.strerror}); set DATELINE_STATE_DIR to a folder "
                "of this host that can be written"
            ) from None
        raise SlotError(f"all {MOST} lock files of {name} in {folder} are taken")

    def release(self) -> None:
        """Free the number."""
        os.close(self._file)

"""How much memory this process may have, and what of it the cycle collector need not look at."""

from __future__ import annotations

import gc
import os
from pathlib import Path

CGROUPS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
"""The limit of a container as the kernel shows it inside: version 2 (``max``: none), and 1 (a huge number: none)."""


def settle() -> None:
    """Keep what the imports left from the cycle collector: it is there to stay."""
    gc.collect()
    gc.freeze()


def memory_limit(files: tuple[Path, ...] = CGROUPS) -> float:
    """Bytes: the container's limit, or the machine's memory where there is none or it is larger."""
    machine = float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    for path in files:
        try:
            return min(float(int(path.read_text("ascii"))), machine)
        except (OSError, ValueError):
            continue
    return machine

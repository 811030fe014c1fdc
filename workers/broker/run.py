"""One enrich worker as a process: logs, metrics, probes, signals and exit status around the loop."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading

from workers.broker.clients import CRC32C_MISSING, fast_checksums
from workers.broker.enrich import EnrichWorker
from workers.broker.header_names import accept_any_header_name
from workers.broker.pulse import Pulse
from workers.broker.slots import Slot
from workers.logs import configure
from workers.memory import settle
from workers.metrics import Metrics
from workers.serve import Server
from workers.settings import Settings
from workers.version import VERSION

STALL_SECONDS = 60.0
"""A record, a client or a partition that has not moved for so long is stalled. It must exceed the longest honest wait:
the 10 s of the transaction timeout and the 12 s that a batch may take."""
MARGIN_SECONDS = 2.0
"""So long before the end of the drain time the process gives up on an orderly end."""

log = logging.getLogger("dateline.enrich")


def run(settings: Settings, *, tied: bool = False) -> int:
    """Run an enrich worker until SIGTERM or SIGINT (``tied``: or the end of standard input); return its exit status.

    0: drained. 1: a fatal error, told in one line. 70: ended by the watchdog.
    """
    configure(settings.log_level)
    if not fast_checksums():
        return _fail(CRC32C_MISSING, 1)
    accept_any_header_name()
    stop = threading.Event()
    pulse = Pulse(settings.bootstrap, STALL_SECONDS)
    metrics = Metrics(version=VERSION).with_process()
    metrics.ready.set_function(lambda: 0.0 if pulse.ready() else 1.0)
    server = slot = None
    settle()
    try:
        slot = Slot(settings.state_dir / "slots", f"{settings.prefix}-enrich")
        name = f"{settings.prefix}-enrich-{settings.worker_name}-{slot.number}"
        server = Server(*settings.metrics_host_port, metrics.registry, live=pulse.live, ready=pulse.ready)
        print(f"dateline: enrich {name}: metrics on http://{server.address}/metrics", flush=True)  # noqa: T201
        _listen(settings, pulse, stop, tied=tied)
        pulse.watch()
        worker = EnrichWorker(settings, metrics, pulse, stop, name=name, stall=STALL_SECONDS)
        worker.run()
    except Exception as error:
        status = getattr(error, "exit_status", None)
        if status is None:
            log.critical("the enrich worker failed", exc_info=error)
            return _fail(f"{type(error).__name__}: {error}; offsets are held, the log above has the trace", 1)
        return _fail(str(error), int(status))
    finally:
        if server is not None:
            server.close()
        if slot is not None:
            slot.release()
    return 0


def _listen(settings: Settings, pulse: Pulse, stop: threading.Event, *, tied: bool) -> None:
    def end(*_: object) -> None:
        if stop.is_set():
            return
        pulse.draining = True
        stop.set()
        timer = threading.Timer(max(settings.drain_seconds - MARGIN_SECONDS, 1), _give_up)
        timer.daemon = True
        timer.start()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    if tied:

        def follow_parent() -> None:
            while os.read(0, 4_096):  # not sys.stdin: its lock would be held when the interpreter ends
                pass
            end()

        threading.Thread(target=follow_parent, name="parent", daemon=True).start()


def _give_up() -> None:
    log.critical("the worker could not drain in time; its open transaction will be aborted, nothing is lost")
    os._exit(1)


def _fail(line: str, status: int) -> int:
    print(f"dateline: {' '.join(line.split())}", file=sys.stderr, flush=True)  # noqa: T201
    return status

"""Ports of loopback that nothing listens on."""

from __future__ import annotations

import os
import socket

from workers.broker.errors import BrokerError

_ports = iter(range(20_000 + os.getpid() * 37 % 10_000, 32_700))


def free_port(other_than: int = 0) -> int:
    """A port of loopback that nothing listens on, another at each call, below the range that outgoing connections
    take theirs from (32768 and up on Linux): a client that keeps trying a broker that is down could else take it."""
    for port in _ports:
        if port != other_than and is_free(port):
            return port
    raise BrokerError("no port between 20000 and 32700 is free; give one with --port")


def is_free(port: int) -> bool:
    """Whether a server could listen on ``port`` of loopback now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True

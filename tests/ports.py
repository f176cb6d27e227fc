"""Ports for servers that have to be told theirs."""

import random
import socket
from pathlib import Path

LOWEST = 10_000
ANYBODYS = Path("/proc/sys/net/ipv4/ip_local_port_range")  # what a system gives to whoever asks for any port


def free_ports(count: int) -> list[int]:
    """Free ports that no other process is given by chance before they are used: they are below those."""
    end = int(ANYBODYS.read_text().split()[0]) if ANYBODYS.exists() else 32_768
    candidates = random.SystemRandom().sample(range(LOWEST, max(end, LOWEST + 1_000)), 50 * count)
    return list(filter(is_free, candidates))[:count]


def is_free(port: int) -> bool:
    with socket.socket() as tried:
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

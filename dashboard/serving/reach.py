"""The address that a class types: one that leads here from its own machines."""

import ipaddress
import socket
from urllib.parse import urlsplit, urlunsplit

FAR = ("192.0.2.1", 9)  # in a range that nobody has: asked for the way there, and sent nothing
PATIENCE_SECONDS = 0.2


def from_outside(address: str, visitor: str) -> str:
    """Return an address as others reach it, where a visitor on this machine came by its name for itself.

    It stays as it is where this machine is in no network, or the server does not listen to it.
    """
    parts = urlsplit(address)
    if not (is_own(parts.hostname or "") and is_own(visitor)):
        return address
    name, port = outer_name(), parts.port or 80
    if name is None or is_own(name) or not listens(name, port):
        return address
    return urlunsplit(parts._replace(netloc=f"{name}:{port}"))


def is_own(host: str) -> bool:
    """Whether this is a machine's name for itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def outer_name() -> str | None:
    """The number by which others in the network know this machine; None if it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(FAR)
            return way.getsockname()[0]
        except OSError:
            return None


def listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), PATIENCE_SECONDS).close()
    except OSError:
        return False
    return True

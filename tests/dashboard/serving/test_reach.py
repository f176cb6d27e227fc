import socket

import pytest

from dashboard.serving import reach

LOCAL = "http://localhost:{}/dashboard"


@pytest.fixture
def port(monkeypatch):
    """A port of this machine that something listens to; by its outer name, a second number of its own."""
    monkeypatch.setattr(reach, "outer_name", lambda: "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def outside(monkeypatch, port):
    """Have 192.0.2.1 be this machine's number in the network, to which it listens at that port."""
    monkeypatch.setattr(reach, "outer_name", lambda: "192.0.2.1")
    monkeypatch.setattr(reach, "listens", lambda host, asked: (host, asked) == ("192.0.2.1", port))
    return port


def test_a_name_for_itself_becomes_the_one_that_others_know(outside):
    found = reach.from_outside(LOCAL.format(outside), "127.0.0.1")
    assert found == f"http://192.0.2.1:{outside}/dashboard"


def test_where_nothing_listens_outside_the_address_stays(outside):
    address = LOCAL.format(outside + 1)
    assert reach.from_outside(address, "127.0.0.1") == address


@pytest.mark.parametrize(
    ("address", "visitor"),
    [("https://school.example/dashboard", "127.0.0.1"), ("http://localhost:5006/dashboard", "172.17.0.1")],
)
def test_an_address_that_somebody_else_came_by_stays(outside, address, visitor):
    assert reach.from_outside(address, visitor) == address


def test_a_port_is_heard_only_where_something_listens(port):
    assert reach.listens("127.0.0.1", port)
    with socket.create_server(("127.0.0.1", 0)) as other:
        free = other.getsockname()[1]
    assert not reach.listens("127.0.0.1", free)

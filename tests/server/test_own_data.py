import base64

import numpy as np
import pytest
from scipy.stats import linregress

from gdcore.tables import MOST_BYTES
from tests.server.hostile import Client, found, run
from tests.serving import serve

LIMIT = ["--websocket-max-message-size", "1500000"]  # as the deployed server has it


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serve(tmp_path_factory.mktemp("own"), *LIMIT) as running:
        yield running


def table_of(size):
    """A table of so many bytes."""
    rows = b"".join(b"%d,%d\n" % (number, 3 * number + number % 7) for number in range(5000))
    return b"x,y\n" + rows + b"\n" * (size - len(rows) - 4)


def sent(server, raw, *requests):
    """What the page says of a file, and what is in its facts, after it and other requests were sent up."""

    async def send():
        client = await Client(server.url).open("?chapter=line")
        try:
            for request in (f"table {base64.b64encode(raw).decode()}", *requests):
                await client.patch(client.change("points", request))
            client.models = {model["id"]: model for model in found(await client.pull())}
        finally:
            client.close()
        names = ("notice", "table", "facts", "points")
        return {name: client.models[client.named(name)]["attributes"] for name in names}

    return run(send())


def fact(shown, name):
    return next(values[0] for column, values in shown["facts"]["data"]["entries"] if column == name)


def test_a_file_of_one_megabyte_is_fitted(server):
    before = len(server.log)
    shown = sent(server, table_of(MOST_BYTES))
    x = np.arange(5000)
    assert fact(shown, "samples") == 5000
    assert fact(shown, "scipy_slope") == pytest.approx(linregress(x, 3 * x + x % 7).slope)
    assert shown["notice"].get("text", "") == ""
    assert shown["points"].get("value", "") == ""  # it is not kept
    assert server.complaints(before) == []


def test_a_table_is_read_in_the_other_way_at_a_request(server):
    before = len(server.log)
    raw = b'n,price\n1,"1,250"\n2,"980"\n3,"1,690"\n'
    for requests, slope in (((), 220), (("read decimal comma",), 0.22)):
        shown = sent(server, raw, *requests)
        assert fact(shown, "scipy_slope") == pytest.approx(slope)
        assert "“1,250” may be" in shown["table"]["text"]
        assert shown["notice"].get("text", "") == ""
    assert "leaves something open" in sent(server, raw, "read nonsense")["notice"]["text"]
    assert server.complaints(before) == []


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (table_of(MOST_BYTES + 1), "Up to 1 MB"),
        (b"x,y\n" + b"1,2\n" * 10_001, "Up to 10,000"),
        (b"PK\x03\x04" + bytes(1000), "Excel workbook"),
        (bytes(range(256)) * 100, "no text"),
        (b"", "empty"),
        (b'"' * 100_000, "Two are wanted"),
    ],
    ids=["one byte too many", "rows", "workbook", "binary", "empty", "quotation marks"],
)
def test_what_cannot_be_read_is_told_and_logged_nowhere(server, raw, message):
    before = len(server.log)
    shown = sent(server, raw)
    assert message in shown["notice"]["text"]
    assert fact(shown, "samples") == 100
    assert server.complaints(before) == []


def test_a_file_far_too_large_never_comes_in(server):
    before = len(server.log)
    with pytest.raises(ConnectionError):
        sent(server, table_of(2 * MOST_BYTES))
    assert [line for line in server.complaints(before) if "Traceback" in line] == []
    assert fact(sent(server, table_of(100_000)), "samples") == 5000

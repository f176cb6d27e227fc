import io
import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.serving import logs
from dashboard.serving.logs import LONGEST_LINE, MOST_ALIKE, MOST_LINES, SPAN, Brief, Sparing


class Log:
    """A log of its own, and a clock that is set by hand."""

    def __init__(self):
        self.now, self.stream = 0.0, io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(Brief(logging.Formatter("%(levelname)s %(message)s")))
        self.handler.addFilter(Sparing(lambda: self.now))
        self.logger = logging.Logger("tests")
        self.logger.addHandler(self.handler)

    @property
    def lines(self):
        return self.stream.getvalue().splitlines()


@pytest.fixture
def log():
    return Log()


@given(st.text(max_size=3 * LONGEST_LINE), st.integers(1, 4000))
def test_an_entry_is_whole_or_its_ends_are(text, times):
    log = Log()
    given_ = text.replace("\r", " ") * times
    log.logger.error("began %s ended", given_)
    whole = f"ERROR began {given_} ended".split("\n")
    written = log.stream.getvalue().removesuffix("\n").split("\n")
    assert len(written) <= MOST_LINES + 1
    assert all(len(line) <= LONGEST_LINE + 3 for line in written)
    assert written[0][:100] == whole[0][:100] and written[-1][-100:] == whole[-1][-100:]
    if len(whole) <= MOST_LINES and max(map(len, whole)) <= LONGEST_LINE:
        assert written == whole


def test_a_traceback_keeps_its_beginning_and_its_end(log):
    def fall(depth):
        if depth:
            other(depth - 1)
        raise ValueError("x" * 700_000 + "the end")

    def other(depth):
        fall(depth)

    try:
        fall(200)
    except ValueError:
        log.logger.exception("It failed")
    assert log.lines[:2] == ["ERROR It failed", "Traceback (most recent call last):"]
    assert log.lines[-1].startswith("ValueError: x") and log.lines[-1].endswith("the end")
    assert len(log.stream.getvalue()) < 20_000


def test_what_comes_without_end_is_counted_instead(log):
    def flood(count):
        for number in range(count):
            log.logger.warning("refused %d", number)

    flood(MOST_ALIKE + 1234)
    assert len(log.lines) == MOST_ALIKE
    log.logger.error("another")
    assert log.lines[-1] == "ERROR another"
    log.now = SPAN + 1
    flood(2)
    assert log.lines[-2].startswith("WARNING refused 0 ") and "1,234" in log.lines[-2]
    assert log.lines[-1] == "WARNING refused 1"


def test_who_asks_for_what_is_for_debugging_gets_all_of_it(log):
    for number in range(2 * MOST_ALIKE):
        log.logger.debug("step %d", number)
    assert len(log.lines) == 2 * MOST_ALIKE


def test_what_tells_nothing_is_dropped(log):
    log.logger.warning("Failed sending message as connection was closed")
    log.logger.warning("Session %r was scheduled to discard but came back to life", "x")
    assert log.lines == []


def test_arguments_that_do_not_fit_lose_no_entry(log, capsys):
    log.logger.warning("%d of %d", 1)
    assert "not enough arguments" in capsys.readouterr().err


def test_shortening_twice_is_shortening_once(monkeypatch):
    handler = logging.StreamHandler(sys.stderr)
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    logs.shorten(), logs.shorten()
    assert len(handler.filters) == 1
    assert isinstance(handler.formatter, Brief) and not isinstance(handler.formatter.whole, Brief)

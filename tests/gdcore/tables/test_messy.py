"""Messy tables against what they were written from: no number is silently wrong."""

import re
from collections import Counter
from itertools import combinations

import pytest

from gdcore import read_table
from gdcore.tables import Reading
from tests.gdcore.tables.messy import DAYS, NUMBERS, TEXT, messy

pytestmark = pytest.mark.thorough

BATCHES, BATCH = 25, 100
UNQUOTED = re.compile("quotation marks|first row")  # the header has fewer names than rows have cells


def is_right(table, truth):
    """Whether all that a table has, in the columns that can be chosen, is what was written."""
    names = [column.name.split(" (days since")[0] for column in table.columns]
    return names == truth.names and all(map(is_column_right, table.columns, truth.columns))


def is_column_right(column, written):
    kind, cells = written
    if column.why_not:
        return True  # that is told
    if kind == TEXT or len(cells) != column.values.size:
        return False
    known = [place for place in range(len(cells)) if not column.faults[place]]
    values = [cells[place].value for place in known]
    if None in values:
        return False
    first = min(values) if kind == DAYS else 0
    return all(
        abs(float(value - first) - found) <= 1e-12 * abs(float(value))
        for value, found in zip(values, column.values[known], strict=True)
    )


def count_lost(table, truth):
    """How many values were written, and are not in the table."""
    return sum(
        cell.value is not None and bool(column.why_not or column.faults[place])
        for column, (_, cells) in zip(table.columns, truth.columns, strict=True)
        for place, cell in enumerate(cells)
    )


def readings(table):
    """All readings that a table offers, one after the other pressed."""
    answers = [doubt.answer for doubt in table.doubts if doubt.answer]
    for count in range(1, len(answers) + 1):
        for chosen in combinations(answers, count):
            reading = Reading()
            for answer in chosen:
                reading = reading.answer(answer)
            yield reading


def judge(table, truth):
    """Whether a table is "right", "doubted", "offered" right, only "named" as doubtful, or "wrong"."""
    if is_right(table, truth):
        lost = count_lost(table, truth)
        assert lost == 0 or truth.style.is_unquoted or truth.style.has_faults
        return "doubted" if table.doubts else "right"
    if any(is_right(read_table(truth.raw, reading), truth) for reading in readings(table)):
        return "offered"
    if truth.style.is_unquoted and any(UNQUOTED.search(doubt.words) for doubt in table.doubts):
        return "named"
    return "wrong"


def assert_doubts(table, truth):
    """A doubt is named where there is one, and only there."""
    answers = {doubt.answer for doubt in table.doubts}
    assert bool(answers & {"decimal point", "decimal comma"}) == truth.is_open(NUMBERS)
    assert bool(answers & {"day first", "month first"}) == truth.is_open(DAYS)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_table_is_read_right_or_refused_or_its_doubt_is_named(batch):
    found = Counter()
    for number in range(batch * BATCH, (batch + 1) * BATCH):
        truth = messy(number)
        try:
            table = read_table(truth.raw)
        except ValueError:
            found["refused"] += 1
            continue
        found[judge(table, truth)] += 1
        assert not found["wrong"], f"table {number}: {truth.raw!r}"
        if not truth.style.is_unquoted:
            assert_doubts(table, truth)
    assert found["right"] >= 0.4 * BATCH
    assert found["refused"] + found["named"] <= 0.05 * BATCH

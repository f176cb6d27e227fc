"""What a cell is, by itself."""

import pytest

from gdcore.tables.cells import Sort, is_blank, sort

CELLS = {
    Sort.MISSING: ["", "  ", "NA", "n/a", "NaN", "-", "—", "?", "#N/A", "#nv", "#DIV/0!"],
    Sort.NUMBER: ["5", "-1.5e3", "€5", "5 eur", "(1,234)", "1 234.5", "12'345", '" 5 "', "5" * 61],
    Sort.DATE: ["2020-01-31", "2020-01", "13/04/2020", "04/13/2020", "31.12.68", "2020-01-01 12:30"],
    Sort.WORD: [
        "Ulm",
        "N",
        "#1",
        "#A",
        "not #N/A",
        "13/13/2020",
        "30/02/2020",
        "2020-02-30",
        "€",
        "(-5)",
        "5-",
    ],
}


@pytest.mark.parametrize(("what", "cell"), [(what, cell) for what, cells in CELLS.items() for cell in cells])
def test_a_cell_is_nothing_a_number_a_date_or_a_word(what, cell):
    assert sort(cell) == what


def test_cells_are_blank_where_all_of_them_are():
    assert is_blank([]) and is_blank(["", " "])
    assert not is_blank(["", "0"])

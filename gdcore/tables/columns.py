"""From the cells of a column to its numbers, and why some of them are none."""

import re
from collections.abc import Sequence
from enum import IntEnum

import numpy as np
import pandas as pd

from gdcore.data import LARGEST
from gdcore.tables.splitting import DATE, MISSING

TRIED = 50  # cells, to find out how dates are written
DATES = (
    "ISO8601",
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%Y/%m/%d",
    "%d-%m-%Y",
    "%d.%m.%y",
    "%d/%m/%y",
    "%m/%d/%y",
)
DECIMAL_COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d*),\d+(e[+-]?\d+)?%?", re.IGNORECASE | re.ASCII)
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?%?", re.ASCII)
GROUPED = re.compile(r",\d{3},|\.\d*$")  # what a comma before three digits and no decimals leaves open
DAY = pd.Timedelta(days=1)


class Fault(IntEnum):
    """Why a cell is no number to fit a line to."""

    NONE = 0
    MISSING = 1
    TEXT = 2
    HUGE = 3


FAULTS = {
    Fault.MISSING: "without a value in",
    Fault.TEXT: "with something else than a number in",
    Fault.HUGE: "with an infinite number, or one beyond ±10¹², in",
}


def numbers(cells: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the values of cells, shape (m,), 0 where there is none, and their faults."""
    text, missing, places = different(cells)
    values = pd.to_numeric(plain(text), errors="coerce").to_numpy(dtype=float)
    faults = np.full(len(values), Fault.NONE, dtype=np.uint8)
    faults[np.isnan(values)] = Fault.TEXT
    with np.errstate(invalid="ignore"):
        faults[np.abs(values) > LARGEST] = Fault.HUGE
    faults[missing] = Fault.MISSING
    return np.where(faults == Fault.NONE, values, 0.0)[places], faults[places]


def different(cells: Sequence[str]) -> tuple[pd.Series, np.ndarray, np.ndarray]:
    """Return the different cells, which of them are missing, and for each cell which it is.

    A table of many cells has short ones, and so few that differ: each is looked at once.
    """
    places, found = pd.factorize(np.array(cells, dtype=object))
    text = pd.Series(found, dtype=object).str.strip(" \"'\xa0")
    return text, text.str.lower().isin(MISSING).to_numpy(dtype=bool), places


def plain(text: pd.Series) -> pd.Series:
    """Return cells with points for decimals, and without what groups the thousands or marks per cent."""
    text = text.str.removesuffix("%")
    commas = text[text.str.contains(",", regex=False)]
    if commas.empty:
        return text
    as_thousands = commas.str.fullmatch(THOUSANDS)
    is_grouped = as_thousands.all() and commas.str.contains(GROUPED).any()
    if is_grouped or not commas.str.fullmatch(DECIMAL_COMMA).any():
        return text.where(~text.str.fullmatch(THOUSANDS), text.str.replace(",", "", regex=False))
    turned = text.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    return text.where(~text.str.fullmatch(DECIMAL_COMMA), turned)


def days(cells: Sequence[str]) -> tuple[np.ndarray, np.ndarray, str] | None:
    """Return dates as days since the first, their faults, and that first one as YYYY-MM-DD.

    Returns None unless at least half of the cells that are not empty are dates, written in one way.
    """
    text, missing, places = different(cells)
    sample = text[~missing].head(TRIED)
    if not sample.str.fullmatch(DATE).mean() > 0.5:
        return None
    form = max(DATES, key=lambda each: dates(sample, each).notna().sum())
    found = dates(text.mask(missing), form)
    known = found.notna().to_numpy(dtype=bool)
    if known[places].sum() < 0.5 * (~missing)[places].sum() or not known.any():
        return None
    first = found.min()
    faults = np.where(known, Fault.NONE, np.where(missing, Fault.MISSING, Fault.TEXT)).astype(np.uint8)
    values = ((found - first) / DAY).fillna(0.0).to_numpy(dtype=float)
    return values[places], faults[places], first.date().isoformat()


def dates(text: pd.Series, form: str) -> pd.Series:
    """Return the dates of cells that are written in a form; NaT for the others."""
    return pd.to_datetime(text, format=form, errors="coerce", utc=True)

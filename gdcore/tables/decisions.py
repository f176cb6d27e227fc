"""What is decided once for a whole table: the sign of decimals, and whether day or month stand first."""

from collections.abc import Iterator, Sequence

from gdcore.tables import dates, numerals
from gdcore.tables.columns import Writing
from gdcore.tables.dates import Date
from gdcore.tables.doubts import Doubt
from gdcore.tables.numerals import COMMA, HAS_COMMA, HAS_POINT, OPEN_COMMA, OPEN_POINT, OTHER_SIGN, POINT
from gdcore.tables.splitting import Cells

SIGN_NAMES = {POINT: "point", COMMA: "comma"}


def decide_decimal(columns: Sequence[Writing], cells: Cells, chosen: str | None) -> tuple[str, list[Doubt]]:
    """Return the decimal sign of a table, and what of it is in doubt.

    That is the sign of most numbers that can have one only; without any, a semicolon between columns speaks
    for commas.
    """
    columns = [column for column in columns if column.is_numeric]
    points, commas = (sum(column.count(kind) for column in columns) for kind in (HAS_POINT, HAS_COMMA))
    usual = COMMA if cells.delimiter == ";" else POINT
    decimal = chosen or (usual if points == commas == 0 else POINT if points >= commas else COMMA)
    left_out = _find_number(columns, HAS_COMMA if decimal == POINT else HAS_POINT)
    if left_out:
        count = commas if decimal == POINT else points
        return decimal, [_tell_both_signs(left_out[0], decimal, count)]
    open_one = None if points or commas else _find_number(columns, OPEN_POINT, OPEN_COMMA)
    return decimal, [_tell_open_number(*open_one, decimal)] if open_one else []


def _find_number(columns: Sequence[Writing], *kinds: str) -> tuple[str, str] | None:
    """Return the first number whose writing is of a kind: the cell, and the bare number in it."""
    for column in columns:
        for text, number, kind in zip(column.text, column.numbers, column.kinds, strict=True):
            if kind in kinds:
                return text, number
    return None


def _tell_open_number(text: str, number: str, decimal: str) -> Doubt:
    is_read, might_be = (
        f"{value:.15g}".replace("-", "−")
        for sign in (decimal, OTHER_SIGN[decimal])
        for value in numerals.evaluate([number], sign)
    )
    words = f"“{text}” may be {is_read} or {might_be}, and no number of the table says which: it is read as "
    return Doubt(
        f"{words}{is_read}.", f"Read “{text}” as {might_be}", f"decimal {SIGN_NAMES[OTHER_SIGN[decimal]]}"
    )


def _tell_both_signs(example: str, decimal: str, count: int) -> Doubt:
    other = SIGN_NAMES[OTHER_SIGN[decimal]]
    words = (
        f"The numbers are read with a decimal {SIGN_NAMES[decimal]}; {count:,} with a decimal {other}, like "
    )
    words += f"“{example}”, {'is' if count == 1 else 'are'} left out."
    return Doubt(words, f"Read with a decimal {other}", f"decimal {other}")


def decide_day_first(columns: Sequence[Writing], chosen: bool | None) -> tuple[bool, list[Doubt]]:
    """Return whether the day stands first in the dates of a table, and what of them is in doubt.

    That is how most dates are written that can be read in one way only; without any, it does.
    """
    found = list(_find_dates(columns))
    day_first = [text for text, parts in found if parts.shows_day_first]
    month_first = [text for text, parts in found if parts.shows_month_first]
    is_day_first = len(day_first) >= len(month_first) if chosen is None else chosen
    doubts = _tell_short_years(found)
    left_out = month_first if is_day_first else day_first
    if left_out:
        doubts.append(_tell_both_orders(left_out, is_day_first))
    elif not (day_first or month_first):
        # 3.4.2020 is written with the day first everywhere
        is_open = [
            (text, parts)
            for text, parts in found
            if parts.is_open and (chosen is False or not parts.is_dotted)
        ]
        doubts += [_tell_open_date(*is_open[0], is_day_first)] if is_open else []
    return is_day_first, doubts


def _find_dates(columns: Sequence[Writing]) -> Iterator[tuple[str, Date]]:
    for column in columns:
        if column.is_dated:
            pairs = zip(column.text, column.dates, strict=True)
            yield from ((text, parts) for text, parts in pairs if parts is not None)


def _tell_open_date(text: str, parts: Date, is_day_first: bool) -> Doubt:
    is_read, might_be = (
        dates.name_day(dates.count_days(parts, order)) for order in (is_day_first, not is_day_first)
    )
    words = f"“{text}” may be {is_read} or {might_be}, and no date of the table says which: it is read as "
    return Doubt(f"{words}{is_read}.", f"Read “{text}” as {might_be}", name_order(not is_day_first))


def _tell_both_orders(left_out: list[str], is_day_first: bool) -> Doubt:
    here, there = name_order(is_day_first), name_order(not is_day_first)
    words = f"Dates are read with the {here}; those with the {there}, like “{left_out[0]}”, are left out."
    return Doubt(words, f"Read with the {there}", there)


def _tell_short_years(found: Sequence[tuple[str, Date]]) -> list[Doubt]:
    short = next(((text, parts.year) for text, parts in found if parts.is_short), None)
    if short is None:
        return []
    words = "Years have two digits: from 69 on they are read as 1969 to 1999, below as 2000 to 2068"
    return [Doubt(f"{words}, so that “{short[0]}” is in {short[1]}.")]


def name_order(is_day_first: bool) -> str:
    """Return the order of day and month in words."""
    return "day first" if is_day_first else "month first"

"""Tables as people save them: each is written from numbers and days that are kept, in one of many ways.

Nothing here looks at how tables are read.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

DELIMITERS = [",", ",", ";", ";", "\t", "|", " "]
MINUSES = ["-", "-", "-", "\u2212", "\u2013", "()"]
UNITS = ["", "", "", "", "", "€{}", "{} €", "${}", "{}%", "{} %", "CHF {}"]
GROUPS = [
    "",
    "",
    ".,",
    ".,",
    "'",
    "\u2019",
    " ",
    "\u00a0",
    "\u202f",
]  # ".," is the sign that is not the decimal one
MISSING = ["", "", "NA", "n/a", "-", "#N/A", "#DIV/0!", "#NV", "null"]
WORDS = ["size", "rent", "Höhe", "weight in kg", "time", "price", "count", "area", "Temp.", "x", "y", "z"]
LABELS = ["Ulm", "Kiel", "Bonn", "Köln", "New York", "Rome"]
DATE_FORMS = [
    "{0.year:04}-{0.month:02}-{0.day:02}",
    "{0.day:02}.{0.month:02}.{0.year:04}",
    "{0.day}.{0.month}.{0.year}",
]
DATE_FORMS += ["{0.day:02}/{0.month:02}/{0.year:04}", "{0.month:02}/{0.day:02}/{0.year:04}"]
DATE_FORMS += [
    "{0.month}/{0.day}/{0.year}",
    "{0.day:02}-{0.month:02}-{0.year:04}",
    "{0.year:04}/{0.month:02}/{0.day:02}",
]
DATE_FORMS += ["{0.day:02}.{0.month:02}.{1:02}", "{0.month:02}/{0.day:02}/{1:02}"]
HEADERS = ["words"] * 6 + ["years", "all years", "doses", "none", "none", "comment", "count"]
ENCODINGS = ["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"]
TEXT, DAYS, NUMBERS = "text", "days", "numbers"


@dataclass
class Style:
    """How a table is written."""

    delimiter: str
    decimal: str
    group: str
    minus: str
    header: str
    date_form: str
    has_missing: bool
    has_faults: bool
    is_unquoted: bool  # even where the delimiter stands in a cell


class Cell(NamedTuple):
    """A number, or days, or None where there is neither; and whether its writing could be read in two ways.

    `is_open` is None where nothing in it could.
    """

    value: Decimal | None
    text: str
    is_open: bool | None = None


@dataclass
class Messy:
    """A table as it was saved, and what it was written from.

    `columns` has for each column what it is, and its cells.
    """

    style: Style
    names: list[str] = field(default_factory=list)
    raw: bytes = b""
    columns: list[tuple[str, list[Cell]]] = field(default_factory=list)

    def is_open(self, what: str) -> bool:
        """Whether no cell of a sort shows what could be read in two ways in others."""
        states = [cell.is_open for kind, cells in self.columns if kind == what for cell in cells]
        return True in states and False not in states


def messy(number: int) -> Messy:
    """The table of a number: the same each time."""
    random = Random(number)
    table = Messy(choose_style(random))
    rows, width = random.randint(4, 14), random.randint(2, 5)
    kinds = [NUMBERS, random.choice([NUMBERS, NUMBERS, DAYS])]
    kinds += random.choices([TEXT, DAYS, NUMBERS], [1, 1, 5], k=width - 2)
    random.shuffle(kinds)
    table.columns = [(kind, WRITERS[kind](table.style, random, rows)) for kind in kinds]
    lines = write_lines(table, random)
    end = random.choice(["\n", "\n", "\r\n", "\r"])
    text = end.join(lines) + random.choice(["", end])
    table.raw = text.encode(random.choice(ENCODINGS))
    return table


def choose_style(random: Random) -> Style:
    delimiter = random.choice(DELIMITERS)
    decimal = random.choice(".,") if delimiter != "," or random.random() < 0.3 else "."
    group = random.choice(GROUPS)
    if group == ".,":
        group = ",."[decimal == ","]
    if delimiter == " " and group.isspace():  # nobody could tell these apart
        group = ""
    header = random.choice(HEADERS)
    return Style(
        delimiter,
        decimal,
        group,
        random.choice(MINUSES),
        header,
        random.choice(DATE_FORMS),
        random.random() < 0.4,
        random.random() < 0.15,
        header == "words" and random.random() < 0.05,
    )


def write_labels(style: Style, random: Random, rows: int) -> list[Cell]:
    labels = [label.replace(" ", "_") if style.delimiter == " " else label for label in LABELS]
    return [Cell(None, random.choice(labels)) for _ in range(rows)]


def write_numbers(style: Style, random: Random, rows: int) -> list[Cell]:
    decimals, size = random.choice([0, 0, 1, 2, 3, 3, 4]), 10 ** random.randint(1, 7)
    unit = random.choice(UNITS)
    unit = unit.replace(" ", "") if style.delimiter == " " else unit
    trims = random.random() < 0.3  # zeros at the end
    cells = []
    for _ in range(rows):
        value = Decimal(random.randint(-size * 10**decimals // 3, size * 10**decimals)).scaleb(-decimals)
        number = write_number(abs(value), decimals, style, trims)
        text = unit.format(number) if unit else number
        if value < 0:
            text = f"({text})" if style.minus == "()" else style.minus + text
        cells.append(spoil(Cell(value, text, could_be_two(number)), style, random))
    return cells


def write_number(value: Decimal, decimals: int, style: Style, trims: bool) -> str:
    whole, _, rest = f"{value:.{decimals}f}".partition(".")
    if style.group and len(whole) > 3:
        head = len(whole) % 3
        parts = [whole[:head]] * (head > 0) + [whole[at : at + 3] for at in range(head, len(whole), 3)]
        whole = style.group.join(parts)
    rest = rest.rstrip("0") if trims else rest
    return f"{whole}{style.decimal}{rest}" if rest else whole


def could_be_two(number: str) -> bool | None:
    """Whether a number could have decimals or thousands at its sign; None if it has no sign."""
    signs = [sign for sign in number if sign in ".,"]
    if not signs:
        return None
    before, after = number.split(signs[0], 1)
    is_short = before.isascii() and before.isdigit() and len(before) <= 3 and before[0] != "0"
    return len(signs) == 1 and len(after) == 3 and is_short


def write_days(style: Style, random: Random, rows: int) -> list[Cell]:
    first, span = date(random.randint(1970, 2030), random.randint(1, 12), 1), random.choice([8, 40, 4000])
    has_order = not style.date_form.startswith("{0.year") and "." not in style.date_form.replace("0.", "")
    cells = []
    for _ in range(rows):
        day = first + timedelta(random.randrange(span))
        is_open = None if day.day == day.month or not has_order else day.day <= 12
        text = style.date_form.format(day, day.year % 100)
        cells.append(spoil(Cell(Decimal(day.toordinal()), text, is_open), style, random))
    return cells


WRITERS = {TEXT: write_labels, DAYS: write_days, NUMBERS: write_numbers}


def spoil(cell: Cell, style: Style, random: Random) -> Cell:
    """Leave few of the values out, or write words instead."""
    if style.has_missing and random.random() < 0.15:
        return Cell(None, random.choice(MISSING) or ("NA" if style.delimiter == " " else ""))
    if style.has_faults and random.random() < 0.05:
        return Cell(None, random.choice(["oops", "ca.", "n.b.", "5_kg?", "1.2.3"]))
    return cell


def write_lines(table: Messy, random: Random) -> list[str]:
    style, width = table.style, len(table.columns)
    drop_rows(table, [place for place, row in enumerate(rows_of(table)) if not any(row)])
    lines = [join(style, random, row) for row in rows_of(table)]
    if random.random() < 0.1 and style.delimiter != " ":
        place = random.randrange(len(lines))
        lines[place] += f"{style.delimiter}extra"
        drop_rows(table, [place])
    trailing = (
        random.choice(["rows", "all", "header"]) if random.random() < 0.15 and style.delimiter != " " else ""
    )
    if trailing in ("rows", "all"):
        lines = [line + style.delimiter for line in lines]
    head = write_header(table, random, width)
    if head and trailing in ("header", "all"):
        head[0] += style.delimiter
    for line in random.choice([[]] * 8 + [[""], ["# checked by ann"]]):
        lines.insert(random.randint(1, len(lines)), line)
    words = " in a town of the north" if style.header in ("comment", "none") else ""  # wider than any table
    title = [f"Heights of the year{words}"] if random.random() < 0.1 else []
    named = [f"sep={style.delimiter}"] if style.delimiter in ";,|" and random.random() < 0.05 else []
    return [*named, *title, *head, *lines]


def rows_of(table: Messy) -> list[list[str]]:
    return [[cell.text for cell in row] for row in zip(*(cells for _, cells in table.columns), strict=True)]


def drop_rows(table: Messy, places: list[int]) -> None:
    """Forget rows that no reader can make use of."""
    for _, cells in table.columns:
        for place in reversed(places):
            del cells[place]


def join(style: Style, random: Random, row: list[str]) -> str:
    quotes_all = random.random() < 0.05 and style.delimiter != " "
    quoted = [
        f'"{cell}"' if quotes_all or (style.delimiter in cell and not style.is_unquoted) else cell
        for cell in row
    ]
    return style.delimiter.join(quoted)


def write_header(table: Messy, random: Random, width: int) -> list[str]:
    """Give a table names, and return the lines of its header."""
    style = table.style
    if style.header == "none":
        table.names = [f"column {place + 1}" for place in range(width)]
        return []
    if style.header == "count":
        table.names = ["column 1", *map(str, range(width - 1))]
        return [style.delimiter.join(["" if style.delimiter != " " else '""', *map(str, range(width - 1))])]
    table.names = random.sample(WORDS, width)
    if style.header in ("years", "all years"):
        begin, first, span = style.header == "years", random.randint(1900, 2100), random.choice([1, 1, 5, 10])
        table.names[begin:] = [str(first + span * place) for place in range(width - begin)]
    if style.header == "doses":
        table.names[1:] = [str(5 * 3**place) for place in range(width - 1)]
    if style.delimiter == " ":
        table.names = [name.replace(" ", "_") for name in table.names]
    line = style.delimiter.join(table.names)
    return [random.choice(["# ", "#"]) + line] if style.header == "comment" else [line]

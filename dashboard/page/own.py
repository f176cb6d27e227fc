"""A visitor's own data: what the page sends up of them, and what it is told of them."""

import re
from base64 import b64decode
from binascii import Error
from dataclasses import dataclass, replace
from html import escape
from itertools import islice, permutations

from dashboard.runs.links import fits
from dashboard.runs.problems import objective_of, standardise_if_needed, with_suggestions
from dashboard.runs.race import drop_pins
from dashboard.settings.kinds import NotAllowed
from dashboard.settings.values import CHAPTERS, FIRST_NAMES, FIRST_POINTS, OWN, Settings, rule_of
from gdcore import Table, read_table
from gdcore.tables import ANSWERS, MOST_BYTES, Doubt, Reading, mark_name

MOST_REQUEST_CHARACTERS = len("table ") + 4 * (-(-MOST_BYTES // 3)) + 4  # a table in base64
MOST_MOVED_POINTS = 1000  # of more, not all are drawn, and none is moved
COLUMN_PAIRS_TRIED = 100  # to begin with
EDIT = re.compile(r"(add|move|delete)((?: \S{1,30}){1,3})")
ASKED = "a table, two of its columns, points like 1,2;3.5,4, or one to add, move or delete"
LARGE_CONDITION = 1000  # of a bowl that plain descent creeps in
CREEPING = (
    "Descent creeps on x as it is, with a condition number of {:,.0f}: "
    '<button type="button" class="advice">standardise x</button>.'
)
AS_USUAL = Reading()
TOO_LONG = "These data are too long for a link: a reload shows the post's."

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, eq=False, slots=True)
class Own:
    """What a visitor has brought: points, what they measure, and the table they came from, if any.

    Of a table that can be read in another way, `file` keeps the bytes, and `reading` how they are read.
    """

    points: Points = FIRST_POINTS
    names: tuple[str, str] = FIRST_NAMES
    table: Table | None = None
    file: bytes = b""
    reading: Reading = AS_USUAL
    dropped: tuple[str, ...] = ()
    edited: bool = False

    def shown_by(self, settings: Settings, before: Settings) -> Settings:
        """Settings that have another choice of data: with these points, or without any."""
        if OWN not in (settings.data, before.data):
            return settings
        names = CHAPTERS[settings.chapter].names
        points, names = (self.points, self.names) if settings.data == OWN else ((), names)
        race = drop_pins(settings.race)
        return with_suggestions(
            standardise_if_needed(replace(settings, points=points, names=names, race=race))
        )


def answer_request(own: Own, settings: Settings, text: str) -> tuple[Own, Settings]:
    """What the visitor has after a request, and the settings that show it.

    A request is `table` with a file in base64, `read` with one of `ANSWERS`, `columns` with two numbers of
    columns, `add`, `move` or `delete` with the number of a point and its coordinates, or all points as the
    link has them.
    Raises ValueError with what is allowed.
    """
    kind, _, rest = text.partition(" ")
    if kind == "table":
        own = read_file(decode_file(rest), AS_USUAL)
    elif kind == "read":
        own = read_again(own, rest)
    elif kind == "columns" and own.table is not None:
        own = choose_columns(own, *name_columns(own.table, rest))
    elif EDIT.fullmatch(text):
        return edit_points(own, settings, text)
    else:
        own = Own(rule_of(settings, "points").read(text) or FIRST_POINTS, settings.names)
    return own, own.shown_by(replace(settings, data=OWN), settings)


def decode_file(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except Error:
        raise NotAllowed(f"What came is no file. {ASKED.capitalize()} is allowed.") from None


def read_file(file: bytes, reading: Reading) -> Own:
    """The table in a file, with the first two columns that give points; raises ValueError if no two do."""
    table = read_table(file, reading)
    own = Own(table=table, file=file if offers_of(table) else b"", reading=reading)
    complaints = []
    for pair in islice(permutations(table.numeric, 2), COLUMN_PAIRS_TRIED):
        try:
            return choose_columns(own, *pair)
        except ValueError as error:
            complaints.append(error)
    raise complaints[0]


def read_again(own: Own, answer: str) -> Own:
    """The same table in another reading, with the same two columns if these still give points."""
    if own.table is None or not own.file or answer not in ANSWERS:
        raise NotAllowed(f"A table that leaves something open can be read with: {', '.join(ANSWERS)}.")
    again = read_file(own.file, own.reading.answer(answer))
    names = [column.name for column in own.table.columns]
    columns = again.table.columns if again.table is not None else ()
    try:
        return choose_columns(again, *(columns[names.index(name)].name for name in own.names))
    except (ValueError, IndexError):
        return again


def choose_columns(own: Own, x: str, y: str) -> Own:
    """The points that two columns of a table give; raises ValueError if they give none."""
    if own.table is None:
        raise NotAllowed("There is no table whose columns could be chosen.")
    data, dropped = own.table.data(x, y)
    points = tuple(zip(data.x.tolist(), data.y.tolist(), strict=True))
    return replace(own, points=points, names=(x, y), dropped=dropped, edited=False)


def name_columns(table: Table, text: str) -> list[str]:
    """The names of two columns that are told by their numbers."""
    numbers = text.split(",")
    if len(numbers) != 2 or not all(re.fullmatch(r"\d{1,3}", each, re.ASCII) for each in numbers):
        raise NotAllowed("Two columns are wanted.")
    if max(map(int, numbers)) >= len(table.columns):
        raise NotAllowed(f"x and y can be {', '.join(table.numeric)}.")
    return [table.columns[int(each)].name for each in numbers]


def edit_points(own: Own, settings: Settings, text: str) -> tuple[Own, Settings]:
    """The points after one was added, moved or deleted. A step size that was chosen stays."""
    if settings.data != OWN:
        raise NotAllowed("Only your own data are changed: choose them first.")
    if len(settings.points) > MOST_MOVED_POINTS:
        raise NotAllowed(f"Up to {MOST_MOVED_POINTS:,} points can be moved one by one; these are more.")
    rule = rule_of(settings, "points")
    try:
        points = rule.check(apply_edit(list(settings.points), *text.split(" ")))
    except NotAllowed as error:
        raise NotAllowed(f"Your points have to be {error}") from None
    shown = standardise_if_needed(replace(settings, points=points))
    is_suggested = settings.step_size == with_suggestions(settings).step_size
    if is_suggested or shown.standardise != settings.standardise:
        shown = replace(shown, step_size=with_suggestions(shown).step_size)
    return replace(own, points=points, names=settings.names, edited=True), shown


def is_edit(text: object) -> bool:
    """Whether a request changes the points that there are, so that none of several may be left out."""
    return isinstance(text, str) and EDIT.fullmatch(text) is not None


def apply_edit(points: list[tuple[float, float]], kind: str, *numbers: str) -> Points:
    try:
        if kind == "add":
            x, y = map(float, numbers)
            points.append((x, y))
        elif kind == "move":
            place, x, y = int(numbers[0]), *map(float, numbers[1:])
            points[check_place(points, place)] = (x, y)
        else:
            (place,) = map(int, numbers)
            del points[check_place(points, place)]
    except (ValueError, IndexError):
        raise NotAllowed("points that there are") from None
    return tuple(points)


def check_place(points: list, place: int) -> int:
    """The place, if there is a point."""
    return range(len(points)).index(place)


def describe_own(own: Own, settings: Settings) -> str:
    """What there is of the visitor's own data, for the page."""
    if settings.data != OWN:
        return '<p class="caption">The page does not show data of yours now.</p>'
    count, table = len(settings.points), own.table
    if table is None or own.edited:
        parts = [f"<p>{count:,} points.</p>"]
    else:
        parts = [f"<p>{count:,} points from {table.rows:,} rows: {escape(table.read_as)}.</p>"]
        parts += list_lines("Dropped", own.dropped)
        parts += list_lines(
            "Cannot be chosen",
            [f"{each.name}: {each.why_not}" for each in table.columns if each.why_not],
        )
    condition = objective_of(settings).condition_number  # type: ignore[attr-defined]  # of least squares
    if condition > LARGE_CONDITION and not settings.standardise:
        parts.append(f'<p class="caption">{CREEPING.format(condition)}</p>')
    if count > MOST_MOVED_POINTS:
        parts.append(
            f'<p class="caption">More than {MOST_MOVED_POINTS:,} points are not moved one by one.</p>'
        )
    if not fits(settings):
        parts.append(f'<p class="caption">{TOO_LONG}</p>')
    if table is not None and not own.edited:  # last, beside the buttons that offer other readings
        parts += [f'<p class="doubt">{escape(doubt.words)}</p>' for doubt in table.doubts]
    return "".join(parts)


def list_lines(title: str, lines: "list[str] | tuple[str, ...]", most: int = 8) -> list[str]:
    if not lines:
        return []
    more = [f"and {len(lines) - most:,} more"] if len(lines) > most else []
    items = "".join(f"<li>{escape(line)}</li>" for line in [*lines[:most], *more])
    return [f'<p class="caption">{title}:</p><ul>{items}</ul>']


def choices(own: Own, settings: Settings) -> list:
    """For the lists of x and y: the table's columns that can be chosen, as number and name, and which are.

    Then come the other readings that the table offers, as request and words.
    """
    if own.table is None or settings.data != OWN:
        return []
    columns = [[number, each.name] for number, each in enumerate(own.table.columns) if not each.why_not]
    places = [next((number for number, name in columns if name == each), -1) for each in own.names]
    offers = [] if own.edited else [[f"read {doubt.answer}", doubt.offer] for doubt in offers_of(own.table)]
    return [columns, *places, offers]


def offers_of(table: Table) -> list[Doubt]:
    """The doubts of a table that another reading is offered for."""
    return [doubt for doubt in table.doubts if doubt.answer]


def as_file(settings: Settings) -> str:
    """The points as a file of comma-separated values, whose names no spreadsheet takes for formulas."""
    lines = [",".join(map(mark_name, settings.names)), *(f"{x!r},{y!r}" for x, y in settings.points)]
    return "\n".join(lines) + "\n"

from base64 import b64encode
from dataclasses import replace
from unittest.mock import Mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress

from dashboard.chapters.line.problem import line_of
from dashboard.page.own import MOST_MOVED_POINTS, MOST_REQUEST_CHARACTERS, Own, answer_request, as_file
from dashboard.runs.links import link
from dashboard.runs.problems import run_of
from dashboard.settings.kinds import MOST_LINKED
from dashboard.settings.values import CHAPTERS, FIRST_POINTS, OWN, RULES
from gdcore import read_table
from gdcore.tables import MOST_BYTES
from tests.dashboard.strategies import NAMES, allowed
from tests.dashboard.visitor import Visitor
from tests.meaning import tells

RENTS = b"size;rent;city\n28,5;420;Kiel\n35;540;Ulm\n41;;Bonn\n90;1180,5;<b>Ulm</b>\n"
YEARS = b"year,x\n" + b"".join(b"%d,%d\n" % (1990 + number, 3 * number) for number in range(20))
STAMPS = b"at,x\n" + b"".join(b"%d,%d\n" % (1_700_000_000 + 60 * number, number % 7) for number in range(20))


def request(raw):
    return f"table {b64encode(raw).decode()}"


@pytest.fixture
def line():
    return Visitor("?chapter=line")


def own_line(points="0,0;2,3;4,2;6,6"):
    return Visitor(f"?chapter=line&data=own&points={points}")


def test_a_file_becomes_the_data_of_the_page(line):
    line.set("points", request(RENTS))
    made = line.settings
    assert (made.data, made.points, made.names) == (
        OWN,
        ((28.5, 420), (35, 540), (90, 1180.5)),
        ("size", "rent"),
    )
    assert line.linked == made
    best = linregress(*np.transpose(made.points))
    assert line.facts["scipy_slope"] == pytest.approx(best.slope)
    told = line.text("table")
    assert tells(told, "3 points", "4 rows", "semicolons", "names")
    assert tells(told, "1 row", "without", "rent") and tells(told, "city", "no numbers")
    assert line.model("table").tags == [[[0, "size"], [1, "rent"]], 0, 1, []]
    assert line.text("notice") == ""
    assert run_of(made).status == "iterations"


def test_its_columns_are_chosen_and_swapped(line):
    line.set("points", request(b"a,b,c\n1,2,9\n2,5,8\n3,1,7\n"))
    line.set("points", "columns 2,0")
    assert (line.settings.points, line.settings.names) == (((9, 1), (8, 2), (7, 3)), ("c", "a"))
    for wrong in ("columns 1,1", "columns 7,0", "columns -1,0", "columns x", "columns 1", "columns 99999,0"):
        line.set("points", wrong)
        assert line.text("notice")
        assert line.settings.names == ("c", "a")
        assert line.model("points").value == "9,1;8,2;7,3"


def test_the_first_columns_that_give_a_line_are_taken(line):
    line.set("points", request(b"same,a,b\n5,1,2\n5,2,3\n5,3,5\n"))
    assert line.settings.names == ("a", "same") or line.settings.names == ("a", "b")


@pytest.mark.thorough
@pytest.mark.parametrize(
    "wrong",
    [
        request(b""),
        request(b"PK\x03\x04"),
        request(bytes(100)),
        request(b"x,y\n1,2\n1,2\n"),
        request(b"1,2\n" * (MOST_BYTES // 4 + 1)),
        "table",
        "table %%%",
        "table \ud800",
        "nonsense",
        "1,2",
        "1,2;1,3",
        "1,2;3,1e13",
        "add",
        "add 1",
        "add x y",
        "add nan 1",
        "move 0 1 2",
        "delete 99",
        "delete -1",
        "columns 0,1",
        "<script>alert(1)</script>",
    ],
)
def test_what_cannot_be_data_is_told_and_all_stays(line, wrong, caplog):
    line.press("play")
    line.wait(0.5)
    before = line.length
    line.set("points", wrong)
    assert line.settings == CHAPTERS["line"]
    assert len(line.text("notice")) > 20 and line.text("notice").endswith(".")
    assert line.model("points").value == ""
    assert line.length == before
    assert caplog.records == []


def test_a_point_is_added_moved_and_deleted():
    visitor = own_line()
    ranges = [visitor.model("fit_plot").x_range.end, visitor.model("fit_plot").y_range.end]
    visitor.set("points", "add 5 9.5")
    assert visitor.settings.points == ((0, 0), (2, 3), (4, 2), (6, 6), (5, 9.5))
    visitor.set("points", "move 1 2.5 -3")
    assert visitor.settings.points[1] == (2.5, -3)
    visitor.set("points", "delete 0")
    assert visitor.settings.points == ((2.5, -3), (4, 2), (6, 6), (5, 9.5))
    assert visitor.linked == visitor.settings
    assert [visitor.model("fit_plot").x_range.end, visitor.model("fit_plot").y_range.end] == ranges
    assert visitor.text("table").count("4 points") == 1
    assert list(visitor.model("fit_plot").renderers[0].data_source.data["x"]) == [2.5, 4, 6, 5]


def test_the_last_two_points_stay():
    visitor = own_line("0,0;1,1")
    visitor.set("points", "delete 0")
    assert "2 to 10,000 points" in visitor.text("notice")
    assert visitor.settings.points == ((0, 0), (1, 1))


def test_the_suggested_step_size_follows_the_points_and_a_chosen_one_stays():
    visitor = own_line()
    suggested = visitor.settings.step_size
    visitor.set("points", "add 60 6")
    assert 0 < visitor.settings.step_size < suggested
    assert visitor.settings.step_size < line_of(visitor.settings).objective.largest_stable_step
    visitor.set("step_size", 0.0015)
    visitor.set("points", "add 90 6")
    assert visitor.settings.step_size == 0.0015


def test_only_own_data_are_changed(line):
    line.set("points", "add 1 2")
    assert "choose them first" in line.text("notice")
    assert line.settings == CHAPTERS["line"]


def test_own_data_begin_with_an_example_and_come_back(line):
    line.set("data", OWN)
    assert line.settings.points == FIRST_POINTS
    line.set("points", "add 100 1300")
    before = line.settings
    line.set("data", "diabetes")
    assert (line.settings.points, line.settings.names) == ((), ("x", "y"))
    line.set("data", OWN)
    assert line.settings == before
    line.set("data", "post")
    assert line.settings == CHAPTERS["line"]


def test_controls_that_do_not_apply_are_hidden(line):
    names = ("samples", "noise", "seed")
    assert all(line.model(name).visible for name in names)
    line.set("data", OWN)
    assert not any(line.model(name).visible for name in names)
    line.set("batch", 2)
    assert [line.model(name).visible for name in names] == [False, False, True]


@pytest.mark.parametrize("raw", [RENTS, YEARS], ids=["rents", "years"])
@pytest.mark.parametrize("standardise", [False, True])
def test_what_is_suggested_comes_nearer_and_does_not_fly_off(line, raw, standardise):
    line.set("points", request(raw))
    line.set("standardise", standardise)
    run = run_of(line.settings)
    assert run.status == "iterations"
    assert run.loss[-1] < run.loss[0]
    if standardise:
        assert run.excess[-1] < 1e-6 * run.excess[0]
        assert run.excess[50] > 0.01 * run.excess[0]  # it is seen to walk


def test_a_slope_of_any_size_is_told(line):
    line.set("points", request(STAMPS))
    line.play()
    best = line.facts["scipy_slope"]
    assert abs(best) < 0.005
    assert line.text("verdict").count(f"{best:.5g}") == 2


def test_x_too_far_from_zero_are_standardised_and_cannot_be_otherwise(line):
    line.set("points", request(STAMPS))
    assert line.settings.standardise
    line.set("standardise", False)
    assert "standardise x. It stays 1." in line.text("notice")
    assert line.settings.standardise and line.model("standardise").active
    raw = Visitor(line.facts["link"].replace("&standardise=1", ""))
    assert raw.settings == line.settings
    assert "standardised" in raw.text("notice")


def test_data_that_fit_a_link_travel_in_it_and_others_leave_the_posts(line):
    count = next(
        number for number in range(2, 2000) if len(";".join(f"{x},{x}" for x in range(number))) > MOST_LINKED
    )
    for points, fits in [(count - 1, True), (count, False)]:
        line.set("points", ";".join(f"{x},{x}" for x in range(points)))
        assert len(line.settings.points) == points
        assert ("too long for a link" not in line.text("table")) == fits
        assert (line.linked == line.settings) == fits
        assert len(line.facts["link"]) < MOST_LINKED + 100
    assert line.linked == CHAPTERS["line"]
    line.set("scale", 1)
    assert line.linked == replace(CHAPTERS["line"], scale="log")


def test_ten_thousand_points_are_shown_thinned_and_not_moved(line):
    raw = b"x,y\n" + b"".join(b"%d,%d\n" % (number, number % 100) for number in range(10_000))
    line.set("points", request(raw))
    assert len(line.settings.points) == 10_000
    assert len(line.model("fit_plot").renderers[0].data_source.data["x"]) <= 1000
    line.set("points", "move 0 1 1")
    assert f"Up to {MOST_MOVED_POINTS:,} points" in line.text("notice")
    assert "not moved one by one" in line.text("table")
    line.press("step")
    assert line.length == 2


def test_what_is_saved_is_read_back(line):
    saved = []
    line.set("points", request(RENTS))
    line.model("table").on_change("tags", lambda attribute, old, new: saved.append(new))
    line.set("points", "save")
    (text,), after = saved
    assert text == "size,rent\n28.5,420.0\n35.0,540.0\n90.0,1180.5\n"
    assert after == line.model("table").tags and len(after) == 4
    assert line.model("points").value == "28.5,420;35,540;90,1180.5"


@given(allowed(RULES["line"]["points"]))
def test_points_that_were_saved_are_read_to_the_bit(points):
    made = replace(CHAPTERS["line"], data=OWN, points=points, names=("größe", "b"))
    data, dropped = read_table(as_file(made).encode()).data("größe", "b")
    assert tuple(zip(data.x.tolist(), data.y.tolist(), strict=True)) == points
    assert dropped == ()


PRICES = b'n,price,year\n1,"1,250",2010\n2,"980",2011\n3,"1,690",2012\n'
DAYS = b"when,x\n03/04/2020,1\n05/04/2020,2\n06/04/2020,4\n"


def offers(visitor):
    """The requests for other readings of the table that the page offers."""
    return [request for request, words in visitor.model("table").tags[3]]


def test_what_a_table_leaves_open_is_told_and_the_other_reading_is_one_press_away(line):
    line.set("points", request(PRICES))
    assert line.settings.points == ((1, 1250), (2, 980), (3, 1690))
    told = line.text("table")
    assert "commas between thousands" in told and "“1,250”" in told
    ((asked, words),) = line.model("table").tags[3]
    assert "1.25" in words
    line.set("points", asked)
    assert line.settings.points == ((1, 1.25), (2, 980), (3, 1.69))
    assert "decimal commas" in line.text("table") and line.text("notice") == ""
    assert line.linked == line.settings
    (back,) = offers(line)
    line.set("points", back)
    assert line.settings.points == ((1, 1250), (2, 980), (3, 1690))


def test_another_reading_keeps_the_columns(line):
    line.set("points", request(PRICES))
    line.set("points", "columns 2,1")
    line.set("points", offers(line)[0])
    assert (line.settings.names, line.settings.points[0]) == (("year", "price"), (2010, 1.25))


def test_another_reading_without_a_chosen_column_has_the_first_that_it_has(line):
    line.set("points", request(b"x;y;z\n1,5;1;4\n2,5;2;7\n3.25;3;6\n"))
    assert line.settings.names == ("x", "y")
    line.set("points", *offers(line))
    assert (line.settings.names, line.settings.points) == (("y", "z"), ((1, 4), (2, 7), (3, 6)))
    assert line.text("notice") == ""


def test_readings_of_two_kinds_go_together(line):
    line.set("points", request(b"country,2010,2011\nDE,1.250,5\nFR,2.250,6\nIT,2.500,7\n"))
    assert (line.settings.names, line.settings.points[0]) == (("2010", "2011"), (1.25, 5))
    line.set("points", "read decimal comma")
    line.set("points", "read no names")
    assert line.settings.points == ((2010, 2011), (1250, 5), (2250, 6), (2500, 7))
    assert offers(line) == ["read names in the first row", "read decimal point"]


def test_another_order_of_day_and_month_gives_other_days(line):
    line.set("points", request(DAYS))
    assert [x for x, _ in line.settings.points] == [0, 2, 3]
    line.set("points", "read month first")
    assert [x for x, _ in line.settings.points] == [0, 61, 92]
    assert line.settings.names[0].endswith("2020-03-04)")


def test_what_leaves_nothing_open_offers_nothing_and_keeps_no_file(line):
    line.set("points", request(RENTS))
    assert offers(line) == [] and line.page.own.file == b""
    before = line.settings
    for wrong in ("read decimal point", "read", "read nonsense"):
        line.set("points", wrong)
        assert "leaves something open" in line.text("notice")
        assert line.settings == before
    line.set("points", request(PRICES))
    line.set("points", "read nonsense")
    assert "decimal comma" in line.text("notice") and line.settings.points[0] == (1, 1250)


def test_a_reading_that_leaves_too_little_is_told_and_the_other_stays(line):
    line.set("points", request(b"x;y\n1,5;1\n2,5;2\n3.25;3\n"))
    before = line.settings
    assert before.points == ((1.5, 1), (2.5, 2)) and "1 row with something else" in line.text("table")
    line.set("points", *offers(line))
    assert "Two are wanted" in line.text("notice")
    assert line.settings == before and offers(line) == ["read decimal point"]


def test_points_that_were_changed_are_of_no_reading_any_more(line):
    line.set("points", request(PRICES))
    line.set("points", "add 4 2000")
    assert offers(line) == [] and "1,250" not in line.text("table")


def test_after_a_refusal_the_table_is_there_as_before(line):
    line.set("points", request(PRICES))
    before = line.settings, line.model("table").tags, line.text("table")
    for wrong in (request(b"PK\x03\x04"), "columns 1,1", "add x y", "1,2;1,3", "delete 99"):
        line.set("points", wrong)
        assert line.text("notice")
        assert (line.settings, line.model("table").tags, line.text("table")) == before
    line.set("points", "columns 1,0")
    assert line.settings.names == ("price", "n")
    line.set("points", "read decimal comma")
    assert line.settings.points[0] == (1.25, 1)


def test_a_table_that_cannot_be_descended_on_is_not_kept(line, monkeypatch):
    line.set("points", request(PRICES))
    with monkeypatch.context() as patch:
        patch.setattr(line.page, "apply", Mock(side_effect=ValueError("there is no such run")))
        line.set("points", request(RENTS))
    assert "no such run" in line.text("notice")
    line.set("points", "columns 1,0")
    assert line.settings.names == ("price", "n")


def test_a_table_whose_run_would_be_too_long_is_taken_with_fewer_iterations(line):
    line.set("iterations", 100_000)
    line.set("batch", 5000)  # of three points these are three
    line.set("points", request(PRICES))
    line.set("points", request(b"x,y\n" + b"".join(b"%d,%d\n" % (row, row % 7) for row in range(10_000))))
    assert len(line.settings.points) == 10_000 and line.settings.iterations < 100_000
    assert f"so there are {line.settings.iterations:,}" in line.text("notice")


@pytest.mark.parametrize(("count", "moves"), [(1000, True), (1001, False)])
def test_points_are_moved_one_by_one_up_to_a_thousand(line, count, moves):
    line.set("points", ";".join(f"{number},{number % 7}" for number in range(count)))
    assert ("not moved one by one" in line.text("table")) != moves
    line.set("points", f"move 3 3 {5.5}")
    assert (line.settings.points[3] == (3, 5.5)) == moves
    assert (line.text("notice") == "") == moves


HARMFUL = [
    '=HYPERLINK("http://x.y" "z")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "=1",
    "-",
    "#x",
    "2010",
    "1'000",
    "NA",
    "＝1",
]


@pytest.mark.parametrize("name", HARMFUL)
def test_no_name_in_a_saved_file_is_a_formula_and_each_is_read_back(line, name):
    made = replace(CHAPTERS["line"], data=OWN, points=FIRST_POINTS, names=(name, "y"))
    text = as_file(made)
    assert text[0].isalpha() or text[0] == "'"
    for names in ((name, "y"), ("y", name), (name, "2011")):
        table = read_table(as_file(replace(made, names=names)))
        assert table.numeric == list(names)
        assert table.rows == len(FIRST_POINTS)


@given(st.lists(NAMES, min_size=2, max_size=2, unique=True))
def test_whatever_its_name_a_column_is_no_formula_and_read_back(names):
    made = replace(CHAPTERS["line"], data=OWN, points=FIRST_POINTS, names=tuple(names))
    text = as_file(made)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in text.splitlines()[0].split(","))
    assert read_table(text).numeric == names


def test_names_of_a_user_are_shown_as_text(line):
    line.set("points", request(b"sep=<\nx<y\n1<2\n2<3\n"))
    assert "“&lt;” between columns" in line.text("table")
    line.set("points", request(b"<img src=x>;$$y$$;<i>who</i>\n1;2;ann\n2;3;bob\n;5;cid\n4;6;<script>\n"))
    told = line.text("table")
    assert tells(told, "1 row", "&lt;img src=x&gt;") and "&lt;i&gt;who&lt;/i&gt;" in told
    assert not any(tag in told for tag in ("<img", "<i>", "<script"))
    assert line.model("fit_plot").left[0].axis_label == "$y$"  # two of them would make it TeX
    assert line.linked == line.settings


@pytest.mark.parametrize(
    "query",
    [
        "data=own",
        "data=own&points=1,2",
        "data=own&points=1,2;1,3",
        "points=a",
        "points=1,2,3;4,5,6",
        "points=1,2;3,1e13",
        "points=1,2;3,4&names=a",
        "points=1,2;3,4&names=,b",
        "points=" + "1,2;" * 20_000,
    ],
)
def test_points_in_a_link_that_cannot_be_are_told(query):
    visitor = Visitor(f"?chapter=line&{query}")
    assert visitor.text("notice")
    if "names" not in query:
        assert visitor.settings == CHAPTERS["line"]
    visitor.press("step")
    assert visitor.length == 2


def test_points_alone_are_own_data():
    visitor = Visitor("?chapter=line&points=1,2;3,4.5;")
    assert (visitor.settings.data, visitor.settings.points) == (OWN, ((1, 2), (3, 4.5)))
    assert visitor.text("notice") == ""
    assert "points=1,2;3,4.5" in link(visitor.settings)


def test_own_data_in_a_chosen_panel_play():
    visitor = Visitor("?chapter=line&points=1,2;3,4;5,5&show=fit,loss&iterations=5")
    visitor.play()
    assert visitor.length == 6
    assert visitor.model("points") is None


@given(st.text(max_size=40))
def test_any_request_gives_points_or_a_message(text):
    try:
        own, made = answer_request(Own(), replace(CHAPTERS["line"], data=OWN, points=FIRST_POINTS), text)
    except ValueError as error:
        assert str(error)
    else:
        assert own.points == made.points


def test_the_largest_file_is_not_cut_off():
    assert len(request(bytes(MOST_BYTES))) <= MOST_REQUEST_CHARACTERS < len(request(bytes(MOST_BYTES + 100)))

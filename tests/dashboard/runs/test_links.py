from dataclasses import replace
from math import inf, nan

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.runs.links import link, read
from dashboard.settings.kinds import Choice, NotAllowed, Number, Point, Switch, plain
from dashboard.settings.values import CHAPTERS, RULES, check
from tests.dashboard.strategies import allowed, settings
from tests.dashboard.visitor import arguments
from tests.meaning import tells

NO_NUMBERS = [
    "abc",
    "",
    " ",
    "nan",
    "NaN",
    "inf",
    "-inf",
    "Infinity",
    "1_0",
    "0x10",
    "1,5",
    "--1",
    "1e",
    "e5",
    ".",
    "1 2",
    "1\x00",
    "१०",
    "\uff11",
    "²",
    "½",
    "∞",
    "<script>alert(1)</script>",
    "a" * 10_000,
    b"\xff\xfe",
    b"1\xff",
]
TOO_LARGE = ["1e400", "-1e400", "9" * 10_000, "1e9999999999"]
BOUNDED = [
    (chapter, name, rule)
    for chapter, rules in RULES.items()
    for name, rule in rules.items()
    if isinstance(rule, Number)
]
HOSTILE = [
    *(("step_size", value) for value in [*NO_NUMBERS, *TOO_LARGE, "0", "-0.1", "101", "1e-13"]),
    *(("iterations", value) for value in [*TOO_LARGE, "0", "-5", "2.5", "100001"]),
    ("precision", "-1e-9"),
    ("noise", "-1"),
    ("seed", "4294967296"),
    ("speed", "0"),
    *(("start", value) for value in ["1,2", ",", "1,", "1e400", "nan", "x"]),
    ("scale", "LOG"),
    ("scale", "logarithmic"),
    ("method", "ADAM"),
    ("race", "adam"),
    ("race", "adam:nan"),
    ("race", "adam:0.1:momentum=1"),
    ("race", ",".join(["bfgs"] * 6)),
    ("formula", "9**9**9**9"),
    ("formula", "__import__('os')"),
    ("formula", "x + y"),
    ("schedule", "never"),
    ("function", "__class__"),
    ("theme", '"><script>alert(1)</script>'),
    ("play", "yes"),
    ("play", "2"),
    *(("show", value) for value in ["", "fit", "loss,loss", "loss;path", "loss,", "all"]),
]


@given(settings())
def test_a_link_opens_the_settings_it_was_made_from(made):
    assert read(arguments(link(made))) == (made, [])


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_link_of_a_chapter_names_what_is_changed_only(chapter):
    assert link(CHAPTERS[chapter]) == f"?chapter={chapter}"
    assert link(check(CHAPTERS[chapter], "step_size", 0.5)) == f"?chapter={chapter}&step_size=0.5"


def test_no_arguments_are_the_posts_curve():
    assert read({}) == (CHAPTERS["curve"], [])
    assert (CHAPTERS["curve"].step_size, CHAPTERS["curve"].start, CHAPTERS["curve"].precision) == (
        0.01,
        (15,),
        0.001,
    )
    assert (CHAPTERS["line"].step_size, CHAPTERS["line"].iterations, CHAPTERS["line"].precision) == (
        0.001,
        5000,
        0,
    )


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_defaults_are_allowed(chapter):
    for name in RULES[chapter]:
        assert check(CHAPTERS[chapter], name, getattr(CHAPTERS[chapter], name)) == CHAPTERS[chapter]


@pytest.mark.parametrize(("name", "value"), HOSTILE, ids=lambda value: repr(value)[:30])
def test_a_value_that_is_not_allowed_leaves_the_default_and_is_told(name, value):
    found, (sentence,) = read({name: [value if isinstance(value, bytes) else value.encode()]})
    assert found == CHAPTERS["curve"]
    assert sentence.startswith(f"{name} ")
    assert RULES["curve"][name].allowed in sentence
    assert sentence.endswith(f"It stays {RULES['curve'][name].write(getattr(found, name)) or 'empty'}.")
    assert sentence.isprintable()
    assert len(sentence) < 400


@pytest.mark.parametrize("value", ["", "0.5", "1,2,3", "1;2", "nan,1", "1e400,1", "1001,0"])
def test_a_start_in_the_plane_is_two_numbers(value):
    found, (sentence,) = read({"chapter": [b"line"], "start": [value.encode()]})
    assert found == CHAPTERS["line"]
    assert "2 numbers" in sentence


@pytest.mark.parametrize("text", ["1e-2", "0.01", "+.01", " 0.01 ", "1E-2", "0.010"])
def test_a_number_may_be_written_in_more_than_one_way(text):
    assert read({"step_size": [text.encode()]}) == (CHAPTERS["curve"], [])


@pytest.mark.parametrize(
    "name", ["nothing", "__class__", "samples", "data", "<script>alert(1)</script>", "", "\n"]
)
def test_an_unknown_name_is_told(name):
    found, (sentence,) = read({name: [b"1"]})
    assert found == CHAPTERS["curve"]
    assert "step_size" in sentence
    assert sentence.isprintable()


def test_what_follows_an_unknown_name_still_counts():
    found, (sentence,) = read({"nothing": [b"1"], "step_size": [b"0.5"]})
    assert found == check(CHAPTERS["curve"], "step_size", 0.5) and "nothing" in sentence


@pytest.mark.parametrize("name", ["bokeh-session-id", "bokeh-autoload-element", "bokeh-app-path"])
def test_what_bokeh_asks_for_itself_is_let_through(name):
    assert read({name: [b"1"]}) == (CHAPTERS["curve"], [])


@pytest.mark.parametrize(("name", "values"), [("step_size", ["0.5", "0.7"]), ("chapter", ["line", "curve"])])
def test_the_first_of_repeated_values_counts(name, values):
    found, (sentence,) = read({name: values})
    assert str(getattr(found, name)) == values[0]
    assert "2 times" in sentence


def test_an_unknown_chapter_is_told_and_the_rest_still_counts():
    found, (sentence,) = read({"chapter": [b"nowhere"], "step_size": [b"0.5"]})
    assert found == check(CHAPTERS["curve"], "step_size", 0.5)
    assert "nowhere" in sentence and "line" in sentence


@pytest.mark.parametrize("chapters", [["nowhere", "line"], ["nowhere", "nowhere"]])
def test_an_unknown_chapter_is_no_better_for_what_follows_it(chapters):
    found, (sentence,) = read({"chapter": chapters})
    assert found == CHAPTERS["curve"] and "nowhere" in sentence


def test_of_repeated_values_the_first_is_the_one_that_is_not_allowed():
    found, complaints = read({"step_size": ["no", "0.5"]})
    assert found == CHAPTERS["curve"]
    assert tells(complaints[0], "step_size", "2 times") and tells(complaints[1], "no", "stays 0.01")


@pytest.mark.parametrize("given", [None, 5, "step_size", {"step_size": "0.5"}, {"step_size": 0.5}])
def test_what_no_server_hands_on_is_nothing(given):
    assert read(given) == (CHAPTERS["curve"], [])


def test_an_exercise_is_of_its_own_chapter():
    for chapters in (["curve"], ["curve", "line"]):
        found, complaints = read({"lesson": ["overshoot"], "chapter": chapters})
        assert (found.chapter, found.lesson, complaints) == ("curve", "overshoot", [])
    found, (sentence,) = read({"lesson": ["overshoot"], "chapter": ["line", "curve"]})
    assert found.chapter == "curve" and tells(sentence, "chapter curve")
    found, (sentence,) = read({"bug": ["2"], "chapter": ["curve"]})
    assert (found.chapter, found.bug) == ("line", 2) and tells(sentence, "chapter line")


def test_a_lesson_that_there_is_not_is_told_and_its_page_is_an_ordinary_one():
    found, (sentence,) = read({"lesson": ["flying"], "step_size": ["0.3"]})
    assert found == check(CHAPTERS["curve"], "step_size", 0.3)
    assert tells(sentence, "lesson", "flying", "overshoot")


def test_beside_a_challenge_that_there_is_not_a_lesson_is_one():
    found, (sentence,) = read({"challenge": ["flying"], "lesson": ["overshoot"]})
    assert (found.challenge, found.lesson) == ("", "overshoot")
    assert tells(sentence, "no challenge", "flying")


def test_a_formula_is_the_function_and_a_typed_function_needs_one():
    found, complaints = read({"formula": ["x^2"], "function": ["absolute"]})
    assert (found.function, found.formula, complaints) == ("typed", "x^2", [])
    found, (sentence,) = read({"function": ["typed"]})
    assert found == CHAPTERS["curve"] and tells(sentence, "typed", "formula")


def test_points_are_the_data_and_own_data_need_some():
    line = {"chapter": ["line"]}
    found, complaints = read(line | {"points": ["1,2;3,5;4,4"], "names": ["Weeks,Height"]})
    assert (found.data, len(found.points), found.names) == ("own", 3, ("Weeks", "Height"))
    assert complaints == [] and not found.standardise
    found, (sentence,) = read(line | {"data": ["own"], "names": ["Weeks,Height"]})
    assert found == CHAPTERS["line"] and tells(sentence, "own", "points")


def test_points_too_far_from_zero_are_standardised_and_that_is_told():
    far = {"chapter": ["line"], "points": ["100000000,2;100000001,5;100000002,4"]}
    found, (sentence,) = read(far)
    assert found.standardise and tells(sentence, "standardised")
    assert read(far | {"standardise": ["1"]}) == (found, [])


def test_a_link_of_more_points_than_it_can_carry_is_of_the_chapters_own_data():
    points = tuple((number / 7, number / 3) for number in range(2000))
    own = replace(CHAPTERS["line"], data="own", points=points, names=("Weeks", "Height"), step_size=0.3)
    assert link(own) == "?chapter=line"
    assert "points=" in link(replace(own, points=points[:20]))


def test_a_long_text_is_quoted_by_its_beginning():
    for count, quoted in ((40, "x" * 40 + "”"), (41, "x" * 40 + "…”")):
        assert quoted in read({"x" * count: ["1"]})[1][0]


def test_of_two_unknown_chapters_the_first_is_told():
    _, (sentence,) = read({"chapter": [b"nowhere", b"elsewhere"]})
    assert "nowhere" in sentence and "elsewhere" not in sentence


HOSTILE_TEXT = st.one_of(
    st.text(max_size=60), st.binary(max_size=60), st.floats().map(str), st.integers().map(str)
)
NAMES = st.one_of(st.sampled_from([*RULES["line"], "function"]), st.text(max_size=30))


@given(st.dictionaries(NAMES, st.lists(HOSTILE_TEXT, max_size=3), max_size=6))
@example({"chapter": []})
@example({"chapter": [b"line"], "start": []})
def test_any_link_gives_settings_that_are_allowed(given_arguments):
    found, sentences = read(given_arguments)
    for name in RULES[found.chapter]:
        assert check(found, name, getattr(found, name)) == found
    assert all(sentence.isprintable() and len(sentence) < 300 for sentence in sentences)


@pytest.mark.parametrize(("chapter", "name", "rule"), BOUNDED)
def test_the_bounds_of_a_number_are_allowed_and_what_is_beyond_is_not(chapter, name, rule):
    for inside in (rule.low, rule.high):
        assert getattr(check(CHAPTERS[chapter], name, inside), name) == inside
    for outside in (rule.low - 1, rule.high + 1, nan, inf, -inf, None, "1", True, 10**400, [1], 1j):
        with pytest.raises(NotAllowed, match="number from"):
            check(CHAPTERS[chapter], name, outside)


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        (Number(0, 5, whole=True), 2.5),
        (Choice(("a", "b")), "c"),
        (Choice(("a", "b")), None),
        (Choice(("a", "b")), ["a"]),
        (Switch(), 1),
        (Switch(), None),
        (Point(2, Number(0, 1)), (0.5,)),
        (Point(2, Number(0, 1)), [0.5, 0.5]),
        (Point(2, Number(0, 1)), (0.5, nan)),
        (Point(1, Number(0, 1)), (None,)),
        (Point(1, Number(0, 1)), 0.5),
    ],
    ids=str,
)
def test_a_rule_refuses_and_says_what_is_allowed(rule, value):
    with pytest.raises(NotAllowed) as caught:
        rule.check(value)
    assert str(caught.value)


@pytest.mark.parametrize(
    "rule",
    [Number(-5, 5), Number(0, 9, whole=True), Choice(("a", "b")), Switch(), Point(2, Number(-1, 1))],
    ids=str,
)
@given(data=st.data())
def test_a_rule_reads_what_it_writes(rule, data):
    value = data.draw(allowed(rule))
    assert rule.read(rule.write(value)) == value


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("0,5", (0, 5)),
        ("0.5,1", (0.5, 1)),
        ("0,5; 1", (0.5, 1)),
        ("0,5;1,25", (0.5, 1.25)),
        ("0,5, 1,5", (0.5, 1.5)),
        ("−1 2", (-1, 2)),
        ("0,5 1", (0.5, 1)),
        ("1/2, 1/4", (0.5, 0.25)),
        ("1,234", (1, 234)),
    ],
)
def test_two_numbers_are_told_apart(text, start):
    assert Point(2, Number(-1000, 1000)).read_typed(text) == start


@pytest.mark.parametrize("text", ["0,5,1", "1,2,3,4", "1,5,2,5"])
def test_two_numbers_that_commas_mix_up_are_refused_with_a_hint(text):
    with pytest.raises(NotAllowed, match="semicolon"):
        Point(2, Number(-1000, 1000)).read_typed(text)


@given(st.data())
def test_what_a_link_has_may_be_typed_too(data):
    for rule in (Number(-5, 5), Number(0, 999, whole=True), Point(1, Number(-9, 9)), Point(2, Number(-9, 9))):
        value = data.draw(allowed(rule))
        assert rule.read_typed(rule.write(value)) == value


def test_a_whole_number_is_one_whatever_it_came_as():
    assert type(check(CHAPTERS["curve"], "iterations", 500.0).iterations) is int
    assert type(check(CHAPTERS["curve"], "step_size", 1).step_size) is float


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(0.1 + 0.2)
@example(-0.0)
@example(5e-324)
def test_plain_numbers_are_read_back_as_they_were(value):
    assert float(plain(value)) == value


@pytest.mark.parametrize(("value", "text"), [(5000.0, "5000"), (0.01, "0.01"), (15.0, "15"), (-2.5, "-2.5")])
def test_plain_numbers_are_short(value, text):
    assert plain(value) == text

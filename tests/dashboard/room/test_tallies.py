"""Tallies beside single runs, and beside the sweep and the map that are drawn with them."""

from collections import Counter

import numpy as np
import pytest

from dashboard.room import questions
from dashboard.room.questions import Question, settings_of
from dashboard.room.tallies import BEST, MOST_CURVES, Result, Wish, tally, wish_of
from dashboard.runs.links import link
from gdcore import FUNCTIONS, basins, bowl, descend, sweep
from tests.dashboard.room.classroom import GUESS

HIMMELBLAU = settings_of("?chapter=landscape")
CURVE = settings_of("?chapter=curve&iterations=1000")
DRAWN = np.random.default_rng(3)


def wish(question, texts, is_revealed=False):
    return Wish(question, tuple((f"seat {n}", 1, text) for n, text in enumerate(texts)), is_revealed)


def arrival_by_hand(run, minimum):
    """The row from which on a run stays within 1e-4 of the height and a tenth of the distance, or None."""
    height = run.loss - run.objective.value(minimum)
    gone = np.linalg.norm(run.theta - minimum, axis=1)
    outside = np.flatnonzero((height > 1e-4 * height[0]) | (gone > 0.1 * gone[0]))
    last = outside[-1] if outside.size else -1
    return None if last == run.steps else int(last + 1)


def test_bars_are_what_was_chosen_vote_by_vote():
    guess = Question("guess", "?chapter=curve", "?", ("a", "b", "c"), 1)
    first, second = DRAWN.integers(3, size=40), DRAWN.integers(3, size=25)
    answers = [(f"seat {n}", 1, str(each)) for n, each in enumerate(first)]
    answers += [(f"seat {n}", 2, str(each)) for n, each in enumerate(second)]
    found = tally(Wish(guess, tuple(answers), True))
    assert found.bars == tuple(
        tuple(Counter(votes.tolist())[n] for n in range(3)) for votes in (first, second)
    )
    counted = [*second, *first[25:]]  # of two votes the second counts
    assert [found.results[f"seat {n}"].is_right for n in range(40)] == [each == 1 for each in counted]
    assert tally(Wish(guess, tuple(answers[::-1]), True)).results == found.results


def test_nobody_is_right_before_it_is_revealed():
    guess = Question("guess", "?chapter=curve", "?", ("a", "b"), 1)
    found = tally(wish(guess, ["0", "1"]))
    assert found.bars == ((1, 1),)
    assert {each.is_right for each in found.results.values()} == {None}


def test_without_answers_there_is_a_tally_too():
    guess = Question("guess", "?chapter=curve", "?", ("a", "b"), 1)
    asked = [guess, questions.pick("start", HIMMELBLAU), questions.pick("step size", CURVE)]
    for question in [*asked, questions.fewest_steps(CURVE), questions.pick("own", CURVE)]:
        found = tally(wish(question, [], True))
        assert found.results == {} and found.best == ()
        assert found.iterations == ((0,) if question.activity == "steps" else ())


def test_before_anybody_answers_there_is_one_vote_with_nothing_in_it():
    assert tally(wish(GUESS, [])).bars == ((0, 0, 0),)


def test_picked_step_sizes_have_the_steps_of_single_runs():
    question = questions.pick("step size", CURVE)
    sizes = [float(f"{size:.3g}") for size in DRAWN.uniform(0.005, 1.2, 30)]
    found = tally(wish(question, map(str, sizes), True))
    parabola = FUNCTIONS["parabola"]
    for n, size in enumerate(sizes):
        run = descend(parabola, 15, step_size=size, iterations=1000)
        assert found.results[f"seat {n}"].steps == arrival_by_hand(run, np.array([3.0]))


def test_the_curve_that_is_revealed_goes_through_the_dots():
    question = questions.pick("step size", HIMMELBLAU)
    found = tally(wish(question, ["0.001", "0.01"], True))
    sizes, steps = np.transpose(found.swept)
    np.testing.assert_array_equal(
        np.nan_to_num(steps, nan=np.inf), sweep(FUNCTIONS["himmelblau"], HIMMELBLAU.start, sizes).steps
    )
    picked = [str(size) for size in sizes[::20]]
    again = tally(wish(question, picked))
    assert again.swept == ()  # before it is revealed
    assert [again.results[f"seat {n}"].steps for n in range(len(picked))] == [
        None if np.isnan(each) else each for each in steps[::20]
    ]


@pytest.mark.parametrize("method", ["gradient descent", "momentum", "adam"])
def test_picked_starts_come_to_the_minimum_that_the_map_has_there(method):
    settings = settings_of(f"?chapter=landscape&method={method}")
    question = questions.pick("start", settings)
    points = np.round(DRAWN.uniform(-4.9, 4.9, (25, 2)), 3)
    found = tally(wish(question, (f"{x},{y}" for x, y in points)))
    for n, (x, y) in enumerate(points):
        there = basins(
            FUNCTIONS["himmelblau"], [x], [y], method=method, step_size=settings.step_size, iterations=400
        )
        result = found.results[f"seat {n}"]
        assert result.minimum == there.minimum[0, 0]
        assert result.steps == (there.steps[0, 0] if result.minimum >= 0 else None)


def test_starts_on_a_curve_have_minima_too():
    question = questions.pick("start", settings_of("?chapter=curve&function=double well"))
    found = tally(wish(question, ["1.8", "-1.8"]))
    ends = [FUNCTIONS["double well"].minima[found.results[f"seat {n}"].minimum][0] for n in range(2)]
    assert ends[0] > 0 > ends[1]


def test_a_start_at_a_minimum_is_there_at_once_and_one_that_flies_off_comes_to_none():
    found = tally(wish(questions.pick("start", settings_of("?chapter=curve&step_size=0.1")), ["3", "3.5"]))
    assert found.results["seat 0"] == Result(steps=0, minimum=0)
    # Of the picture's width, 35, a hundredth: 0.5 · 0.8 ** 2 is the first that is nearer.
    assert found.results["seat 1"] == Result(steps=2, minimum=0)
    far = tally(wish(questions.pick("start", settings_of("?chapter=curve&step_size=1.1")), ["9"]))
    assert far.results["seat 0"].minimum == -2  # as `gdcore.basins` has it
    slow = tally(wish(questions.pick("start", settings_of("?chapter=curve&step_size=1e-6")), ["9"]))
    assert slow.results["seat 0"].minimum == -1  # likewise


def test_an_own_run_is_looked_at_without_its_rivals():
    alone = "?chapter=curve&step_size=0.02&iterations=500"
    found = tally(wish(questions.pick("own", CURVE), [alone, f"{alone}&race=adam:0.3,momentum:0.1"])).results
    assert found["seat 0"] == found["seat 1"] and found["seat 0"].steps is not None


def test_the_fewest_steps_come_first_and_are_those_of_the_run():
    settings = settings_of("?chapter=landscape&function=bowl&condition=9&rotation=0&iterations=300")
    question = questions.fewest_steps(settings)
    sizes = [0.05, 0.2, 0.6, 1.0, 1.4, 1.8, 1.9, 3.0]
    found = tally(wish(question, (f"step_size={size}" for size in sizes)))
    objective = bowl(9, 0)
    runs = [descend(objective, settings.start, step_size=size, iterations=300) for size in sizes]
    by_hand = [arrival_by_hand(run, np.zeros(2)) for run in runs]
    assert None in by_hand and len(set(by_hand)) > BEST
    assert [found.results[f"seat {n}"].steps for n in range(len(sizes))] == by_hand
    ranked = sorted((steps, n) for n, steps in enumerate(by_hand) if steps is not None)
    assert found.best == tuple(f"seat {n}" for _, n in ranked[:BEST])


def test_losses_are_told_at_the_same_steps_and_a_band_lies_over_many():
    settings = settings_of(
        "?chapter=landscape&function=bowl&condition=9&rotation=0&iterations=300&precision=0"
    )
    question = questions.fewest_steps(settings)
    sizes = np.round(np.linspace(0.1, 1.9, MOST_CURVES + 7), 3)
    found = tally(wish(question, (f"step_size={size}" for size in sizes)))
    at = list(found.iterations)
    assert at[0] == 0 and at[-1] == 300
    heights = np.array(
        [descend(bowl(9, 0), settings.start, step_size=size, iterations=300).loss[at] for size in sizes]
    )
    np.testing.assert_allclose(list(found.heights.values()), heights, rtol=1e-9, atol=1e-15)
    for percent, line in zip((10, 50, 90), found.band, strict=True):
        below = (heights <= np.array(line) * (1 + 1e-9) + 1e-15).mean(axis=0)
        assert (below >= percent / 100 - 1 / len(sizes)).all()
        assert (below <= percent / 100 + 1 / len(sizes) + 1e-9)[1:6].all()  # at row 0 all are at the start
    ranked = np.sort(
        heights, axis=0
    )  # of 37 the nineteenth is in the middle, four and six tenths from an end
    tenths = (0.4 * ranked[3] + 0.6 * ranked[4], ranked[18], 0.6 * ranked[32] + 0.4 * ranked[33])
    np.testing.assert_allclose(found.band, tenths, rtol=1e-9, atol=1e-15)
    assert tally(wish(question, ["step_size=0.5"] * MOST_CURVES)).band == ()


def test_a_run_that_has_ended_stays_where_it_is():
    question = questions.fewest_steps(settings_of("?chapter=curve&iterations=300&precision=0.001"))
    found = tally(wish(question, ["step_size=0.5", "step_size=0.01"]))
    quick, slow = (found.heights[f"seat {n}"] for n in range(2))
    assert len(quick) == len(slow) == len(found.iterations)
    assert quick[-1] == pytest.approx(0, abs=1e-12) and slow[-1] > 1e-4
    # With α = 0.4 a fifth of the way is left by each step; where that is below 0.001, it stops.
    slowing = tally(wish(question, ["step_size=0.4", "step_size=0.01"])).heights["seat 0"]
    steps = descend(FUNCTIONS["parabola"], 15, step_size=0.4, precision=0.001).steps
    assert slowing[-1] == pytest.approx((12 * 0.2**steps) ** 2, rel=1e-6)


def test_an_answer_whose_run_is_too_much_work_is_told_as_such():
    long = "?chapter=curve&method=adam&noise=1&iterations=100000&precision=0"
    found = tally(wish(questions.pick("own", CURVE), [long, "?chapter=curve"]))
    assert [found.results[f"seat {n}"].ending for n in range(2)] == ["too long", "converged"]


def test_answers_are_counted_once_the_vote_is_closed_and_until_the_room_ends(classroom):
    classroom.tell("ask", question=GUESS)
    for number in range(3):
        classroom.answer(number, str(number))
    state = classroom.room.state
    first, *others = state.seats.values()
    classroom.tell("remove", alias=first.alias)
    assert wish_of(classroom.room.state) is None
    classroom.tell("close")
    kept = tuple((each.alias, 1, str(number)) for number, each in enumerate(others, 1))
    assert wish_of(classroom.room.state) == Wish(GUESS, kept, False)
    classroom.tell("reveal")
    assert wish_of(classroom.room.state) == Wish(GUESS, kept, True)
    classroom.tell("end")
    assert wish_of(classroom.room.state) is None


def test_there_is_nothing_to_count_before_a_question_and_on_their_own_all_the_time(classroom):
    assert wish_of(classroom.room.state) is None
    classroom.tell("ask", question=questions.pick("own", CURVE))
    classroom.answer(0, "?chapter=curve")
    assert [text for _, _, text in wish_of(classroom.room.state).answers] == ["?chapter=curve"]


def test_on_their_own_each_has_an_ending():
    question = questions.pick("own", CURVE)
    texts = [
        "?chapter=curve&step_size=0.1",
        "?chapter=curve&step_size=1.5",
        "?chapter=curve&step_size=0.0001",
        "?bug=3",
    ]
    found = tally(wish(question, texts)).results
    assert [found[f"seat {n}"].ending for n in range(3)] == ["converged", "flew off", "used up"]
    assert found["seat 3"].ending
    assert found["seat 0"].steps is not None and found["seat 1"].steps is None


def test_progress_grows_to_the_end_and_may_end_the_work():
    question, told = questions.pick("start", HIMMELBLAU), []
    tally(wish(question, ["1,1", "2,2", "-1,3"]), told.append)
    assert told == sorted(told) and told[-1] == 1

    def drop(share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        tally(wish(question, ["1.5,1", "2.5,2"]), drop)


def test_what_is_claimed_is_not_believed():
    question = questions.fewest_steps(CURVE)
    with pytest.raises(questions.Refused):
        questions.read_answer(question, "step_size=0.01&steps=1")
    assert link(questions.run_settings(question, "step_size=0.02")).count("steps") == 0

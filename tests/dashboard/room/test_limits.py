from hypothesis import given
from hypothesis import strategies as st

from dashboard.room.limits import (
    ALL_GUESSES_AT_ONCE,
    GUESSES_AT_ONCE,
    MOST_ADDRESSES,
    SECONDS_A_GUESS,
    Bucket,
    Guesses,
)
from tests.dashboard.visitor import Clock


@given(st.lists(st.floats(0, 30), max_size=60))
def test_no_more_is_taken_than_was_there_and_came_back(pauses):
    clock = Clock()
    bucket, taken = Bucket(5, 2.0, clock), 0
    for pause in pauses:
        clock.now += pause
        taken += bucket.take()
        assert taken <= 5 + clock.now / 2.0 + 1e-9


def test_what_was_taken_comes_back():
    clock = Clock()
    bucket = Bucket(2, 10.0, clock)
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    clock.now = 9.9
    assert not bucket.take()
    clock.now = 10.0
    assert bucket.take()


def test_a_clock_that_is_set_back_gives_nothing_and_takes_nothing():
    clock = Clock(100.0)
    bucket = Bucket(1, 10.0, clock)
    bucket.take()
    clock.now = 0.0
    assert not bucket.take()
    clock.now = 10.0
    assert bucket.take()


def test_who_guesses_wrongly_too_often_may_not_go_on_and_others_may():
    clock = Clock()
    guesses = Guesses(clock)
    for _ in range(GUESSES_AT_ONCE):
        assert guesses.may("one")
        guesses.note("one")
    assert not guesses.may("one") and guesses.may("other")
    clock.now += SECONDS_A_GUESS
    assert guesses.may("one")


def test_where_all_together_guess_too_often_who_never_did_may_still_come():
    guesses = Guesses(Clock())
    for number in range(ALL_GUESSES_AT_ONCE):
        guesses.note(f"address {number}")
    assert not guesses.may("address 0")
    assert guesses.may("a pupil")


def test_addresses_are_not_remembered_without_end():
    guesses = Guesses(Clock())
    for number in range(2 * MOST_ADDRESSES):
        guesses.note(str(number))
        guesses.may(f"never wrong {number}")
    assert len(guesses.own.kept) == MOST_ADDRESSES


def test_who_guessed_longest_ago_is_forgotten_first():
    guesses = Guesses(Clock())
    for number in range(MOST_ADDRESSES):
        guesses.note(str(number))
    guesses.note("0")
    guesses.note("a newcomer")
    assert [name in guesses.own.kept for name in ("0", "1", "2", "a newcomer")] == [True, False, True, True]

import asyncio
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dashboard.serving.admission import LONGEST_WAIT_SECONDS, Admission
from tests.dashboard.visitor import Clock


def together(work):
    return asyncio.run(work)


async def build(admission, clock, done, name, seconds):
    """A page that takes so long, in one go; its name is done once it is there."""
    turn = admission.queue()
    if await turn:
        await asyncio.sleep(0)  # it is built in parts
        clock.now += seconds
        done.append(name)
        turn.over.set()


@given(st.lists(st.floats(0.001, 5), min_size=1, max_size=12))
def test_pages_are_built_in_the_order_of_their_visitors_and_what_is_due_goes_between_them(seconds):
    async def come():
        clock, done = Clock(), []
        admission = Admission(clock)

        async def tick():
            while len([each for each in done if each != "tick"]) < len(seconds):
                done.append("tick")
                await asyncio.sleep(0)

        pages = [build(admission, clock, done, name, each) for name, each in enumerate(seconds)]
        await asyncio.gather(*pages, tick())
        return done

    done = together(come())
    assert [each for each in done if each != "tick"] == list(range(len(seconds)))
    places = [place for place, each in enumerate(done) if each != "tick"]
    assert all(after - before > 1 for before, after in pairwise(places))


@given(st.lists(st.booleans(), min_size=1, max_size=12))
def test_nothing_is_built_for_who_has_left(stays):
    async def come():
        clock, done = Clock(), []
        admission = Admission(clock)
        turns = [admission.queue() for _ in stays]
        for turn, stay in zip(turns, stays, strict=True):
            if not stay:
                turn.set_result(False)

        async def follow(name):
            if await turns[name]:
                done.append(name)
                turns[name].over.set()

        await asyncio.gather(*map(follow, range(len(stays))))
        return done

    assert together(come()) == [name for name, stay in enumerate(stays) if stay]


@given(st.floats(0.01, 3))
def test_a_newcomer_who_would_wait_too_long_is_told_so_by_what_pages_cost_of_late(seconds):
    async def come():
        clock, done = Clock(), []
        admission = Admission(clock)
        await asyncio.gather(*(build(admission, clock, done, name, seconds) for name in range(60)))
        count = 0
        while not admission.is_busy:
            admission.queue()
            count += 1
        for turn in admission.waiting:
            turn.set_result(False)
        return count

    count = together(come())
    assert LONGEST_WAIT_SECONDS / 1.1 <= count * seconds <= LONGEST_WAIT_SECONDS * 1.1 + 2 * seconds

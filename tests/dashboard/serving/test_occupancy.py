from hypothesis import given
from hypothesis import strategies as st

from dashboard.serving.occupancy import Occupancy, Place
from tests.dashboard.visitor import Clock

MOST, IDLE = 3, 60
DEEDS = st.lists(
    st.tuples(st.sampled_from(["come", "act", "leave"]), st.integers(0, 6), st.integers(0, 100)), max_size=60
)


@given(DEEDS)
def test_a_place_is_given_up_only_where_all_are_taken_and_by_who_did_nothing_for_longest(deeds):
    clock, heard, given_up = Clock(), {}, []
    places = Occupancy(MOST, IDLE, clock)
    for deed, visitor, seconds in deeds:
        clock.now += seconds
        name = f"{visitor}"
        if deed == "act" and name in heard:
            heard[name] = clock.now
        elif deed == "leave":
            heard.pop(name, None)
            places.keep(set(heard))
        elif deed == "come" and name not in heard:
            idle = sorted((each for each in heard if clock.now - heard[each] >= IDLE), key=heard.get)
            assert places.is_full == (len(heard) == MOST and not idle)
            if places.is_full:
                continue
            times = dict(heard)
            places.take(name, Place(lambda name=name: heard[name], lambda name=name: given_up.append(name)))
            if len(times) == MOST:
                assert times.pop(given_up[-1]) == times.get(idle[0], heard[given_up[-1]])
                del heard[given_up[-1]]
            heard[name] = clock.now
        assert len(heard) <= MOST
        assert set(places.places) == set(heard)

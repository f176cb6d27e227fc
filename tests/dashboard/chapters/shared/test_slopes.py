import numpy as np
import pytest

from dashboard.chapters.shared.slopes import ARROW_PIXELS, slopes
from dashboard.drawing.places import cropped
from gdcore import FUNCTIONS, typed

NAMES = [name for name, each in FUNCTIONS.items() if each.n == 2]


def box(objective):
    return tuple(map(tuple, cropped(objective).tolist()))


@pytest.mark.parametrize("name", NAMES)
def test_arrows_point_down_as_central_differences_have_it(name):
    objective = FUNCTIONS[name]
    found = slopes(objective, box(objective))
    place = np.stack([found["x"], found["y"]]).astype(float)
    nudge = 1e-5 * objective.width
    ahead, behind = (place[:, np.newaxis] + sign * nudge * np.eye(2)[:, :, np.newaxis] for sign in (1, -1))
    down = (objective.value(behind) - objective.value(ahead)) / (2 * nudge)
    steepness = np.hypot(*down)
    seen = steepness > 1e-3 * np.median(steepness)  # elsewhere rounding decides
    assert seen.mean() > 0.9
    way = np.stack([np.cos(found["angle"]), np.sin(found["angle"])])
    assert (np.sum(way * down, axis=0)[seen] >= (1 - 1e-4) * steepness[seen]).all()


@pytest.mark.parametrize("name", NAMES)
def test_arrows_fill_the_window_and_are_the_longer_the_steeper(name):
    objective = FUNCTIONS[name]
    (left, right), (bottom, top) = box(objective)
    found = slopes(objective, box(objective))
    x, y, size = (found[each].astype(float) for each in ("x", "y", "size"))
    inside = (left < x) & (x < right) & (bottom < y) & (y < top)
    assert 60 <= inside.sum() <= 200 and len(x) < 2200
    assert ARROW_PIXELS[0] <= size.min() and size.max() <= ARROW_PIXELS[1]
    steepness = np.hypot(*objective.gradient(np.stack([x, y])))
    order = np.argsort(steepness)
    assert (np.diff(size[order]) >= -1e-4).all()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("wide, doubled", [(4.0, 1), (2.5, 2), (1 / 1.25, 2)], ids=["flat", "wide", "tall"])
def test_arrows_fill_what_a_panel_shows_that_is_flat_or_looked_at_from_afar(name, wide, doubled):
    objective = FUNCTIONS[name]
    window = np.array(box(objective))
    width, height = np.ptp(window, axis=1)
    shown = doubled * np.array([max(width, wide * height), max(height, width / wide)])
    found = slopes(objective, box(objective))
    for ends, half, at in zip(window, shown / 2, (found["x"], found["y"]), strict=True):
        columns = np.unique(at)
        apart = np.diff(columns).max()
        assert columns[0] - apart <= ends.mean() - half and ends.mean() + half <= columns[-1] + apart


def test_where_there_is_no_slope_there_is_no_arrow():
    found = slopes(typed("log(x) + y**2", 2), ((-5.0, 5.0), (-5.0, 5.0)))
    assert len(found["x"]) > 20 and (found["x"] > 0).all()
    assert len(slopes(typed("0*x + 0*y", 2), ((-5.0, 5.0), (-5.0, 5.0)))["x"]) == 0

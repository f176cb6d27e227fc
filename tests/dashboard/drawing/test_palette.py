import re
from collections.abc import Iterator

import numpy as np
import pytest
from bokeh.models import Plot

from dashboard.drawing.palette import (
    ALPHAS,
    DARK,
    FIELD_DARK,
    FIELD_LIGHT,
    LIGHT,
    ON_NOW,
    RIVALS_DARK,
    RIVALS_LIGHT,
)
from dashboard.serving.files import STATIC
from tests.dashboard.visitor import Visitor


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 to 1."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_definition():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#FFA500") == pytest.approx(1.97, abs=0.005)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("role", ["text", "muted", "given", "truth", "now"])
def test_what_is_written_or_drawn_can_be_told_from_its_panel(theme, role):
    assert contrast(theme[role], theme["panel"]) >= 4.5


def test_both_themes_have_the_same_roles_and_no_colour_twice():
    assert LIGHT.keys() == DARK.keys()
    assert all(len(set(theme.values())) == len(theme) for theme in (LIGHT, DARK))


# What is drawn and written, as it is seen: at its opacity, on its background


PAIRS = {  # what is written on what
    "text": ("page", "panel"),
    "muted": ("page", "panel"),
    "truth": ("page", "panel"),
    "now": ("page", "panel"),
    "panel": ("text", "truth"),  # tips, and the banner
}
THEMES = {"light": LIGHT, "dark": DARK}
# the lattice of the surface, and what lies below a path: the field of heights and slopes
SHADING = {"box", "sheet", "bands", "rings", "slopes", "levels"}


def over(colour: str, share: float, background: str) -> str:
    """A colour of an opacity, on a background."""
    mixed = [
        round(share * int(colour[i : i + 2], 16) + (1 - share) * int(background[i : i + 2], 16))
        for i in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02X}" for part in mixed)


def custom_properties(css: str) -> dict[str, str]:
    return {name: colour.upper() for name, colour in re.findall(r"--([\w-]+): (#\w{6});", css)}


def drawn(query: str) -> Iterator[tuple[str, str, float, float]]:
    """Of each glyph of a page: where it is, its colour, its opacity, and the contrast that it needs."""
    for plot in Visitor(query).document.select({"type": Plot}):
        for renderer in plot.renderers:
            source, glyph = renderer.data_source.name, renderer.glyph
            for part, needed in (("line", 3), ("fill", 3), ("text", 4.5)):
                colour, share = (getattr(glyph, f"{part}_{what}", None) for what in ("color", "alpha"))
                colour = getattr(colour, "value", colour)
                plain = isinstance(colour, str) and colour in LIGHT.values() and not isinstance(share, str)
                if plain and source not in SHADING and colour != LIGHT["panel"]:
                    yield f"{plot.name} {source} {part}", colour, share, needed


def test_a_half_opaque_colour_is_between_both():
    assert over("#000000", 0.5, "#FFFFFF") == "#808080"
    assert over("#123456", 1, "#FFFFFF") == "#123456"


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_written_can_be_read_on_what_it_stands_on(theme):
    colours = THEMES[theme]
    for word, backgrounds in PAIRS.items():
        for background in backgrounds:
            assert contrast(colours[word], colours[background]) >= 4.5, f"{word} on {background}"
    assert contrast(ON_NOW[theme], colours["now"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_a_field_can_be_told_from_what_is_around_it(theme):
    assert min(contrast(theme["rim"], theme[place]) for place in ("page", "panel")) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "query",
    [
        "?chapter=curve&open=sweep&race=adam:0.1&scale=log",
        "?chapter=line&open=sweep&batch=10&view=surface",
        "?chapter=landscape&open=sweep&noise=1&precision=0",
        "?chapter=landscape&function=bowl&step_size=0.07&scale=log",
    ],
)
def test_what_a_figure_draws_can_be_told_from_its_panel(query, theme):
    twin = dict(zip(LIGHT.values(), THEMES[theme].values(), strict=True))
    panel = THEMES[theme]["panel"]
    marks = list(drawn(query))
    assert len(marks) > 10
    ratios = {
        (place, share): contrast(over(twin[colour], share, panel), panel) for place, colour, share, _ in marks
    }
    assert [
        (where, ratios[where[0], where[2]]) for where in marks if ratios[where[0], where[2]] < where[3]
    ] == []


@pytest.mark.parametrize(
    "colours, theme", [(RIVALS_LIGHT, LIGHT), (RIVALS_DARK, DARK)], ids=["light", "dark"]
)
def test_rivals_can_be_told_from_their_panel_the_pinned_ones_too(colours, theme):
    for share in ALPHAS.values():
        for colour in colours:
            assert contrast(over(colour, share, theme["panel"]), theme["panel"]) >= 3


FIELDS = {"light": (FIELD_LIGHT, LIGHT, RIVALS_LIGHT), "dark": (FIELD_DARK, DARK, RIVALS_DARK)}
PILL = 0.85  # of the panel, behind a word on the field


def lab(colour: str) -> np.ndarray:
    """A colour as CIE 1976 L*a*b* has it, in daylight (D65): distances are about as large as they look."""
    shares = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    share = np.array(to_xyz) @ linear / [0.9505, 1.0, 1.089]
    root = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@pytest.mark.parametrize("theme", FIELDS)
def test_a_field_goes_in_equal_steps_to_the_eye_away_from_the_panels_lightness(theme):
    field, colours, _ = FIELDS[theme]
    places = np.array([lab(each) for each in field])
    steps = np.linalg.norm(np.diff(places, axis=0), axis=1)
    assert steps.max() <= 1.8 * steps.min() and steps.min() > 3
    away = np.abs(places[:, 0] - lab(colours["panel"])[0])
    lightness = np.diff(places[:, 0])
    assert (lightness < 0).all() if theme == "light" else (lightness > 0).all()
    assert away.argmin() < 4


@pytest.mark.parametrize("theme", FIELDS)
def test_what_is_drawn_or_written_on_a_field_can_be_told_from_all_of_it(theme):
    field, colours, rivals = FIELDS[theme]
    for below in field:
        for role in ("truth", "now"):
            assert contrast(colours[role], below) >= 3, f"{role} on {below}"
        assert contrast(over(colours["given"], 0.8, below), below) >= 3, f"the path on {below}"
        for rival in rivals:
            assert contrast(rival, below) >= 2.9, f"{rival} on {below}"
        pill = over(colours["panel"], PILL, below)
        for role in ("truth", "text"):
            assert contrast(colours[role], pill) >= 4.5, f"{role} on {below}"


def test_the_style_sheet_has_the_colours_of_the_palette():
    light, dark = re.findall(
        r":root[^{]*\{(.*?)\}", (STATIC / "css/theme.css").read_text(encoding="utf-8"), re.S
    )
    for css, theme in ((light, "light"), (dark, "dark")):
        colours = {("edge" if role == "grid" else role): colour for role, colour in THEMES[theme].items()}
        assert custom_properties(css) == colours | {"on-now": ON_NOW[theme]}

import pytest

from dashboard.palette import DARK, LIGHT


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

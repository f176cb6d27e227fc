"""Colours by what a thing is: given or past is navy, the truth orange, the present teal."""

LIGHT = {
    "page": "#F6F7F9",
    "panel": "#FFFFFF",
    "text": "#1A1F2E",
    "muted": "#5B6475",
    "grid": "#E4E7EC",
    "rim": "#7F8898",
    "given": "#000080",
    "truth": "#B45309",
    "now": "#0F766E",
}

DARK = {
    "page": "#0E1218",
    "panel": "#151A23",
    "text": "#E6E9EF",
    "muted": "#A3ADBD",
    "grid": "#2A3140",
    "rim": "#667285",
    "given": "#9DB2FF",
    "truth": "#FFA500",
    "now": "#2DD4BF",
}

# Rivals in a race, told apart by those who see no red or no green, too: P. Tol, Colour Schemes, 2021, muted.
RIVALS_LIGHT = ("#882255", "#117733", "#AA4499", "#6B6B1F", "#B0475A")
RIVALS_DARK = ("#EE99DD", "#44BB99", "#E07F8F", "#DDCC77", "#88CCEE")
DASHES = ("solid", [8, 4], [2, 3], [8, 4, 2, 4], [12, 3])
ALPHAS = {"pinned": 0.75, "other": 0.9}  # of a rival's path

# What the browser is told: of each role its colours on a light page and on a dark one, and how rivals look.
COLOUR_PAIRS = {role: [LIGHT[role], DARK[role]] for role in LIGHT}
RIVAL_LOOKS = {
    "colours": [list(pair) for pair in zip(RIVALS_LIGHT, RIVALS_DARK, strict=True)],
    "dashes": list(DASHES),
    "alphas": ALPHAS,
}

# Basins, by the same author, the scheme "light": fills that lie beside each other and under other marks.
BASINS = ("#77AADD", "#EE8866", "#44BB99", "#EEDD88", "#FFAABB", "#BBCC33", "#99DDFF", "#AAAA00")
SHADES = 8  # of each, one as far from the next as from the panel

# A field of heights, the lowest first: equal steps to the eye, from the panel's own lightness to as far
# from it as lets every mark above them be seen.
FIELD_LIGHT = (
    *("#FFF9DB", "#F1F7D7", "#E5F5D3", "#D8F1D0", "#CFECCF", "#C7E9D3", "#BEE5D8"),
    *("#B7E2DD", "#B2DEE1", "#B0DAE5", "#B1D6E9", "#B4D1EC", "#B8CDEF"),
)
FIELD_DARK = (
    *("#130D22", "#17112C", "#1B1536", "#1F1A41", "#25204B", "#2A2854", "#2A315C"),
    *("#273961", "#234168", "#214769", "#204C68", "#1F5165", "#1F5561"),
)

ON_NOW = {"light": "#FFFFFF", "dark": "#06201C"}


def style_sheet(theme: str) -> str:
    """The colours as CSS, for widgets on a page that is not ours; `theme` is light, dark or system."""
    plain, dark = rules(LIGHT, "light"), rules(DARK, "dark")
    if theme == "system":
        return f"{plain}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n"
    return dark if theme == "dark" else plain


def rules(colours: dict[str, str], theme: str) -> str:
    named = {**colours, "edge": colours["grid"], "on-now": ON_NOW[theme]}
    return f":host {{ {' '.join(f'--{name}: {colour};' for name, colour in named.items())} }}"


def mixed(one: str, other: str, share: float) -> str:
    """The colour with that share of the other one in it."""
    pairs = ((int(each[place : place + 2], 16) for each in (one, other)) for place in (1, 3, 5))
    return "#" + "".join(f"{round(a + share * (b - a)):02X}" for a, b in pairs)


def basins(theme: dict[str, str], strongest: float, faintest: float) -> list[str]:
    """Who flies off, who comes to no minimum, then `SHADES` of every basin, the strongest first."""
    shares = [1 - strongest + (strongest - faintest) * shade / (SHADES - 1) for shade in range(SHADES)]
    fills = [mixed(colour, theme["panel"], share) for colour in BASINS for share in shares]
    return [mixed(theme["muted"], theme["panel"], 0.6), theme["grid"], *fills]


BASINS_LIGHT, BASINS_DARK = basins(LIGHT, 0.65, 0.2), basins(DARK, 0.36, 0.1)
GIVEN, TRUTH, NOW = LIGHT["given"], LIGHT["truth"], LIGHT["now"]
TEXT, MUTED, PANEL = LIGHT["text"], LIGHT["muted"], LIGHT["panel"]

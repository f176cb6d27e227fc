"""Colours by what a thing is: given or past is navy, the truth orange, the present teal."""

LIGHT = {
    "page": "#F6F7F9",
    "panel": "#FFFFFF",
    "text": "#1A1F2E",
    "muted": "#5B6475",
    "grid": "#E4E7EC",
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
    "given": "#9DB2FF",
    "truth": "#FFA500",
    "now": "#2DD4BF",
}

GIVEN, TRUTH, NOW = LIGHT["given"], LIGHT["truth"], LIGHT["now"]
TEXT, MUTED, PANEL = LIGHT["text"], LIGHT["muted"], LIGHT["panel"]

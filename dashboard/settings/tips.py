"""What each control does, and what to try with it."""

from dashboard.settings.chapter import BY_NAME
from dashboard.settings.values import ENTRIES

# of controls that are no settings
CONTROLS = {
    "back": "Shows the row before this one. Key: left arrow.",
    "step": "Makes one step, in three beats: the slope, α × slope, the new place. Key: right arrow.",
    "reset": "Goes back to the start of the very same run. Key: R.",
    "playhead": "Every row that has run: drag it, and all panels show that row.",
    "rival": "Adds another runner from the same start: a method, or one of SciPy's solvers.",
    "pin": "Keeps this run to compare with. Then change one thing: the two run side by side.",
    "tune": "Tries 31 step sizes for every runner and keeps the one that arrives first.",
    "clear": "Ends the race: this run goes on alone.",
    "copy": "Puts a link to this very run on the clipboard.",
    "proof": "The run that did it: it plays, and the server judges it anew. Copy its link to prove it.",
    "prove": "A link that plays this very run: whoever opens it sees the server find that it is done.",
    "reveal": "Shows the minimum, the best fit and the verdict, or hides them. Key: V.",
    "csv": "Every row of this run, to the last digit, for a spreadsheet or pandas.",
    "script": "A short Python program that makes this very run again.",
    "notebook": "The run, its rows and its figures, for Jupyter.",
    "standalone": "One file with figures, rows and Play, which opens without a server or internet.",
    "png": "The figure as it is now, as pixels: two for each on the screen, or more.",
    "svg": "The figure as it is now, as lines that can be scaled.",
}


def tips(chapter: str) -> dict[str, str]:
    """Return what every control of a chapter says when it is pointed at, by the control's name."""
    of_settings = {each.name: each.tip for each in ENTRIES[chapter] if each.tip}
    return CONTROLS | dict(BY_NAME[chapter].tips) | of_settings

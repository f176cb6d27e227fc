"""The groups of the page's controls, in their order: where each is, and what stands there beside settings."""

from dataclasses import dataclass

from dashboard.settings.setting import Place


@dataclass(frozen=True, slots=True)
class Group:
    """Controls that belong together: in the rail, in a `drawer` of it, or an instrument beside the figures.

    Where a program has a fault to be found, what is of the proper program is hidden.
    """

    name: str
    title: str = ""
    drawer: str = ""
    is_instrument: bool = False
    is_hidden_in_bugs: bool = False


DRAWERS = {"presets": "Step sizes to try", "problem": "Problem", "method": "Method", "more": "More"}
GROUPS = (
    Group("step-size"),
    Group("presets", drawer="presets"),
    Group("start"),
    Group("function", "Function", drawer="problem"),
    Group("data", "Data and noise", drawer="problem"),
    Group("noise", "Noise", drawer="problem"),
    Group("method", "Method", drawer="method", is_hidden_in_bugs=True),
    Group("stop", "Stop rule", drawer="more"),
    Group("race", "Race", drawer="more", is_hidden_in_bugs=True),
    Group("theory", "Theory", is_instrument=True, is_hidden_in_bugs=True),
    Group("scaling", "Scaling", is_instrument=True),
    Group("sweep", "Sweep of α", is_instrument=True, is_hidden_in_bugs=True),
    Group("rows", "Rows", is_instrument=True),
    Group("own", "Your data", is_instrument=True),
    Group("export", "Export", is_instrument=True),
    Group("code", "Code", is_instrument=True),
)
FOLDS = tuple(group.name for group in GROUPS if group.title)


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands among the settings of a group; where it `needs` a sheet, for a chapter that has such."""

    template: str
    place: Place
    needs: str = ""


PIECES = (
    Piece("rail/slider.html", Place("step-size", row=2)),
    Piece("rail/presets.html", Place("presets")),
    Piece("rail/hyperparameters.html", Place("method", row=2)),
    Piece("rail/formulas.html", Place("method", row=4)),
    Piece("rail/scaling.html", Place("scaling"), needs="scaling"),
    Piece("rail/rivals.html", Place("race", row=1)),
    *(Piece(f"rail/{name}.html", Place(name)) for name in ("theory", "sweep", "rows", "code", "export")),
)

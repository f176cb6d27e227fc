"""The groups of the rail, in their order, and what stands in them beside settings."""

from dataclasses import dataclass

from dashboard.settings.setting import Place


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the rail. With a `title` it is folded away; beside the rail it lies over the stage when open.

    Where a program has a fault to be found, what is of the proper program is hidden.
    """

    name: str
    title: str = ""
    is_beside: bool = False
    is_hidden_in_bugs: bool = False


GROUPS = (
    Group("problem"),
    Group("step-size"),
    Group("start"),
    Group("function", "Function"),
    Group("method", "Method", is_hidden_in_bugs=True),
    Group("data", "Data and noise"),
    Group("own", "Your data", is_beside=True),
    Group("scaling", "Scaling", is_beside=True),
    Group("noise", "Noise"),
    Group("race", "Race", is_hidden_in_bugs=True),
    Group("stop", "Stop rule"),
    Group("theory", "Theory", is_hidden_in_bugs=True),
    Group("sweep", "Sweep of α", is_beside=True, is_hidden_in_bugs=True),
    Group("rows", "Rows", is_beside=True),
    Group("code", "Code", is_beside=True),
    Group("export", "Export"),
)
FOLDS = tuple(group.name for group in GROUPS if group.title)


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in the rail beside settings; where it `needs` a sheet, for a chapter that has such."""

    template: str
    place: Place
    needs: str = ""


PIECES = (
    Piece("rail/slider.html", Place("step-size", row=2)),
    Piece("rail/hyperparameters.html", Place("method", row=2)),
    Piece("rail/formulas.html", Place("method", row=4)),
    Piece("rail/scaling.html", Place("scaling"), needs="scaling"),
    Piece("rail/rivals.html", Place("race", row=1)),
    *(Piece(f"rail/{name}.html", Place(name)) for name in ("theory", "sweep", "rows", "code", "export")),
)

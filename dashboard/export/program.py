"""The run as a short program, which makes it again to the bit, and its rivals with it."""

from dataclasses import replace

from dashboard.chapters.shared.code import text
from dashboard.export.script import call, call_descend, numpy, result
from dashboard.runs.links import link
from dashboard.runs.problems import rival_run, rivals_of, run_of
from dashboard.settings.chapter import chapter_of
from dashboard.settings.rivals import Rival
from dashboard.settings.values import Settings
from gdcore import SOLVERS

WHERE = "Put it beside the folder gdcore; it needs numpy, scipy, scikit-learn and pandas."
ALONE = "It needs what it imports and nothing else, and makes the run of that page to the last digits."


def program_file(settings: Settings) -> str:
    """The program to save: one that runs alone, where there is one that makes the run and nobody races."""
    plainly = chapter_of(settings).plain_program
    alone = plainly(run_of(settings), settings) if plainly and not settings.race else ""
    return introduce(settings, ALONE) + alone if alone else program(settings)


def program(settings: Settings) -> str:
    """The lines that make the run with `gdcore`: they leave `run`, and `rival_1` … where there is a race."""
    lines = [*imports(settings), *make_runs(settings), *print_ends(settings)]
    return introduce(settings, WHERE) + text(lines)


def introduce(settings: Settings, needs: str) -> str:
    """What a program is, and what it needs, as its docstring."""
    return f'"""{title(settings)}: {address(settings)}\n\n{needs}\n"""\n\n'


def title(settings: Settings) -> str:
    """Return the first words of a file: what is descended on."""
    return f"Gradient descent on {chapter_of(settings).subject}"


def address(settings: Settings) -> str:
    """The query that opens the page of this run again."""
    return link(without_page(settings))


def without_page(settings: Settings) -> Settings:
    """The settings of a run, without the page around it."""
    return replace(settings, play=False, open="", lesson="", challenge="", board=False, show=())


def imports(settings: Settings) -> list[str]:
    """Return the lines that import what the program of these settings names."""
    names = {*chapter_of(settings).source(settings)[0].split(", ")}
    if any(rival.method in SOLVERS for rival in settings.race):
        names.add("solve")
    return [*numpy(settings), f"from gdcore import {', '.join(sorted(names, key=str.swapcase))}"]


def make_runs(settings: Settings) -> list[str]:
    """The lines that make the objective, the run and its rivals."""
    lines = [*chapter_of(settings).source(settings)[1], *call_descend("run", run_of(settings), settings)]
    for number, rival in enumerate(settings.race, 1):
        lines += make_rival(f"rival_{number}", rival, settings)
    return lines


def make_rival(name: str, rival: Rival, settings: Settings) -> list[str]:
    own = replace(settings, **dict(rival.kept))
    if rival.method in SOLVERS:
        limits = {"iterations": own.iterations, "precision": own.precision or None}
        return call(f"{name} = solve", {"start": list(own.start), "solver": rival.method, **limits})
    own = replace(own, method=rival.method, step_size=rival.step_size, hyperparameters=rival.hyperparameters)
    return call_descend(name, rival_run(settings, rival), own)


def print_ends(settings: Settings) -> list[str]:
    """The lines that print where the run and its rivals have ended."""
    names = [f"rival_{number}" for number in range(1, 1 + len(rivals_of(settings)))]
    return [
        *result(settings),
        *(f"print({name}.theta[-1], {name}.loss[-1], {name}.steps)" for name in names),
    ]

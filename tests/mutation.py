"""Changes the code in one place at a time, and looks whether its tests notice: see `tests/mutate --help`."""

import argparse
import ast
import difflib
import json
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from types import FrameType
from typing import Any, NamedTuple

import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutation"]
COPIED = ("dashboard", "gdcore", "tests", "README.md", "pyproject.toml", "requirements.txt")
SAID = "said.txt"  # in the copy: what the tests say
SEEN = "seen.json"  # in the copy: how long each test takes, and through which lines of the module it goes
# Loaded once, before the process divides into those that run the tests, whose time would mostly be theirs.
HEAVY = ["numpy", "pandas", "scipy.stats", "scipy.optimize", "sklearn.datasets", "sklearn.linear_model"]
HEAVY += ["bokeh.plotting", "bokeh.server.server", "mpmath", "cosmic_ray.mutating", "cosmic_ray.plugins"]
HEAVY += ["pytest", "pytest_benchmark.plugin", "pytest_cov.plugin", "_pytest.junitxml", "_pytest.unittest"]
HEAVY += ["hypothesis.extra.numpy", "hypothesis.strategies", "hypothesis.internal.conjecture.engine"]
# Of all replacements of an operator the nearest: a float that is shifted fails at once, and tells nothing.
NEAREST = {
    "Binary": "Add_Sub Sub_Add Mul_Div Div_Mul Pow_Mul FloorDiv_Mul Mod_FloorDiv BitAnd_BitOr BitOr_BitAnd",
    "Comparison": "Lt_LtE LtE_Lt Gt_GtE GtE_Gt Lt_GtE LtE_Gt Gt_LtE GtE_Lt Eq_NotEq NotEq_Eq "
    "Is_IsNot IsNot_Is",
    "Unary": "Delete_USub Delete_Not Delete_Invert",
}


class Mutant(NamedTuple):
    """One change: which operator, at which of the places where it can act, and the line of that place."""

    path: str
    operator: str
    occurrence: int
    line: int


def operators() -> list[str]:
    """The operators that need no argument, and of the replacements those that are near."""
    near = {f"core/Replace{kind}Operator_{each}" for kind, names in NEAREST.items() for each in names.split()}
    plain = [name for name in operator_names() if not get_operator(name).arguments()]
    return [name for name in plain if "Operator_" not in name or name in near]


def types(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """From where to where types stand, whose change tells nothing of the tests."""
    nodes = ast.walk(ast.parse(source))
    found = [getattr(node, name, None) for node in nodes for name in ("annotation", "returns")]
    given = [each for each in found if each is not None]
    return [((each.lineno, each.col_offset), (each.end_lineno, each.end_col_offset)) for each in given]


def tells_nothing(line: str, column: int) -> bool:
    """Whether a bar among parameters, how a value is stored or kept, or a guard that never acts is there."""
    is_kept = line.lstrip().startswith(("@cache", "@lru_cache"))
    return is_kept or line.startswith("*,", column) or line[:column].endswith(("slots=", "strict="))


def cannot_change(operator: str, line: str) -> bool:
    """Whether the operator fails there: it knows no exception whose name has a dot."""
    clause = line.partition("#")[0].strip()
    return operator == "core/ExceptionReplacer" and clause.startswith("except") and "." in clause


def places(path: str) -> list[list[Mutant]]:
    """The mutants of a module, by the place that they change."""
    source = (ROOT / path).read_text(encoding="utf-8")
    lines, nodes, found = source.splitlines(), list(ast_nodes(get_ast(source))), defaultdict(list)
    annotations = types(source)
    for name in operators():
        operator = get_operator(name)()
        starts = (start for node in nodes for start, _ in operator.mutation_positions(node))
        for occurrence, start in enumerate(starts):
            is_type = any(first <= start < last for first, last in annotations)
            line = lines[start[0] - 1]
            if not (is_type or tells_nothing(line, start[1]) or cannot_change(name, line)):
                found[start].append(Mutant(path, name, occurrence, start[0]))
    return [found[start] for start in sorted(found)]


def modules(paths: list[str]) -> Iterator[str]:
    for path in paths:
        files = sorted((ROOT / path).rglob("*.py")) if (ROOT / path).is_dir() else [ROOT / path]
        yield from (str(file.relative_to(ROOT)) for file in files)


def places_in(path: str) -> list[list[Mutant]]:
    """The places of a folder, a module, or one of its lines: `gdcore/sweep.py:120`."""
    path, _, line = path.partition(":")
    found = [place for module in modules([path]) for place in places(module)]
    return [place for place in found if not line or place[0].line == int(line)]


def tests_of(path: str) -> list[str]:
    """The tests that have to notice: those of its name and those that are listed, else all of its folder."""
    module = Path(path)
    folder = Path("tests") / module.parent
    own = folder / f"test_{module.stem}.py"
    chosen = [str(own)] if (ROOT / own).exists() else []
    chosen += [each for place, tests in SETTINGS["tests"].items() if path.startswith(place) for each in tests]
    return list(dict.fromkeys([*(chosen or [str(folder)]), *SETTINGS["everywhere"]]))


class Seen:
    """For pytest: notes how long each test takes, and through which lines of a file it goes."""

    def __init__(self, file: Path) -> None:
        self.file = str(file)
        self.seen: dict[str, tuple[float, list[int]]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        lines: set[int] = set()

        def trace(frame: FrameType, event: str, argument: Any) -> Any:
            if frame.f_code.co_filename == self.file:
                lines.add(frame.f_lineno)
                return trace
            return None

        began = time.monotonic()
        sys.settrace(trace)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.seen[item.nodeid] = (time.monotonic() - began, sorted(lines))

    def pytest_sessionfinish(self) -> None:
        Path(SEEN).write_text(json.dumps(self.seen), encoding="utf-8")


class LineFirst:
    """For pytest: the tests that go through a line come first, the quick ones before the slow."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.seen = json.loads(Path(SEEN).read_text(encoding="utf-8"))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=self.place)

    def place(self, item: pytest.Item) -> tuple[bool, float]:
        seconds, lines = self.seen.get(item.nodeid, (0.0, []))
        return self.line not in lines, seconds


def run_tests(folder: str, path: str, line: int | None) -> None:
    """Run the tests of a module in the copy, as a process: it ends well where they all pass."""
    os.chdir(folder)
    sys.dont_write_bytecode = line is not None
    with open(SAID, "w", encoding="utf-8") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    options = "--quiet --exitfirst --hypothesis-seed=0 --hypothesis-profile=quick --benchmark-disable"
    plugins = "--assert=plain -p no:cacheprovider -p no:xdist"
    chosen = ["-m", "not thorough", *tests_of(path)]
    plugin = Seen(Path(folder, path)) if line is None else LineFirst(line)
    os._exit(pytest.main([*options.split(), *plugins.split(), *chosen], plugins=[plugin]))


class Bench:
    """A copy of the code, in which one file at a time is changed."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, f"{folder}/{name}", ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(ROOT / name, folder)
        self.processes = multiprocessing.get_context("forkserver")
        self.processes.set_forkserver_preload(HEAVY)

    def passes(self, path: str, line: int | None = None, seconds: float | None = None) -> bool:
        """Whether the tests of a module pass, those first that go through a line; too slow is not passed."""
        process = self.processes.Process(target=run_tests, args=(self.folder, path, line))
        process.start()
        process.join(seconds)
        if process.is_alive():
            process.kill()
            process.join()
        return process.exitcode == 0

    @property
    def said(self) -> str:
        """What the last tests said."""
        return Path(self.folder, SAID).read_text(encoding="utf-8")

    def notices(self, mutant: Mutant, seconds: float) -> bool:
        original, changed = ROOT / mutant.path, Path(self.folder, mutant.path)
        changed.write_text(mutated(mutant), encoding="utf-8")
        try:
            return not self.passes(mutant.path, mutant.line, seconds)
        finally:
            shutil.copy2(original, changed)


def mutated(mutant: Mutant) -> str:
    source = (ROOT / mutant.path).read_text(encoding="utf-8")
    return mutate_code(source, get_operator(mutant.operator)(), mutant.occurrence)


def difference(mutant: Mutant) -> str:
    """The lines that a mutant takes out and puts in."""
    before = (ROOT / mutant.path).read_text(encoding="utf-8").splitlines()
    lines = difflib.unified_diff(before, mutated(mutant).splitlines(), lineterm="", n=0)
    return "\n".join(f"    {line}" for line in list(lines)[3:])


def choose(paths: list[str], sample: int | None, seed: int) -> list[Mutant]:
    """All mutants of some modules; or of a random sample of the places one each."""
    found = [place for path in paths for place in places_in(path)]
    if sample is None:
        return [mutant for place in found for mutant in place]
    chance = random.Random(seed)
    return [chance.choice(place) for place in chance.sample(found, min(sample, len(found)))]


class Benches:
    """As many copies as there are processors, each of which tries one mutant at a time."""

    def __init__(self, folders: list[str]) -> None:
        self.all = [Bench(folder) for folder in folders]
        self.idle: SimpleQueue[Bench] = SimpleQueue()
        for bench in self.all:
            self.idle.put(bench)
        self.threads = ThreadPoolExecutor(len(folders))

    def try_unchanged(self, path: str) -> float:
        """The seconds that the tests of a module take; they end all where they fail without any change."""
        bench, began = self.idle.get(), time.monotonic()
        if not bench.passes(path):
            sys.exit(f"{bench.said}\n{path}: its tests fail without any change")
        seconds = time.monotonic() - began
        self.idle.put(bench)
        for other in self.all:
            if other is not bench:
                shutil.copy2(Path(bench.folder, SEEN), other.folder)
        return seconds

    def notice(self, mutant: Mutant, seconds: float) -> bool:
        bench = self.idle.get()
        try:
            return bench.notices(mutant, seconds)
        finally:
            self.idle.put(bench)

    def try_module(self, path: str, mutants: list[Mutant]) -> list[Mutant]:
        """Print which mutants of a module its tests do not notice, and return them."""
        patience = 10 + 5 * self.try_unchanged(path)
        mutants = sorted(mutants)
        noticed = self.threads.map(lambda each: self.notice(each, patience), mutants)
        left = [each for each, is_noticed in zip(mutants, noticed, strict=True) if not is_noticed]
        print(f"{path}: {len(mutants) - len(left)}/{len(mutants)}", flush=True)
        for each in left:
            print(f"  line {each.line}, {each.operator}\n{difference(each)}", flush=True)
        return left


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests/mutate", description=__doc__)
    parser.add_argument(
        "paths", nargs="*", default=SETTINGS["paths"], help="folders, modules, or lines: gdcore/sweep.py:120"
    )
    parser.add_argument("--sample", type=int, metavar="N", help="N random places only")
    parser.add_argument("--seed", type=int, default=0, help="of the sample; 0 where none is given")
    given = parser.parse_args()
    os.nice(10)
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "CI": ""}
    mutants = choose(given.paths, given.sample, given.seed)
    print(f"{len(mutants)} mutants", flush=True)
    by_module = defaultdict(list)
    for mutant in mutants:
        by_module[mutant.path].append(mutant)
    with ExitStack() as stack:
        folders = range(os.cpu_count() or 1)
        benches = Benches([stack.enter_context(tempfile.TemporaryDirectory()) for _ in folders])
        left = [each for path in sorted(by_module) for each in benches.try_module(path, by_module[path])]
    killed = len(mutants) - len(left)
    print(f"killed {killed} of {len(mutants)}: {killed / max(1, len(mutants)):.0%}")


if __name__ == "__main__":
    main()

"""Rivals of a page's own run, and how a race of them is read from a text and written into one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.settings.kinds import NotAllowed, Number, plain
from gdcore import METHODS


@dataclass(frozen=True, slots=True)
class Rival:
    """Another runner: a method with its step size, or one of SciPy's solvers.

    What it has `kept` are settings of a run that was pinned, with their names; all else it has in common with
    the run of the page.
    """

    method: str
    step_size: float | None = None
    hyperparameters: tuple[tuple[str, float], ...] = ()
    kept: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Race:
    """Up to `most` rivals, separated by commas: `momentum:0.01:momentum=0.8,adam:0.1,bfgs`.

    A run that was pinned has settings of its own, by the rules in `kept`: `adam:0.1:start=3;4:seed=7`. Its
    start is always written, and of the others those that are not the `defaults`.
    """

    most: int
    step_size: Number
    solvers: tuple[str, ...]
    kept: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)

    @property
    def allowed(self) -> str:
        return (
            f"at most {self.most} methods, separated by commas, each with its step size, like adam:0.1 or "
            f"momentum:0.01:momentum=0.8; without a step size also {', '.join(self.solvers)}"
        )

    def read(self, text: str) -> tuple[Rival, ...]:
        return self.check(tuple(map(self.read_one, filter(None, map(str.strip, text.split(","))))))

    def read_one(self, text: str) -> Rival:
        method, *numbers = map(str.strip, text.split(":"))
        if method in self.solvers and not numbers:
            return Rival(method)
        if method not in METHODS or not numbers:
            raise NotAllowed(self.allowed)
        given, kept = [], {}
        for each in numbers[1:]:
            name, _, value = each.partition("=")
            if name in self.kept:
                kept[name] = self.read_number(self.kept[name], name, value.replace(";", ","))
                continue
            rule = hyperparameter_rules(method).get(name)
            if rule is None:
                known = ", ".join(METHODS[method].defaults) or "no hyperparameters"
                raise NotAllowed(self.allowed, f"{method} has {known}")
            given.append((name, self.read_number(rule, name, value)))
        alpha = self.read_number(self.step_size, "the step size", numbers[0])
        pins = {name: kept.get(name, self.defaults[name]) for name in self.kept} if kept else {}
        return Rival(method, alpha, tuple(given), tuple(pins.items()))

    def read_number(self, rule: Any, name: str, text: str) -> Any:
        try:
            return rule.read(text)
        except NotAllowed as error:
            raise NotAllowed(self.allowed, f"{name}: {error}") from None

    def check(self, value: Any) -> tuple[Rival, ...]:
        if not isinstance(value, tuple) or len(value) > self.most:
            raise NotAllowed(self.allowed)
        return value

    def write(self, value: tuple[Rival, ...]) -> str:
        return ",".join(map(self.write_one, value))

    display = write

    def write_one(self, rival: Rival) -> str:
        kept = [
            f"{name}={self.kept[name].write(value).replace(',', ';')}"
            for name, value in rival.kept
            if name == "start" or value != self.defaults[name]
        ]
        return ":".join([write_rival(rival), *kept])


def write_rival(rival: Rival) -> str:
    """Write a runner as its method and the numbers of that: `adam:0.1`."""
    if rival.step_size is None:
        return rival.method
    numbers = [plain(rival.step_size), *(f"{name}={plain(value)}" for name, value in rival.hyperparameters)]
    return ":".join([rival.method, *numbers])


def hyperparameter_rules(method: str) -> dict[str, Number]:
    """The rules of what a method takes beside its step size."""
    found = METHODS[method].hyperparameters if method in METHODS else {}
    return {name: Number(each.low, each.high) for name, each in found.items()}

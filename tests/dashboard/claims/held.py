"""All that a page says of a run, held against the run."""

from dashboard.explain import sweeps, theory
from dashboard.explain.verdict import verdict
from dashboard.runs import race
from dashboard.runs.budget import affordable
from dashboard.runs.problems import rival_run, rivals_of, run_of
from dashboard.runs.race import rank_step_sizes
from dashboard.settings.rivals import Rival
from dashboard.settings.values import Settings
from gdcore import METHODS, outcome
from tests.dashboard.claims import causes, motions, places, tables  # noqa: F401  (they register their forms)
from tests.dashboard.claims.case import Case
from tests.dashboard.claims.forms import hold


def hold_run(settings: Settings) -> list[str]:
    """Check verdict and theory of a run; return the names of the checks that were made."""
    run = run_of(settings)
    case = Case(settings, run)
    tables.hold_theory(case, theory.describe_theory(run))
    return hold(case, verdict(run, settings))


def hold_sweep(settings: Settings) -> None:
    """Check what the sweep says of a run."""
    run = run_of(settings)
    swept = sweeps.sweep_one(sweeps.wish(settings, sweeps.runners(settings)[0]))
    tables.hold_sweep(Case(settings, run), sweeps.caption(settings, swept, outcome(run)))


def hold_race(settings: Settings) -> None:
    """Check what is told of the runners of a race."""
    try:
        settings = affordable(settings)
    except ValueError:  # not a step of it may be made
        return
    run, rivals = run_of(settings), rivals_of(settings)
    cases = [Case(settings, each) for each in (run, *rivals)]
    tables.hold_race(cases, race.facts(run, rivals, settings))


def hold_tuned(settings: Settings) -> None:
    """Check what is told of step sizes that were tuned."""
    tuned, said = race.tune(settings, lambda share: None)
    own = Rival(tuned.method, tuned.step_size, tuned.hyperparameters)
    runners = [each for each in (own, *tuned.race) if each.method in METHODS]
    cases = [Case(tuned, rival_run(tuned, each)) for each in runners]
    tables.hold_tuned(said, cases, [rank_step_sizes(settings, each, lambda share: None) for each in runners])

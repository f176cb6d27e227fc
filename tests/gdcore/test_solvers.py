import warnings
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize, rosen, rosen_der

from gdcore import FUNCTIONS, SOLVERS, Objective, TooLong, solve, typed
from gdcore.work import ITERATION, of_evaluation
from tests.meaning import tells

ITERATES = {"bfgs": "BFGS", "cg": "CG", "nelder-mead": "Nelder-Mead"}


def rosenbrock() -> Objective:
    return Objective(
        lambda x, y: (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x),
        lambda x, y: (-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
        start=[-1.2, 1],
        domain=[(-2, 2), (-1, 3)],
        minima=[(1, 1)],
    )


def directly(objective: Objective, solver: str, **options):
    """SciPy's own result, and the points that it reports one after the other."""
    points = [objective.start]
    result = minimize(
        objective.value,
        objective.start,
        method=ITERATES[solver],
        jac=None if solver == "nelder-mead" else objective.gradient,
        callback=lambda theta: points.append(np.array(theta)),
        options=options,
    )
    return result, np.array(points)


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("objective", [rosenbrock(), FUNCTIONS["parabola"]], ids=["rosenbrock", "parabola"])
def test_rows_are_scipys_iterates(solver, objective):
    result, points = directly(objective, solver)
    run = solve(objective, solver=solver)
    assert result.success
    assert run.theta.tolist() == points.tolist()
    assert run.theta[-1].tolist() == result.x.tolist()
    assert run.loss[-1] == result.fun
    assert run.status == "converged"
    assert f"after {result.nit} step" in run.message or solver == "nelder-mead"


def test_rows_hold_loss_gradient_and_excess():
    run = solve(rosenbrock())
    np.testing.assert_allclose(run.loss, rosen(run.theta.T), rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(run.gradient, [rosen_der(point) for point in run.theta], rtol=1e-7, atol=1e-9)
    assert run.excess.tolist() == run.loss.tolist()
    assert run.estimate is not None and run.velocity is None and run.batch_loss is None
    assert run.step_sizes.tolist() == [1.0] * run.steps, "a formality"
    assert not run.theta.flags.writeable
    assert len(run.to_frame()) == run.steps + 1


@pytest.mark.parametrize("solver", SOLVERS)
def test_no_more_iterations_than_asked_for(solver):
    run = solve(rosenbrock(), solver=solver, iterations=5)
    assert (run.steps, run.status, run.message[:21]) == (5, "iterations", "Made the 5 steps aske")
    assert run.theta.tolist() == solve(rosenbrock(), solver=solver).theta[:6].tolist()


def test_a_thousand_iterations_are_made_where_none_are_asked_for_and_one_may_be():
    assert solve(rosenbrock()).iterations == 1000
    assert solve(rosenbrock(), iterations=1).steps == 1


@pytest.mark.parametrize("solver", ["bfgs", "cg"])
def test_a_short_step_ends_a_run(solver):
    whole = solve(rosenbrock(), solver=solver).theta
    run = solve(rosenbrock(), solver=solver, precision=0.03)
    moves = np.linalg.norm(np.diff(whole, axis=0), axis=1)
    assert run.status == "converged"
    assert run.steps == int((moves <= 0.03).argmax()) + 1
    assert "the last moved θ by no more than 0.03" in run.message


@pytest.mark.parametrize("solver", ["bfgs", "cg"])
def test_a_run_that_has_ended_is_not_solved_on(solver):
    calls = []

    def counted(x, y):
        calls.append(1)
        return formula(x, y)

    formula, objective = rosenbrock().formula, rosenbrock()
    objective.formula = counted
    short = solve(objective, solver=solver, precision=0.03)
    until_then = len(calls)
    whole = solve(objective, solver=solver)
    assert short.steps < whole.steps - 5
    assert until_then < len(calls) - until_then - 5


def test_a_simplex_ends_when_it_is_small():
    _, points = directly(rosenbrock(), "nelder-mead", xatol=0.01, fatol=np.inf)
    run = solve(rosenbrock(), solver="nelder-mead", precision=0.01)
    assert run.theta.tolist() == points.tolist()
    assert run.steps < solve(rosenbrock(), solver="nelder-mead").steps


def test_a_simplex_that_never_is_small_enough_ends_too():
    run = solve(rosenbrock(), solver="nelder-mead", precision=0.0, iterations=100_000)
    assert run.status == "converged"
    assert run.steps < 20_000
    np.testing.assert_allclose(run.theta[-1], [1, 1], atol=1e-6)


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("text", ["x", "-x**4", "x**3 - x", "sinh(x)"])
def test_a_fall_without_end_is_a_divergence(solver, text):
    run = solve(typed(text), [-2.0], solver=solver)
    assert run.status == "diverged"
    for rows in (run.theta, run.loss, run.gradient, run.excess):
        assert np.isfinite(rows).all()


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("text", ["x - log(x)", "sqrt(x)", "x*log(x)", "abs(x - 1)", "1/x", "exp(x**2)", "7"])
def test_rows_stay_finite_where_the_function_is_not_defined_everywhere(solver, text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run = solve(typed(text), 2.0, solver=solver, iterations=300)
    for rows in (run.theta, run.loss, run.gradient, run.excess):
        assert np.isfinite(rows).all()
    assert run.message


def test_a_solver_that_gives_up_has_stopped_by_itself():
    kink = typed("abs(x - 1)")
    result, points = directly(kink, "bfgs")
    run = solve(kink, solver="bfgs")
    assert not result.success
    assert (run.status, run.theta.tolist()) == ("converged", points.tolist())


def test_one_that_gives_up_just_before_the_last_iteration_has_stopped_by_itself():
    kink = typed("abs(x - 1) + x**2")
    count = solve(kink, 2.0).steps
    assert count > 1
    assert solve(kink, 2.0, iterations=count + 1).status == "converged"
    assert solve(kink, 2.0, iterations=count).status == "iterations"


@pytest.mark.parametrize(
    ("theta", "precision", "parts"),
    [
        ([5.0], None, ("0 steps", "BFGS", "nothing left to gain", "5 above")),
        ([5.0], 9.0, ("0 steps", "BFGS", "nothing left to gain", "5 above")),
        ([5.0, 7.0], None, ("1 step:", "BFGS", "nothing left to gain", "7 above")),
        ([5.0, 7.0, 1.0], None, ("2 steps", "BFGS", "nothing left to gain", "1 above")),
        ([5.0, 7.0, 6.5, 9.0, 8.0], 1.0, ("4 steps", "the last moved", "1", "8 above")),
        ([5.0, 7.0, 6.5, 9.0, 8.0], 0.9, ("4 steps", "BFGS", "nothing left to gain", "8 above")),
        ([5.0, 5.0, 9.0, 3.0], 1.0, ("3 steps", "BFGS", "nothing left to gain", "3 above")),
    ],
)
def test_the_message_tells_whether_the_last_step_was_short(theta, precision, parts):
    """Rows of |x|, whose height above the minimum is x."""
    rows = np.array(theta)
    run = replace(
        solve(typed("abs(x)"), 5.0),
        **{name: rows[:, np.newaxis] for name in ("theta", "gradient", "estimate")},
        loss=rows - 1,
        excess=rows,
        status="converged",
        precision=precision,
    )
    assert tells(run.message, *parts)
    rests = replace(run, method="nelder-mead")
    assert tells(rests.message, "Nelder-Mead", "nothing left to gain"), "its best point may rest"


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_solver_may_be_all_the_work_that_scipy_says_it_did_and_no_less(solver):
    objective = rosenbrock()
    result, points = directly(objective, solver)
    most = (result.nfev + result.get("njev", 0)) * of_evaluation(objective) + (len(points) - 1) * ITERATION
    run = solve(objective, solver=solver, most_work=most)
    assert (run.theta.tolist(), run.status) == (points.tolist(), "converged")
    with pytest.raises(TooLong) as caught:
        solve(objective, solver=solver, most_work=most - 1)
    assert caught.value.steps == len(points) - 2


def test_a_start_at_the_minimum_has_no_steps():
    run = solve(FUNCTIONS["parabola"], 3.0)
    assert (run.steps, run.status) == (0, "converged")
    assert "after 0 steps" in run.message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"solver": "newton"}, "solver must be one of 'bfgs', 'cg', 'nelder-mead', not 'newton'"),
        ({"solver": ["bfgs"]}, "solver must be one of"),
        ({"iterations": 0}, "iterations must be a whole number from 1 to 100,000"),
        ({"iterations": 100_001}, "iterations must be"),
        ({"precision": -1}, "precision must be a finite number of 0 or more"),
        ({"start": [1.0, 2.0]}, "start must be finite numbers of shape"),
        ({"start": [np.nan]}, "start must be finite numbers"),
        ({"start": -1.0}, "start must be a point where loss and gradient are finite"),
        ({"start": 0.0}, "start must be a point where loss and gradient are finite"),
    ],
)
def test_bad_arguments_are_told(arguments, message):
    with pytest.raises(ValueError, match=message):
        solve(typed("sqrt(x)"), **arguments)


@pytest.mark.parametrize("solver", SOLVERS.values(), ids=SOLVERS)
def test_solvers_say_what_they_do_and_who_says_so(solver):
    assert solver.name
    assert solver.text.endswith(".")
    assert any(year in solver.source for year in ("1965", "2006"))

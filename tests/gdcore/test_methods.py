"""Every method against its formula in another form: sums over all gradients so far, in NumPy vectors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore import FUNCTIONS, METHODS, Objective, Quadratic, descend
from gdcore.methods import Hyperparameter

ORDER = [
    "gradient descent",
    "momentum",
    "nesterov",
    "adagrad",
    "rmsprop",
    "adadelta",
    "adam",
    "amsgrad",
    "nadam",
    "adamw",
    "lion",
    "newton",
    "line search",
]
EPS = {"eps": 1e-8}
BETAS = {"beta1": 0.9, "beta2": 0.999} | EPS
DEFAULTS = {  # as torch.optim's documentation has them, momentum and Lion's apart
    "gradient descent": {},
    "momentum": {"momentum": 0.9},
    "nesterov": {"momentum": 0.9},
    "adagrad": {"eps": 1e-10},
    "rmsprop": {"smoothing": 0.99} | EPS,
    "adadelta": {"rho": 0.9, "eps": 1e-6},
    "adam": BETAS,
    "amsgrad": BETAS,
    "nadam": BETAS | {"momentum_decay": 0.004},
    "adamw": BETAS | {"weight_decay": 0.01},
    "lion": {"beta1": 0.9, "beta2": 0.99, "weight_decay": 0.0},
    "newton": {},
    "line search": {"c": 1e-4, "shrink": 0.5},
}
MEMORY = (0, 0.9999)
BOUNDS = {  # what a visitor may ask for: shares below 1, and pulls that do not jump over 0 at once
    "momentum": {"momentum": (0, 0.999)},
    "nesterov": {"momentum": (0, 0.999)},
    "adagrad": {"eps": (1e-16, 1)},
    "rmsprop": {"smoothing": (0, 0.99999), "eps": (1e-16, 1)},
    "adadelta": {"rho": (0, 0.99999), "eps": (1e-16, 1)},
    "adam": {"beta1": MEMORY, "beta2": (0, 0.999999), "eps": (1e-16, 1)},
    "amsgrad": {"beta1": MEMORY, "beta2": (0, 0.999999), "eps": (1e-16, 1)},
    "nadam": {"beta1": MEMORY, "beta2": (0, 0.999999), "eps": (1e-16, 1), "momentum_decay": (0, 1)},
    "adamw": {"beta1": MEMORY, "beta2": (0, 0.999999), "eps": (1e-16, 1), "weight_decay": (0, 10)},
    "lion": {"beta1": MEMORY, "beta2": MEMORY, "weight_decay": (0, 10)},
    "line search": {"c": (1e-10, 0.9), "shrink": (0.1, 0.8)},
}
UPDATES = ORDER[:-2]
READERS = ORDER[-2:]
OTHERS = {  # not the default ones
    "momentum": {"momentum": 0.5},
    "nesterov": {"momentum": 0.7},
    "adagrad": {"eps": 0.1},
    "rmsprop": {"smoothing": 0.8, "eps": 0.01},
    "adadelta": {"rho": 0.5, "eps": 0.001},
    "adam": {"beta1": 0.6, "beta2": 0.9, "eps": 0.01},
    "amsgrad": {"beta1": 0.6, "beta2": 0.7, "eps": 0.01},
    "nadam": {"beta1": 0.8, "beta2": 0.9, "eps": 0.01, "momentum_decay": 0.3},
    "adamw": {"beta1": 0.6, "beta2": 0.9, "weight_decay": 0.5},
    "lion": {"beta1": 0.3, "beta2": 0.8, "weight_decay": 0.2},
}
GRADIENTS = st.lists(st.floats(-100, 100), min_size=1, max_size=40)
SLOPES = st.floats(1e-3, 1e3).flatmap(lambda size: st.sampled_from([size, -size]))


def valley(**about) -> Objective:
    """Rosenbrock's function, with its second partials."""
    found = Objective(
        lambda x, y: (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x),
        lambda x, y: (-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
        **{"start": [-1.2, 1], "domain": [(-2, 2), (-1, 3)], "minima": [(1, 1)], "step_size": 0.001} | about,
    )
    found.seconds = lambda x, y: (2 - 400 * (y - 3 * x * x), -400 * x, 200.0)
    return found


def bowl(A, b=None, **about) -> Quadratic:
    found = Quadratic(A, np.zeros(len(A)) if b is None else b, **about)
    found.seconds = lambda *theta: tuple(found.A[np.triu_indices(len(A))].tolist())
    found.hessian = lambda theta: np.multiply.outer(found.A, np.ones(np.shape(theta)[1:]))
    return found


def weights(decay: float, count: int) -> np.ndarray:
    return decay ** np.arange(count - 1.0, -1, -1)[:, None]


def mean(values: np.ndarray, decay: float) -> np.ndarray:
    """The bias-corrected running mean: what is remembered over the sum of the weights."""
    w = weights(decay, len(values))
    return (w * values).sum(axis=0) / w.sum()


def memory(values: np.ndarray, decay: float) -> np.ndarray:
    return (1 - decay) * (weights(decay, len(values)) * values).sum(axis=0)


def step_of(name: str, thetas: list, gradients: list, alpha: float, h: dict) -> np.ndarray:
    """θ after the last of the gradients, from all of them and all θ so far."""
    theta, g, k = thetas[-1], np.array(gradients), len(gradients)
    if name == "gradient descent":
        return theta - alpha * g[-1]
    if name == "momentum":
        before = thetas[-2] if k > 1 else theta
        return theta - alpha * g[-1] + h["momentum"] * (theta - before)
    if name == "nesterov":
        velocity = (weights(h["momentum"], k) * g).sum(axis=0)
        return theta - alpha * (g[-1] + h["momentum"] * velocity)
    if name == "adagrad":
        return theta - alpha * g[-1] / (np.linalg.norm(g, axis=0) + h["eps"])
    if name == "rmsprop":
        return theta - alpha * g[-1] / (np.sqrt(memory(g**2, h["smoothing"])) + h["eps"])
    if name == "adadelta":
        moves = -np.diff(np.array(thetas), axis=0) / alpha
        size = np.sqrt(memory(moves**2, h["rho"]) + h["eps"]) if k > 1 else np.sqrt(h["eps"])
        return theta - alpha * size / np.sqrt(memory(g**2, h["rho"]) + h["eps"]) * g[-1]
    if name == "lion":
        before = memory(g[:-1], h["beta2"]) if k > 1 else 0 * theta
        way = np.sign(h["beta1"] * before + (1 - h["beta1"]) * g[-1])
        return theta - alpha * (way + h["weight_decay"] * theta)
    first, second = mean(g, h["beta1"]), mean(g**2, h["beta2"])
    if name == "amsgrad":
        peaks = np.max([memory(g[:i] ** 2, h["beta2"]) for i in range(1, k + 1)], axis=0)
        second = peaks / (1 - h["beta2"] ** k)
    if name == "nadam":
        mu = h["beta1"] * (1 - 0.5 * 0.96 ** (np.arange(1, k + 2) * h["momentum_decay"]))
        first = mu[k] * memory(g, h["beta1"]) / (1 - np.prod(mu)) + (1 - mu[k - 1]) * g[-1] / (
            1 - np.prod(mu[:k])
        )
    shrunk = theta * (1 - alpha * h.get("weight_decay", 0))
    return shrunk - alpha * first / (np.sqrt(second) + h["eps"])


def test_the_methods_are_in_order_and_have_the_published_defaults():
    assert list(METHODS) == ORDER
    assert {name: method.defaults for name, method in METHODS.items()} == DEFAULTS


@pytest.mark.parametrize("name", ORDER)
def test_hyperparameters_have_these_bounds(name):
    allowed = {option: (each.low, each.high) for option, each in METHODS[name].hyperparameters.items()}
    assert allowed == BOUNDS.get(name, {})


@pytest.mark.parametrize("name", ORDER)
def test_methods_tell_about_themselves(name):
    method = METHODS[name]
    assert method.name == name
    assert method.latex.count("{") == method.latex.count("}")
    assert method.latex and method.text and method.source
    assert method.reads_objective == (name in READERS) == (method.update is None)
    for option, hyperparameter in method.hyperparameters.items():
        assert isinstance(hyperparameter, Hyperparameter)
        assert hyperparameter.low <= hyperparameter.default <= hyperparameter.high
        assert hyperparameter.text and "\n" not in hyperparameter.text
        for bound in (hyperparameter.low, hyperparameter.high):
            assert method.checked({option: bound})[option] == bound


@pytest.mark.parametrize("changed", [False, True])
@pytest.mark.parametrize("name", UPDATES)
def test_runs_are_those_of_the_formula(name, changed):
    h = DEFAULTS[name] | (OTHERS.get(name, {}) if changed else {})
    objective = valley()
    alpha = 1e-4 if name in ORDER[:3] else 0.02
    run = descend(objective, method=name, step_size=alpha, iterations=80, **h)
    thetas, gradients = [objective.start], []
    for _ in range(80):
        gradients.append(objective.gradient(thetas[-1]))
        thetas.append(step_of(name, thetas, gradients, alpha, h))
    assert run.steps == 80
    np.testing.assert_allclose(run.theta, thetas, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("name", UPDATES)
@given(st.data())
def test_rules_serve_floats_and_arrays_alike_to_the_bit(name, data):
    method = METHODS[name]
    h = method.defaults | (OTHERS.get(name, {}) if data.draw(st.booleans()) else {})
    count = data.draw(st.integers(1, 30))
    starts = np.array(data.draw(st.lists(st.floats(-100, 100), min_size=3, max_size=3)))
    slopes = np.array(data.draw(st.lists(st.floats(-1e3, 1e3), min_size=3 * count, max_size=3 * count)))
    many, states = starts, method.init(starts)
    one, state = starts[1].item(), method.init(starts[1].item())
    for row in slopes.reshape(count, 3):
        many, states = method.update(many, row, states, 0.01, **h)
        one, state = method.update(one, row[1].item(), state, 0.01, *h.values())
        assert type(one) is float
        assert one == many[1]


@pytest.mark.parametrize("name", ORDER)
def test_rules_are_pure(name):
    method, objective = METHODS[name], valley()
    rng = np.random.default_rng(4)
    theta = rng.uniform(-1, 1, (2, 5))
    gradient = objective.gradient(theta)
    kept = theta.copy(), gradient.copy()
    state = method.init(theta)
    first, after = method.step(objective, theta, gradient, state, 0.01)
    held = [np.copy(part) for part in after]
    again, _ = method.step(objective, theta, gradient, state, 0.01)
    method.step(objective, first, gradient, after, 0.01)
    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal([theta, gradient], kept)
    for part, copy in zip(after, held, strict=True):
        np.testing.assert_array_equal(part, copy)


@pytest.mark.parametrize("name", ORDER)
def test_a_step_remembers_as_much_as_the_one_before(name):
    method, theta = METHODS[name], np.zeros((2, 3))
    state = method.init(theta)
    _, after = method.step(valley(), theta, np.ones((2, 3)), state, 0.01)
    assert list(map(np.shape, after)) == list(map(np.shape, state))


@pytest.mark.parametrize("name", ORDER)
def test_many_starts_at_once_are_the_runs_of_each(name):
    method, objective = METHODS[name], valley()
    alpha = {"newton": 0.5, "line search": 1.0}.get(name, 1e-4)
    starts = np.random.default_rng(5).uniform(-1.5, 1.5, (2, 6))
    theta, state = starts, method.init(starts)
    rows = [theta]
    for _ in range(30):
        theta, state = method.step(objective, theta, objective.gradient(theta), state, alpha)
        rows.append(theta)
    assert theta.shape == (2, 6)
    for i in range(6):
        run = descend(objective, starts[:, i], method=name, step_size=alpha, iterations=30)
        np.testing.assert_array_equal(run.theta, np.array(rows)[: run.steps + 1, :, i])
        assert run.steps == 30


@pytest.mark.parametrize("name", ORDER)
def test_arrays_raise_nothing_whatever_becomes_of_them(name):
    method = METHODS[name]
    pole = Objective(lambda x: 1 / x, lambda x: (-1 / (x * x),), start=[1], domain=[(-1, 1)])
    pole.seconds = lambda x: (2 / (x * x * x),)
    theta = np.array([[0.0, 1e-200, 1e200, np.inf, np.nan, 1.0, -1e-100]])
    state = method.init(theta)
    with np.errstate(all="raise"):
        for _ in range(5):
            with np.errstate(all="ignore"):
                slopes = pole.gradient(theta)
            theta, state = method.step(pole, theta, slopes, state, 1.0)
    assert theta.shape == (1, 7)
    assert np.isfinite(theta[0, 5])


@given(SLOPES, st.floats(1e-6, 10))
def test_first_steps_in_closed_form(slope, alpha):
    sign = np.sign(slope)
    expected = {
        "gradient descent": alpha * slope,
        "momentum": alpha * slope,
        "nesterov": 1.9 * alpha * slope,
        "adagrad": alpha * sign,
        "rmsprop": alpha * sign * 10,  # 1/√(1 − 0.99)
        "adadelta": alpha * 1e-3 * slope / np.sqrt(0.1 * slope**2 + 1e-6),
        "adam": alpha * sign,
        "amsgrad": alpha * sign,
        "adamw": alpha * (sign + 0.01 * 2),
        "lion": alpha * sign,
    }
    for name, move in expected.items():
        method = METHODS[name]
        moved, _ = method.update(2.0, slope, method.init(2.0), alpha, **method.defaults)
        assert 2.0 - moved == pytest.approx(move, rel=2e-4, abs=1e-14)  # ε is 10⁻⁴ of the least slope


def test_gradient_descent_takes_the_posts_first_step():
    method = METHODS["gradient descent"]
    assert method.update(15.0, 24.0, method.init(15.0), 0.01) == (14.76, ())


@given(GRADIENTS, st.floats(1e-3, 10))
def test_adams_step_is_bounded_by_the_size_of_alpha(gradients, alpha):
    # |Σ a g| ≤ √(Σ a²/b) √(Σ b g²) with a and b the weights of both means (Cauchy and Schwarz).
    method = METHODS["adam"]
    theta, state = 0.0, method.init(0.0)
    for k, gradient in enumerate(gradients, 1):
        before = theta
        theta, state = method.update(theta, gradient, state, alpha, **method.defaults)
        a, b = (weights(decay, k) / weights(decay, k).sum() for decay in (0.9, 0.999))
        assert abs(theta - before) <= alpha * np.sqrt((a**2 / b).sum()) * (1 + 1e-9) + 1e-12


@pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam", "amsgrad", "nadam", "adamw", "lion"])
@given(st.lists(SLOPES, min_size=1, max_size=20), st.sampled_from([2.0**-20, 0.5, 4.0, 2.0**30]))
def test_the_scale_of_the_loss_is_nothing_to_methods_that_divide_by_it(name, gradients, scale):
    method = METHODS[name]
    h = {option: 0.0 if option == "eps" else value for option, value in method.defaults.items()}
    one, state = 1.0, method.init(1.0)
    other, scaled = 1.0, method.init(1.0)
    for gradient in gradients:
        one, state = method.update(one, gradient, state, 0.1, **h)
        other, scaled = method.update(other, scale * gradient, scaled, 0.1, **h)
        assert one == other


@pytest.mark.parametrize("name", ["momentum", "nesterov"])
@given(GRADIENTS)
def test_without_momentum_it_is_gradient_descent(name, gradients):
    plain, rule = METHODS["gradient descent"], METHODS[name]
    one, other, state = 3.0, 3.0, rule.init(3.0)
    for gradient in gradients:
        one, _ = plain.update(one, gradient, (), 0.1)
        other, state = rule.update(other, gradient, state, 0.1, momentum=0.0)
        assert one == other


@given(GRADIENTS)
def test_amsgrad_never_forgets_a_large_gradient(gradients):
    method = METHODS["amsgrad"]
    theta, state, peaks = 0.0, method.init(0.0), [0.0]
    for gradient in gradients:
        theta, state = method.update(theta, gradient, state, 0.1, **method.defaults)
        peaks.append(state[2])
    assert (np.diff(peaks) >= 0).all()
    assert peaks[-1] >= 0.001 * max(gradients, key=abs) ** 2 * (1 - 1e-12)


@given(st.lists(st.floats(0.1, 100), min_size=1, max_size=30))
def test_adagrads_steps_only_shrink_while_the_gradient_stays(gradients):
    method = METHODS["adagrad"]
    theta, state = 0.0, method.init(0.0)
    for k, gradient in enumerate(gradients, 1):
        before = theta
        theta, state = method.update(theta, gradient, state, 1.0, eps=1e-10)
        assert abs(theta - before) <= 1.0 + 1e-12
        assert state[0] == pytest.approx(np.sum(np.square(gradients[:k])))


@pytest.mark.parametrize("name", ["momentum", "nesterov", "adam", "amsgrad", "nadam", "adamw", "lion"])
def test_the_velocity_is_the_first_entry_of_the_state(name):
    method = METHODS[name]
    gain = {"momentum": 1.0, "nesterov": 1.0, "lion": 1 - 0.99}.get(name, 1 - 0.9)
    state = method.init(np.zeros((2, 3)))
    assert not state[0].any()
    _, state = method.update(np.zeros((2, 3)), np.full((2, 3), 8.0), state, 0.1, **method.defaults)
    np.testing.assert_allclose(state[0], np.full((2, 3), gain * 8))
    assert method.inertia(**method.defaults)[1] == pytest.approx(gain)


@pytest.mark.parametrize(
    "name", ["gradient descent", "adagrad", "rmsprop", "adadelta", "newton", "line search"]
)
def test_methods_without_a_velocity_say_so(name):
    assert METHODS[name].inertia is None


# Where descent goes


@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_newton_solves_a_quadratic_in_one_step(seed, n):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(n, n))
    objective = bowl(root @ root.T + 0.1 * np.eye(n), rng.normal(size=n))
    run = descend(objective, rng.normal(scale=10, size=n), method="newton", iterations=1)
    expected = np.linalg.solve(objective.A, -objective.b)
    np.testing.assert_allclose(run.theta[1], expected, rtol=1e-7, atol=1e-7)
    half = descend(objective, run.theta[0], method="newton", step_size=0.5, iterations=1)
    np.testing.assert_allclose(half.theta[1], (run.theta[0] + expected) / 2, rtol=1e-7, atol=1e-7)


def test_newton_goes_to_a_saddle_too():
    saddle = Objective(
        lambda x, y: x * x - y * y, lambda x, y: (2 * x, -2 * y), start=[1, 1], domain=[(-2, 2)] * 2
    )
    saddle.seconds = lambda x, y: (2.0, 0.0, -2.0)
    assert descend(saddle, method="newton", iterations=1).theta[-1].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("A", "start", "expected"),
    [
        ([[0.0]], [3.0], [3.0]),
        ([[1.0, 2.0], [2.0, 4.0]], [1.0, 1.0], [-2.0, -5.0]),
        ([[0.1 * 0.1, 0.1 * 0.7], [0.1 * 0.7, 0.7 * 0.7]], [1.0, 0.0], [0.99, -0.07]),  # but for rounding
        (np.diag([1.0, 4.0, 0.0]), [1.0, 1.0, 1.0], [0.0, -3.0, 1.0]),
    ],
)
def test_where_the_hessian_is_singular_newton_takes_a_plain_step(A, start, expected):
    run = descend(bowl(A), start, method="newton", iterations=1)
    np.testing.assert_allclose(run.theta[1], expected, atol=1e-12)


def test_a_small_hessian_is_not_a_singular_one():
    run = descend(bowl(np.diag([1.0, 1e-20])), [1.0, 1.0], method="newton", iterations=1)
    assert run.theta[1].tolist() == [0, 0]


@pytest.mark.parametrize("failure", [ZeroDivisionError, OverflowError, ValueError, None])
def test_where_second_partials_fail_newton_takes_a_plain_step(failure):
    def seconds(x):
        if failure:
            raise failure
        return (complex(1, 1),)

    line = Objective(lambda x: 2 * x, lambda x: (2.0,), start=[1], domain=[(-1, 3)])
    line.seconds = seconds
    assert descend(line, method="newton", iterations=1, step_size=0.25).theta[1] == 0.5


def test_second_partials_of_two_coordinates_may_fail_too():
    def seconds(x, y):
        raise ZeroDivisionError

    plane = Objective(lambda x, y: 2 * x + y, lambda x, y: (2.0, 1.0), start=[1, 1], domain=[(-1, 3)] * 2)
    plane.seconds = seconds
    run = descend(plane, method="newton", iterations=1, step_size=0.25)
    assert run.theta[1].tolist() == [0.5, 0.75]


def test_where_one_coordinate_of_the_move_is_not_finite_newton_takes_a_plain_step_in_all():
    starts, slopes = np.zeros((2, 2)), np.array([[np.inf, 1.0], [4.0, 4.0]])
    moved, _ = METHODS["newton"].step(bowl(np.diag([1.0, 2.0])), starts, slopes, (), 1.0)
    assert moved.tolist() == [[-np.inf, -1], [-4, -2]]


def test_three_floats_move_to_three_floats():
    moved, _ = METHODS["newton"].rule(bowl(np.diag([1.0, 2.0, 4.0])), (0.0,) * 3, (1.0,) * 3, (), 1.0)
    assert moved == (-1, -0.5, -0.25) and {type(coordinate) for coordinate in moved} == {float}


def test_many_starts_of_three_coordinates_are_solved_at_once():
    objective = bowl(np.diag([1.0, 2.0, 4.0]))
    starts = np.random.default_rng(0).normal(size=(3, 2, 5))
    slopes = objective.gradient(starts)
    slopes[0, 0, 0] = np.inf
    moved, _ = METHODS["newton"].step(objective, starts, slopes, (), 1.0)
    assert moved.shape == starts.shape
    np.testing.assert_allclose(moved.reshape(3, -1)[:, 1:], 0, atol=1e-15)


@given(
    st.lists(st.floats(-3, 3), min_size=2, max_size=2),
    st.floats(1e-6, 1e6),
    st.sampled_from([1e-4, 0.3, 0.9]),
    st.sampled_from([0.1, 0.5, 0.8]),
)
def test_the_line_search_never_climbs_and_asks_for_enough(start, alpha, c, shrink):
    run = descend(valley(), start, method="line search", step_size=alpha, iterations=30, c=c, shrink=shrink)
    assert (np.diff(run.loss) <= 0).all()
    assert run.status == "iterations"
    moves, slopes = -np.diff(run.theta, axis=0), run.gradient[:-1]
    squares = (slopes**2).sum(axis=1)
    taken = (moves * slopes).sum(axis=1) / np.where(squares, squares, 1)
    assert (run.loss[1:] <= run.loss[:-1] - c * taken * squares + 1e-9 * run.loss[:-1]).all()


def test_the_line_search_takes_the_first_trial_that_will_do():
    objective = bowl([[2.0]])  # f = x², and a step a is enough where 4a² − 4a ≤ −4ca: a ≤ 1 − c
    for c, alpha, expected in [
        (1e-4, 0.9, 0.9),
        (1e-4, 0.99995, 0.99995 / 2),
        (1e-4, 8.0, 0.5),
        (1e-4, 7.0, 0.875),
        (0.5, 0.49, 0.49),
        (0.5, 0.51, 0.255),
        (0.9, 0.09, 0.09),
        (0.9, 0.3, 0.075),
    ]:
        run = descend(objective, [1.0], method="line search", step_size=alpha, iterations=1, c=c)
        assert (1 - run.theta[1, 0]) / 2 == pytest.approx(expected, rel=1e-12)


def test_a_line_search_without_a_lower_point_stays():
    wrong = Objective(lambda x: x * x, lambda x: (-2 * x,), start=[1], domain=[(-2, 2)], minima=[[0]])
    run = descend(wrong, method="line search", iterations=5, precision=0)
    assert (run.status, run.steps) == ("converged", 1)
    assert run.theta[1] == run.theta[0]


def test_a_line_search_evaluates_no_more_often_than_it_says():
    calls = []
    wrong = Objective(lambda x: calls.append(x) or x * x, lambda x: (-2 * x,), start=[1], domain=[(-2, 2)])
    method = METHODS["line search"]
    moved, _ = method.rule(wrong, (0.0,), (-2.0,), (), 1.0, **method.defaults)  # all is higher
    assert moved == (0.0,) and len(calls) == method.trials == 61


def test_a_line_search_steps_back_from_where_the_loss_is_none():
    def root(x):
        if x <= 0:
            raise ValueError("math domain error")
        return x - 0.5 * float(np.log(x))

    barrier = Objective(
        lambda x: x - 0.5 * np.log(x) if isinstance(x, np.ndarray) else root(x),
        lambda x: (1 - 0.5 / x,),
        start=[3],
        domain=[(0.1, 4)],
        minima=[[0.5]],
    )
    run = descend(barrier, method="line search", step_size=100, iterations=200)
    assert run.theta[-1, 0] == pytest.approx(0.5, abs=1e-6)


@pytest.mark.parametrize("share", [0.98, 1.02])
@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("name", ["momentum", "nesterov"])
def test_the_largest_stable_step_with_momentum(name, beta, share):
    # A mode of curvature λ flips its sign for ever at αλ = 2 (1 + β), and at that over 1 + 2β for Nesterov.
    objective = bowl(np.diag([4.0, 1.0]))
    edge = 2 * (1 + beta) / objective.L / (1 if name == "momentum" else 1 + 2 * beta)
    run = descend(objective, [1, 1], method=name, step_size=share * edge, iterations=4000, momentum=beta)
    assert run.status == ("iterations" if share < 1 else "diverged")
    assert (run.excess[-1] < 1e-6) == (share < 1)


@pytest.mark.parametrize("name", ORDER)
def test_suggested_steps(name):
    objective = valley()  # 4 wide
    expected = {"gradient descent": 0.001, "momentum": 0.0001, "nesterov": 0.0001, "adagrad": 0.2}
    expected |= {"adadelta": 1, "newton": 1, "line search": 1}
    assert METHODS[name].suggested_step(objective) == pytest.approx(expected.get(name, 0.02))
    assert descend(objective, method=name, iterations=1).step_size == METHODS[name].suggested_step(objective)


def test_the_suggested_step_knows_the_momentum_asked_for():
    method = METHODS["momentum"]
    assert method.suggested_step(valley(), momentum=0.5) == pytest.approx(0.0005)
    assert descend(valley(), method="momentum", momentum=0.5, iterations=1).step_size == 0.0005
    wide = valley(domain=[(-100, 100), (0, 2)])
    assert METHODS["adam"].suggested_step(wide) == pytest.approx(0.01)


@pytest.mark.parametrize("name", ORDER)
def test_suggested_steps_get_down(name):
    parabola = bowl([[2.0]], [-6.0], start=[15], domain=[(-15, 21)], step_size=0.01)
    for objective in (parabola, valley()):
        run = descend(objective, method=name, iterations=3000)
        assert run.status == "iterations"
        assert run.excess[-1] < 0.2 * run.excess[0]


@pytest.mark.parametrize(
    ("method", "given", "message"),
    [
        ("adam", {"beta1": 1}, "beta1 must be a number from 0 to 0.9999, not 1"),
        ("adam", {"beta1": "a"}, "beta1 must be a number from 0 to 0.9999, not 'a'"),
        ("adam", {"beta2": np.nan}, "beta2 must be a number from 0 to 0.999999, not nan"),
        ("adam", {"eps": 0}, "eps must be a number from 1e-16 to 1, not 0"),
        (
            "adam",
            {"momentum": 0.5},
            r"hyperparameters of adam must be among beta1, beta2, eps, not \{'momentum': 0.5\}",
        ),
        ("momentum", {"momentum": -0.1}, "momentum must be a number from 0 to 0.999, not -0.1"),
        (
            "gradient descent",
            {"momentum": 0.5},
            r"hyperparameters of gradient descent must be none, not \{'momentum': 0.5\}",
        ),
        ("newton", {"stepsize": 1}, r"hyperparameters of newton must be none, not \{'stepsize': 1\}"),
    ],
)
def test_bad_hyperparameters_are_told(method, given, message):
    with pytest.raises(ValueError, match=message):
        METHODS[method].checked(given)
    with pytest.raises(ValueError, match=message):
        descend(FUNCTIONS["parabola"], method=method, **given)

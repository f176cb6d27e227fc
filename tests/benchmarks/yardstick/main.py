"""An animated page as Bokeh's own examples teach it, to hold the dashboard against.

Four figures and six sliders. Twenty times a second it streams one row as arrays and replaces two small
sources: three messages a tick. `?play=0` opens the same page without the ticks.
"""

import numpy as np
from bokeh.io import curdoc
from bokeh.layouts import column, gridplot, row
from bokeh.models import ColumnDataSource, Slider
from bokeh.plotting import figure

RATE = 0.001
history = ColumnDataSource({"iteration": [], "intercept": [], "slope": [], "loss": []})
dot = ColumnDataSource({"x": [15.0], "y": [140.0]})
line = ColumnDataSource({"x": [-3, 3], "y": [0, 0]})
curve, data, path, loss = (figure(width=590, height=350) for _ in range(4))
grid = np.linspace(-15, 21, 100)
scatter = np.random.default_rng(2015).standard_normal((2, 100))

curve.line(grid, grid**2 - 6 * grid + 5)
curve.scatter("x", "y", source=dot, size=10)
data.scatter(*scatter)
data.line("x", "y", source=line)
path.line("intercept", "slope", source=history)
loss.line("iteration", "loss", source=history)
iteration = 0


def tick() -> None:
    global iteration
    iteration += 1
    left = float(np.exp(-RATE * iteration))
    new = {"iteration": iteration, "intercept": left, "slope": 2 * left, "loss": 3 * left}
    history.stream({name: np.array([value]) for name, value in new.items()})
    dot.data = {"x": [left], "y": [left]}
    line.data = {"x": [-3, 3], "y": [left, -left]}


sliders = [Slider(start=0, end=1, value=0.1, step=0.01, title=f"setting {number}") for number in range(6)]
curdoc().add_root(column(row(*sliders), gridplot([[curve, data], [path, loss]])))
if curdoc().session_context.request.arguments.get("play") != [b"0"]:
    curdoc().add_periodic_callback(tick, 50)

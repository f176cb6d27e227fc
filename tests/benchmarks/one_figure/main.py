"""The least that Bokeh shows: a page of one figure with one line."""

from bokeh.io import curdoc
from bokeh.plotting import figure

plot = figure(width=700, height=400)
plot.line([0, 1, 2], [0, 1, 4])
curdoc().add_root(plot)

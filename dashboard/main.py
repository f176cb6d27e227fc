"""Assembles one visitor's page: `bokeh serve dashboard`."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:  # Bokeh finds this folder, not the `gdcore` beside it
    sys.path.insert(0, ROOT)

from bokeh.io import curdoc  # noqa: E402

from dashboard.serving.opening import open_page  # noqa: E402

open_page(curdoc())

"""What the server does once, before its first visitor."""

import gc
import os
import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from bokeh.server.contexts import BokehServerContext  # noqa: E402
from bokeh.settings import settings  # noqa: E402

# Loaded here, so that a fault shows at once, and the first visitor need not wait.
import dashboard.page  # noqa: E402, F401


def on_server_loaded(server_context: BokehServerContext) -> None:
    """Keep garbage collection and validation out of opening a page: they cost more than a third of it.

    A page makes about ten thousand objects, and hardly one of them is garbage before its visitor leaves.
    The tests validate every page; `BOKEH_VALIDATE_DOC` switches it back on.
    """
    if "BOKEH_VALIDATE_DOC" not in os.environ:
        settings.validate_doc = False
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)

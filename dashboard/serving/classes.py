"""The rooms of this server, and their file: `bokeh serve dashboard --args --rooms FILE`."""

import logging
import os
import sys
from argparse import ArgumentParser
from functools import cache
from pathlib import Path

from dashboard.page.following import Following
from dashboard.room.rooms import Rooms
from dashboard.room.store import Store

log = logging.getLogger(__name__)

IN_MEMORY = ":memory:"


def own_file() -> Path:
    """Return where rooms are kept unless a file is named: among the files of who runs the server."""
    state = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(state) if state else Path.home() / ".local" / "state") / "gradient-descent" / "rooms.db"


def named_file() -> Path | None:
    """Return the file that the command line names."""
    parser = ArgumentParser(prog="bokeh serve dashboard --args")
    parser.add_argument("--rooms", type=Path, help="the file that rooms are kept in")
    return parser.parse_known_args(sys.argv[1:])[0].rooms


@cache
def following() -> Following:
    """Return the rooms of this server and their pages.

    ValueError where the file that was named cannot be used. Where none was, and there can be no file, rooms
    last as long as this process, and the log says so.
    """
    named = named_file()
    if named is not None:
        return Following(Rooms(Store(named)))
    try:
        own_file().parent.mkdir(parents=True, exist_ok=True)
        return Following(Rooms(Store(own_file())))
    except (OSError, ValueError, RuntimeError) as error:
        log.warning("Rooms end with this process, as they can be kept in no file: %s", error)
        return Following(Rooms(Store(IN_MEMORY)))

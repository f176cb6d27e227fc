"""One module a chapter: its figures, and what they show of a run."""

from dashboard.chapters import curve, landscape, line

BY_NAME = {"curve": curve, "line": line, "landscape": landscape}

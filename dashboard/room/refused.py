class Refused(ValueError):
    """What cannot be done, and why: a sentence for whoever asked."""


class Lost(Exception):
    """The room is not here any more: another process has taken it over, or its file cannot be written."""

"""Why a text is no formula."""

LONGEST_READING = 30  # characters of a reading that a message repeats


class NotAFunction(ValueError):
    """What was typed cannot be read as a function; the message is one line for the one who typed it."""


class Ambiguous(NotAFunction):
    """What was typed can be read in more than one way; the message names the readings."""


def doubt(written: str, *readings: str, instead: tuple[str, ...] = ()) -> Ambiguous:
    """Return the refusal of what can be read in several ways.

    Parameters
    ----------
    written : str
        The doubtful part, as it was typed.
    *readings : str
        What it could mean.
    instead : tuple of str
        The same in general terms, the doubtful part first: said where the part itself would be too long.
    """
    if instead and max(map(len, (written, *readings))) > LONGEST_READING:
        written, readings = instead[0], instead[1:]
    return Ambiguous(f"{written} could be {' or '.join(readings)}: write the one you mean")

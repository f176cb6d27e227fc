"""Names that are drawn: codes of rooms, aliases of seats, and secrets."""

import secrets
from collections import Counter
from collections.abc import Collection
from hashlib import sha256
from random import Random

CODE_LETTERS = "BCDEHJKLMNPRSTWXZ"  # none looks like another, and they spell next to nothing
CODE_LENGTH = 4
SECRET_BYTES = 16
LONGEST_SECRET = 64  # characters
DRAWN = secrets.SystemRandom()

# Each stands out from a light panel and from a dark one.
COLOURS = {
    "teal": "#0D9488",
    "crimson": "#DC3A52",
    "azure": "#2A86D1",
    "jade": "#2F9E5B",
    "violet": "#8F63D2",
    "amber": "#C27A0E",
    "magenta": "#C445A8",
    "olive": "#82862B",
    "slate": "#6E7F94",
    "coral": "#E0603E",
    "copper": "#AD6A41",
    "indigo": "#6470DC",
}
ANIMALS = (
    "badger",
    "bear",
    "beaver",
    "bison",
    "condor",
    "crane",
    "deer",
    "dolphin",
    "elk",
    "falcon",
    "finch",
    "fox",
    "gecko",
    "gull",
    "hare",
    "hawk",
    "hedgehog",
    "heron",
    "ibex",
    "kestrel",
    "koala",
    "lark",
    "lynx",
    "marten",
    "moose",
    "newt",
    "orca",
    "otter",
    "owl",
    "panda",
    "penguin",
    "puffin",
    "raven",
    "robin",
    "seal",
    "sparrow",
    "squirrel",
    "stork",
    "swift",
    "tern",
    "turtle",
    "wolf",
    "wren",
    "zebra",
)
ALIASES = tuple(f"{colour} {animal}" for colour in COLOURS for animal in ANIMALS)


def draw_code(random: Random = DRAWN) -> str:
    """Return a code for a room, which some other room may have."""
    return "".join(random.choices(CODE_LETTERS, k=CODE_LENGTH))


def read_code(text: object) -> str | None:
    """Return the code that a visitor typed; None if it cannot be one."""
    code = text.strip().upper() if isinstance(text, str) and len(text) <= LONGEST_SECRET else ""
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS) else None


def draw_alias(taken: Collection[str], random: Random = DRAWN) -> str:
    """Return an alias that nobody has, of a colour that as few as can be have; ValueError if none is left."""
    free = [alias for alias in ALIASES if alias not in taken]
    counts = Counter(map(colour_of, taken))
    rarest = min(counts[colour_of(alias)] for alias in free)
    return random.choice([alias for alias in free if counts[colour_of(alias)] == rarest])


def colour_of(alias: str) -> str:
    """Return the colour that an alias names, as CSS has it."""
    return COLOURS[alias.partition(" ")[0]]


def draw_secret() -> str:
    """Return 128 random bits, as a link can carry them."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: object) -> str:
    """Return what is kept of a secret: it can be recognised by it, and not be told from it."""
    text = secret if isinstance(secret, str) and len(secret) <= LONGEST_SECRET else ""
    return sha256(text.encode("utf-8", "replace")).hexdigest()

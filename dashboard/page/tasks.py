"""What stands above the stage of a challenge: its task, what may be changed, and the way to the others."""

from dataclasses import dataclass, replace

from dashboard.exercises.challenges import CHALLENGES, in_words, next_challenge, number
from dashboard.runs.links import link, query
from dashboard.settings.values import Settings


@dataclass(frozen=True, slots=True)
class Task:
    """A challenge as its page tells it; `links` are a number, a name, a title and a query each."""

    name: str
    title: str
    task: str
    may: str
    why: str
    place: int
    links: tuple[tuple[int, str, str, str], ...]
    following: tuple[str, str]


FIRST = query(challenge=next(iter(CHALLENGES)))


def task(settings: Settings) -> Task | None:
    """Return the task of settings that are a challenge; None where they are none."""
    name = settings.challenge
    if not name:
        return None
    challenge, following = CHALLENGES[name], next_challenge(name)
    return Task(
        name=name,
        title=challenge.title,
        task=challenge.task,
        may=in_words(*challenge.may),
        why=challenge.why,
        place=number(name),
        links=tuple(
            (number(each), each, found.title, query(challenge=each)) for each, found in CHALLENGES.items()
        ),
        following=("Next: " + CHALLENGES[following].title, query(challenge=following)),
    )


def proof(settings: Settings) -> str:
    """Return the link that plays these settings at once, on a page of its visitor's own."""
    return link(replace(settings, play=True, board=False, open=""))

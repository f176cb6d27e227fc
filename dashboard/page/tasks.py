"""The card beside the figures of a challenge: its task, what may be changed, and the next one."""

from dataclasses import dataclass, replace

from dashboard.exercises.challenges import CHALLENGES, in_words, next_challenge
from dashboard.runs.links import link, query
from dashboard.settings.values import Settings


@dataclass(frozen=True, slots=True)
class Task:
    """A challenge as its page tells it; by its `name` the browser keeps that it was done, and the proof."""

    kind: str
    name: str
    title: str
    task: str
    may: str
    why: str
    following: tuple[str, str]


def task(settings: Settings) -> Task | None:
    """Return the task of settings that are a challenge; None where they are none."""
    name = settings.challenge
    if not name:
        return None
    challenge, following = CHALLENGES[name], next_challenge(name)
    return Task(
        kind="challenge",
        name=name,
        title=challenge.title,
        task=challenge.task,
        may=in_words(*challenge.may),
        why=challenge.why,
        following=("Next: " + CHALLENGES[following].title, query(challenge=following)),
    )


def proof(settings: Settings) -> str:
    """Return the link that plays these settings at once, on a page of its visitor's own."""
    return link(replace(settings, play=True, board=False, open=""))

"""What a class did, as CSV: one row for each seat and vote, with the link that makes the same run."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO

from dashboard.room.questions import ACTIVITIES, Question, run_settings
from dashboard.room.state import Round, Seat
from dashboard.room.tallies import Progress, Result, Wish, tally
from dashboard.runs.links import link
from dashboard.wording.numerals import is_number

HEADER = ("round", "alias", "activity", "vote", "question", "answer", "right", "steps", "link")
RIGHT = {True: "right", False: "wrong", None: ""}
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n")  # with which a spreadsheet's formula begins


def report(
    seats: Mapping[str, Seat],
    rounds: Iterable[Round],
    base: str = "",
    progress: Progress = lambda share: None,
) -> str:
    """Return all that was answered; links begin with `base`, the address of the page.

    Who came later than a round has no row of it; who was there and did not answer has an empty one.
    """
    rounds, text = list(rounds), StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for done, each in enumerate(rounds):
        writer.writerows(map(harmless, row) for row in rows(seats, each, base))
        progress((done + 1) / len(rounds))
    return text.getvalue()


def rows(seats: Mapping[str, Seat], round: Round, base: str) -> Iterator[list[str]]:
    question = round.question
    scored = [
        (seat, each) for seat, each in seats.items() if each.since <= round.round and not each.is_removed
    ]
    for vote in range(1, round.votes + 1):
        given = {each.alias: round.answers.get((vote, seat)) for seat, each in scored}
        texts = {alias: answer.text for alias, answer in given.items() if answer is not None}
        results = results_of(question, texts)
        for alias in given:
            text, result = texts.get(alias), results.get(alias, Result())
            cells = ["", "", "", ""] if text is None else describe_answer(question, text, result, base)
            yield [str(round.round), alias, ACTIVITIES[question.activity], str(vote), question.text, *cells]


def results_of(question: Question, texts: Mapping[str, str]) -> Mapping[str, Result]:
    answers = tuple((alias, 1, text) for alias, text in texts.items())
    return tally(Wish(question, answers, True)).results


def describe_answer(question: Question, text: str, result: Result, base: str) -> list[str]:
    """Return an answer in words, whether it is right, its steps, and its link."""
    words = question.options[int(text)] if question.activity == "guess" else text
    steps = "" if result.steps is None else str(result.steps)
    return [words, RIGHT[result.is_right], steps, base + link(run_settings(question, text))]


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: what is not of numbers is marked as text."""
    return f"'{cell}" if cell.startswith(TRIGGERS) and not all(map(is_number, cell.split(","))) else cell

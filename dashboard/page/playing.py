"""How a run plays: what its visitor presses, and what the browser says of it."""

import re
from collections.abc import Callable
from html import escape

from bokeh.document import Document

from dashboard.exercises.challenges import judge
from dashboard.explain.verdict import verdict
from dashboard.page.player import Player
from dashboard.page.shown import Shown
from dashboard.page.tasks import proof
from dashboard.page.view import View
from dashboard.runs import rows
from dashboard.settings.values import Settings, are_of_one_run

BACK = re.compile(r"back at (?P<row>\d{1,6})(?P<playing> playing)?", re.ASCII)
SEEN = 0.5  # seconds that a path has been played for, to be worth a ghost


class Playing:
    """Plays the run that a page shows, and says how it ended when it has.

    Parameters
    ----------
    document : Document
        Whose rows are streamed.
    view : View
        What shows whether it plays, the verdict, and what a challenge says of the run.
    shown : callable
        ``shown()`` → what the page shows now.
    opened : Settings
        What the page was opened with: what a link with a proof brings is not this visitor's doing.
    on_failure : callable
        What is called where rows cannot be sent.
    """

    def __init__(
        self,
        document: Document,
        view: View,
        shown: Callable[[], Shown],
        opened: Settings,
        on_failure: Callable[[], None],
    ) -> None:
        self.player = Player(document, view.sources.trace, self.on_end, on_failure)
        self.view, self.shown, self.opened = view, shown, opened
        self.looks_back = False
        self.replaying = False  # rows that it has, in the browser

    @property
    def goes_on(self) -> bool:
        """Whether rows run: new ones, or those that the browser has."""
        return self.player.playing or self.replaying

    @property
    def seen(self) -> rows.Rows | None:
        """The rows played so far; None where they were too few to be seen, as under a dragging finger."""
        player, speed = self.player, self.shown().settings.speed
        return rows.first(player.rows, player.sent) if player.sent >= SEEN * speed else None

    def load(self) -> None:
        """Go to the first row of what the page shows now."""
        self.looks_back = self.replaying = False
        self.player.load(self.shown().rows)

    def toggle(self) -> None:
        if self.player.playing:
            self.pause()
        elif not (self.looks_back and self.player.finished):
            self.start()

    def start(self) -> None:
        if self.player.finished:
            self.player.load(self.shown().rows)
        self.looks_back = False
        self.view.say("verdict", "")
        self.view.judge(None)
        self.player.play(self.shown().settings.speed)
        self.view.paint_playing(True)

    def pause(self) -> None:
        self.player.pause()
        self.on_rest()

    def step(self) -> None:
        if not self.looks_back:
            self.player.step()
            self.on_rest()

    def keep_speed(self) -> None:
        """Play on as fast as the settings say by now, if it plays."""
        if self.player.playing:
            self.player.play(self.shown().settings.speed)

    def on_rest(self) -> None:
        """Show that playing has stopped, at the end of the run or before it."""
        if self.player.finished:
            self.on_end()
        else:
            self.view.paint_playing(False)

    def on_end(self) -> None:
        shown, settings = self.shown(), self.shown().settings
        self.view.say("verdict", escape(verdict(shown.run, settings)))
        if settings.challenge:
            judged = judge(settings.challenge, shown.run, shown.rivals)
            is_own = not (self.opened.play and are_of_one_run(self.opened, settings))
            self.view.judge(judged, proof(settings), is_own)
        self.view.paint_playing(False)

    def on_playhead(self, attribute: str, old: float, new: float) -> None:
        """Note whether the visitor looks back; the row itself is shown by the browser."""
        if self.player.playing:
            self.pause()
        self.looks_back = new < self.player.sent - 1

    def come_back(self, row: int, playing: bool) -> None:
        """Stand where this visitor's page stood before its server went away, and play on if it did."""
        self.player.go_to(row)
        if playing and not self.player.finished:
            self.start()
        else:
            self.view.say("verdict", "")
            self.on_rest()

    def on_report(self, attribute: str, old: list[str], new: list[str]) -> None:
        """Follow what the browser says: hidden, in view again, replaying, at another row, or reloaded.

        A hidden page costs nothing; back in view it shows what fell due.
        """
        match new:
            case []:
                self.player.resume()
            case ["hidden"]:
                self.player.hold()
            case ["replay" | "follow" as way]:
                self.replaying = way == "replay"
            case [text] if back := BACK.fullmatch(text):
                self.come_back(int(back["row"]), bool(back["playing"]))
            case _:  # the playhead has been put somewhere
                self.replaying = False
                if self.player.playing:
                    self.pause()

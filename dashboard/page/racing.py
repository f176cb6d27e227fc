"""What a visitor races: rivals by name, a pinned run, the step sizes that suit them all."""

from collections.abc import Callable
from dataclasses import replace

from bokeh.document import Document

from dashboard.page.shown import Shown
from dashboard.page.view import View
from dashboard.process.errand import Errand
from dashboard.runs import race
from dashboard.runs.problems import suggest_step_size
from dashboard.settings.rivals import Rival
from dashboard.settings.values import MOST_RIVALS, Settings
from gdcore import METHODS, SOLVERS


class Racing:
    """Changes the rivals of the run that a page shows.

    Parameters
    ----------
    document : Document
        Whose step sizes are tuned, beside the event loop.
    view : View
        What has the menu of rivals, and the notice.
    shown : callable
        ``shown()`` → what the page shows now.
    apply : callable
        ``apply(settings, renews_notice=True, complaints=…)`` shows another run, or says why not.
    """

    def __init__(
        self, document: Document, view: View, shown: Callable[[], Shown], apply: Callable[..., None]
    ) -> None:
        self.tuning = Errand(document, "Tuning", race.tune, self.on_tuned, settled=0)
        self.view, self.shown, self.apply = view, shown, apply

    @property
    def settings(self) -> Settings:
        return self.shown().settings

    def on_rival(self, attribute: str, old: str, new: str) -> None:
        """Add a rival that the menu offers, with a step size that suits it."""
        if not new:
            return
        self.view.rival.value = ""
        if new in SOLVERS:
            self.apply_race(race.with_rival(self.settings, Rival(new)))
        elif new in METHODS:
            step_size = suggest_step_size(self.shown().run.objective, new, {})
            self.apply_race(race.with_rival(self.settings, Rival(new, step_size)))

    def pin(self) -> None:
        """Keep this run to be compared with: the next change shows beside it."""
        self.apply_race(race.with_rival(self.settings, race.pin_of(self.settings)))

    def clear(self) -> None:
        self.apply_race(replace(self.settings, race=()))

    def apply_race(self, settings: Settings | None) -> None:
        if settings is None:
            self.view.tell(f"A race has at most {MOST_RIVALS} rivals, no two of them the same.")
        else:
            self.apply(settings, renews_notice=True)

    def tune(self) -> None:
        self.tuning.want(self.settings)

    def on_tuned(self, wish: Settings | None, tuned: tuple[Settings, str] | None, words: str) -> None:
        """Apply the step sizes that were found, or say how far the work is."""
        if tuned is None:
            self.view.say("notice", words)
        else:
            best, sentence = tuned
            settings = replace(self.settings, step_size=best.step_size, race=best.race)
            self.apply(settings, renews_notice=True, complaints=[sentence])

from dataclasses import replace
from types import SimpleNamespace

from dashboard.chapters.line import rows
from dashboard.chapters.line.problem import line_of
from dashboard.runs.problems import run_of
from dashboard.settings.values import CHAPTERS


def test_a_loss_has_the_unit_of_what_is_predicted_squared(monkeypatch):
    line = CHAPTERS["line"]
    run = run_of(line)
    data = replace(line_of(line).data, x_unit="m²", y_unit="€")
    monkeypatch.setattr(rows, "line_of", lambda settings: SimpleNamespace(data=data))
    raw, standardised = rows.headings(run, line), rows.headings(run, replace(line, standardise=True))
    assert (raw["intercept"], raw["slope"]) == ("Intercept θ₀, €", "Slope θ₁, € per m²")
    assert standardised["slope"] == "Slope θ₁, €"
    assert raw["loss"].endswith(", (€)²") and raw["gap"].endswith(", (€)²")

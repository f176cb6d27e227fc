from itertools import cycle, islice
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import expect

from dashboard.settings.values import RULES

CURVE = {
    "chapter": "curve",
    "step_size": "0.3",
    "start": "-2.5",
    "iterations": "40",
    "precision": "0.25",
    "noise": "1.5",
    "seed": "7",
    "speed": "9000",
    "scale": "log",
}
LINE = {
    "chapter": "line",
    "data": "diabetes",
    "standardise": "1",
    "step_size": "0.002",
    "start": "1.5,-3",
    "iterations": "800",
    "precision": "0.125",
    "speed": "9000",
    "scale": "log",
}
FAST = {"speed": "10000"}
NUMBERS = ["step_size", "start", "iterations", "precision", "seed"]  # no more are told at once
WORDS = ["chapter", "method", "scale", "theme", "play"]
NOT_NUMBERS = ["abc", "NaN", "inf", "1e400", "-5000", " ", "9" * 7000, "٣"]
TAGS = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "</title><b>"]
# What a page that wrote a link's text as HTML would have, in the page itself or within a widget.
INJECTED = """() => {
    const roots = [document]
    for (const root of roots)
        for (const { shadowRoot } of root.querySelectorAll("*")) if (shadowRoot) roots.push(shadowRoot)
    const found = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)])
    return [
        ...found("img[src=x], [onerror], [onload], title b"),
        ...found("script").filter((script) => /^alert/.test(script.textContent.trim())),
    ].map((element) => element.outerHTML)
}"""


def set_by(screen, names):
    """The settings that the page's widgets show."""
    return {
        name: screen.value(name, "active" if name in ("scale", "standardise") else "value") for name in names
    }


@pytest.mark.parametrize("settings", [CURVE, LINE], ids=["curve", "line"])
def test_a_link_with_settings_is_the_page_and_stays_so_when_reloaded(open_page, settings):
    screen = open_page("?" + urlencode(settings))
    assert screen.link == settings
    expect(screen.notice).to_be_hidden()
    names = settings.keys() - {"chapter"}
    told = set_by(screen, names)
    assert told["step_size"] == float(settings["step_size"])
    assert told["iterations"] == int(settings["iterations"])
    assert str(told["start"]).replace(" ", "") == settings["start"]
    assert told["scale"] == RULES[settings["chapter"]]["scale"].options.index("log")
    screen.play()
    played = screen.table("trace")
    screen.page.reload()
    screen.await_ready()
    assert screen.link == settings
    assert set_by(screen, names) == told
    screen.play()
    assert screen.table("trace") == played


@pytest.mark.parametrize("settings", [CURVE, LINE], ids=["curve", "line"])
def test_a_link_plays_by_itself_when_it_says_so(open_page, settings):
    screen = open_page("?" + urlencode(settings | {"play": "1"}))
    screen.await_end()
    assert screen.shown["rows"] > 1
    expect(screen.button("Play")).to_be_visible()


def test_the_address_follows_what_is_set_on_the_page(open_page):
    screen = open_page()
    screen.await_setting(chapter="curve", step_size=None)
    screen.enter("Step size α", "0.25")
    screen.await_setting(step_size="0.25")
    screen.button("log").click()
    screen.await_setting(step_size="0.25", scale="log")
    screen.enter("Iterations", "50")
    screen.enter("Speed, steps/s", "5000")
    screen.unfold("Noise")
    screen.enter("Noise on the slope", "2")
    screen.await_setting(step_size="0.25", scale="log", iterations="50", speed="5000", noise="2")
    screen.button("linear").click()
    screen.enter("Step size α", "0.01")
    screen.await_setting(step_size=None, scale=None, iterations="50", speed="5000", noise="2")


def test_the_address_of_a_changed_page_opens_the_same_run(open_page):
    screen = open_page("?chapter=line&speed=10000&iterations=200")
    screen.enter("Start: intercept, slope", "3, -1")
    screen.await_setting(start="3,-1")
    screen.play()
    other = open_page(screen.page.url.removeprefix(screen.url))
    other.play()
    assert other.table("trace") == screen.table("trace")


def test_changing_settings_leaves_one_entry_in_the_history(open_page):
    screen = open_page()
    entries = screen.find("history.length")
    screen.enter("Step size α", "0.25")
    screen.await_setting(step_size="0.25")
    assert screen.find("history.length") == entries


def test_the_link_is_copied_and_the_button_gets_its_word_back(open_page):
    screen = open_page("?step_size=0.3")
    screen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    screen.unfold("⋯")
    button = screen.page.locator("#copy")
    button.dblclick()
    expect(button).to_have_text("Copied")
    assert screen.page.evaluate("navigator.clipboard.readText()") == screen.page.url
    expect(button).to_have_text("Copy link")


def test_the_header_leads_from_one_chapter_to_the_other_and_back(open_page):
    screen = open_page("?step_size=0.5")
    chapters = screen.page.get_by_role("navigation", name="Chapters")
    for word, other in [("Line", "Curve"), ("Curve", "Line")]:
        chapters.get_by_role("link", name=word).click()
        screen.await_setting(chapter=word.lower())
        screen.await_ready()
        expect(chapters.get_by_role("link", name=word)).to_have_attribute("aria-current", "page")
        expect(chapters.get_by_role("link", name=other)).not_to_have_attribute("aria-current", "page")
        assert screen.value("step_size") == 0.5
    screen.page.go_back()
    screen.await_setting(chapter="line")
    screen.await_ready()
    assert screen.value("step_size") == 0.5


def check_it_is_told(screen, *words):
    expect(screen.notice).to_be_visible()
    for each in words:
        expect(screen.notice).to_contain_text(each)


def check_it_works(screen, server, log_before):
    """The page plays, nothing of the link was executed or put into it, and the server has no complaint."""
    screen.play()
    assert screen.shown["rows"] > 1
    assert screen.page.evaluate(INJECTED) == []
    assert screen.dialogs == []
    assert server.complaints(log_before) == []


@pytest.mark.parametrize(("chapter", "first"), [("curve", 0), ("line", 3), ("landscape", 5)])
def test_what_is_not_a_number_is_told_and_replaced(open_page, server, chapter, first):
    log_before = len(server.log)
    wrong = dict(zip(NUMBERS, islice(cycle(NOT_NUMBERS), first, None), strict=False))
    screen = open_page("?" + urlencode({"chapter": chapter} | wrong | FAST))
    check_it_is_told(screen, *(f"{name} = “{value[:40]}" for name, value in wrong.items()))
    assert screen.link == {"chapter": chapter} | FAST
    check_it_works(screen, server, log_before)


@pytest.mark.parametrize("value", ["nonsense", "x" * 1000], ids=["word", "long"])
def test_words_that_are_no_choice_are_told_and_replaced(open_page, server, value):
    log_before = len(server.log)
    screen = open_page("?" + urlencode(dict.fromkeys(WORDS, value) | FAST))
    check_it_is_told(screen, *(f"{name} = “{value[:40]}" for name in WORDS[1:]))
    check_it_is_told(screen, f"There is no chapter “{value[:40]}")
    assert screen.link == {"chapter": "curve"} | FAST
    check_it_works(screen, server, log_before)


@pytest.mark.parametrize("tags", [TAGS, TAGS[::-1]], ids=["in this order", "in the other"])
def test_markup_in_a_link_is_shown_as_text(open_page, server, tags):
    log_before = len(server.log)
    names = ["chapter", "step_size", "theme", tags[3]]
    values = (f"{quote(name)}={quote(tag)}" for name, tag in zip(names, tags, strict=True))
    screen = open_page("?speed=10000&" + "&".join(values))
    check_it_is_told(
        screen,
        f"no chapter “{tags[0]}”",
        f"step_size = “{tags[1]}”",
        f"theme = “{tags[2]}”",
        f"“{tags[3]}” is not a setting",
    )
    check_it_works(screen, server, log_before)


def test_unknown_names_are_told(open_page, server):
    log_before = len(server.log)
    names = ["constructor", "__proto__", "step-size", "x" * 7000]
    screen = open_page("?" + urlencode(dict.fromkeys(names, "1") | {"step_size": "0.3"} | FAST))
    check_it_is_told(screen, *(f"“{name[:40]}" for name in names))
    assert screen.link == {"chapter": "curve", "step_size": "0.3"} | FAST
    check_it_works(screen, server, log_before)


def test_many_unknown_names_leave_room_for_the_page(open_page, server):
    log_before = len(server.log)
    screen = open_page("?" + urlencode({f"name{i}": "1" for i in range(300)} | FAST))
    check_it_is_told(screen, "name0")
    assert screen.notice.bounding_box()["height"] < 450
    check_it_works(screen, server, log_before)


def test_of_a_repeated_name_the_first_counts(open_page, server):
    log_before = len(server.log)
    screen = open_page("?step_size=0.3&step_size=0.4&step_size=<b>&speed=10000")
    check_it_is_told(screen, "step_size came 3 times")
    assert screen.link == {"chapter": "curve", "step_size": "0.3"} | FAST
    check_it_works(screen, server, log_before)


@pytest.mark.parametrize(
    "query", ["?&&&speed=10000", "?step_size=&speed=10000", "?=1&speed=10000", "?%00=%ff&speed=10000"]
)
def test_a_broken_query_gives_the_page(open_page, server, query):
    log_before = len(server.log)
    screen = open_page(query)
    assert screen.link["chapter"] == "curve"
    check_it_works(screen, server, log_before)


def test_a_value_refused_on_the_page_is_told_until_dismissed_and_leaves_the_address(open_page):
    screen = open_page("?step_size=0.3")
    screen.enter("Step size α", "-5")
    expect(screen.notice).to_be_visible()
    screen.until("model('step_size').value === 0.3")
    assert screen.link["step_size"] == "0.3"
    screen.button("Dismiss").click()
    expect(screen.notice).to_be_hidden()

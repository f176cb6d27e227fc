import json

from playwright.sync_api import expect

from dashboard.exercises.challenges import CHALLENGES
from tests.browser.screen import PHONE
from tests.browser.test_accessibility import found
from tests.browser.test_lessons import assert_fits, in_menu
from tests.meaning import telling

NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })"
# What earlier versions kept, and what is not ours where this one keeps it.
BEFORE = {"done lesson": ["overshoot"], "done bug": {"1": 1}, "challenges": ["edge"], "exercises": ["?"]}


def keep(screen, kept):
    screen.find(
        "Object.entries(it).forEach(([key, value]) => localStorage.setItem(key, value))",
        {name: json.dumps(value) for name, value in kept.items()},
    )


def test_a_challenge_is_found_by_its_name_on_a_board_too_tried_done_kept_and_proved(open_page, new_screen):
    screen = open_page("?chapter=line&board=1")
    page, card, names = screen.page, screen.page.locator(".card"), screen.page.locator(".names")
    screen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    keep(screen, BEFORE)
    five, second, *others = (challenge.title for challenge in CHALLENGES.values())
    in_menu(screen, five).click()
    screen.await_setting(challenge="five steps", board="1")
    screen.await_ready()
    said, task = card.locator(".said"), CHALLENGES["five steps"]
    expect(card).to_contain_text(task.task)
    expect(names.get_by_role("link")).to_have_text([five, second, *others])
    expect(names.locator(".done")).to_have_text([CHALLENGES["edge"].title])
    expect(page.locator("summary", has_text="Theory")).to_be_hidden()
    expect(screen.field("Start x₀")).to_be_disabled()
    expect(page.get_by_role("slider", name="Start, dragged in the plot")).to_have_count(0)
    page.keyboard.press("3")  # elsewhere a step size to try, which here nobody sees
    screen.button("Step ▶").click()
    screen.await_row(1)
    expect(said).to_be_empty()
    screen.enter("Speed, steps/s", "10000")
    screen.play()
    expect(said).to_contain_text(telling("Not yet", "step 228", "223"))
    expect(said).not_to_contain_text(task.why)
    assert_fits(screen)

    screen.enter("Step size α", "0.4")
    expect(said).to_be_empty()
    expect(page.locator(".proof:not([hidden])")).to_have_count(0)
    screen.play()
    expect(said).to_contain_text(telling("Done", "step 3"))
    expect(said).to_contain_text(task.why)
    expect(names.get_by_role("link", name=five)).to_have_class("done")
    assert_fits(screen)
    assert found(page) == []
    said.get_by_role("button", name="Copy link").click()
    expect(said.get_by_role("button", name="Copied")).to_be_visible()
    proof = page.evaluate("navigator.clipboard.readText()")
    screen.unfold("⋯")
    page.locator("#copy").click()
    expect(page.locator("#copy")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == proof != page.url

    said.get_by_role("link", name="Next").click()
    screen.await_setting(challenge=list(CHALLENGES)[1])
    screen.await_ready()
    expect(card.locator("h2")).to_have_text(second)
    expect(in_menu(screen, "Overshoot")).to_have_class("done")
    expect(page.get_by_role("group", name="Challenges")).to_contain_text(f"2 of {len(CHALLENGES)}")
    menu = page.locator(".exercises")
    expect(menu.locator(".proof:visible")).to_have_count(1)  # of the other no run was kept
    assert found(page) == []
    expect(in_menu(screen, f"{five}: the run")).to_have_attribute("href", f"{proof}&board=1")

    other = new_screen(proof).open()
    expect(other.page.locator(".said")).to_contain_text(telling("Done", "step 3"))
    expect(other.page.locator("a.done")).to_have_count(0)  # it was somebody else's doing
    other.enter("Step size α", "0.5")
    other.play()
    expect(other.page.locator(".names .done")).to_have_text([five])
    expect(other.page.get_by_role("link", name="See the run")).to_be_visible()


def test_on_a_phone_that_keeps_nothing_a_challenge_is_done_all_the_same(new_screen, server):
    screen = new_screen(server.url, introduced=False, **PHONE)
    screen.context.add_init_script(NO_STORAGE)
    screen.open("?challenge=beat+adam&method=nesterov&step_size=0.8&speed=10000&condition=1")
    expect(screen.notice).to_contain_text(telling("fixes", "condition"))
    screen.play()
    expect(screen.page.locator(".said")).to_contain_text(telling("Done", "Adam at step 82"))
    expect(screen.page.locator(".names .done")).to_have_count(0)
    screen.unfold("Lessons")
    assert screen.find("document.documentElement.scrollWidth") <= 390
    for link in screen.page.locator(".names a, .shelves a:visible").all():
        assert link.bounding_box()["height"] >= 44
        assert link.evaluate("(it) => it.scrollWidth <= it.clientWidth"), "its name is beside the next one"
    assert found(screen.page) == []

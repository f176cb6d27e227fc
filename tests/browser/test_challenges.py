from playwright.sync_api import expect

from dashboard.exercises.challenges import CHALLENGES
from tests.browser.screen import PHONE
from tests.browser.test_accessibility import found
from tests.meaning import telling

NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })"


def test_a_challenge_is_found_tried_done_kept_and_proved(open_page, new_screen, server):
    screen = open_page("?chapter=line")
    page, card = screen.page, screen.page.locator(".card")
    screen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Challenges").click()
    screen.await_ready()
    said, names = card.locator(".said"), list(CHALLENGES)
    expect(card).to_contain_text(CHALLENGES[names[0]].task)
    expect(card.get_by_role("link", name="done")).to_have_count(0)
    expect(page.locator("summary", has_text="Theory")).to_be_hidden()
    expect(screen.field("Start x₀")).to_be_disabled()
    expect(page.get_by_role("slider", name="Start, dragged in the plot")).to_have_count(0)
    screen.button("Step ▶").click()
    screen.await_row(1)
    expect(said).to_be_empty()
    screen.enter("Speed, steps/s", "10000")
    screen.play()
    expect(said).to_contain_text(telling("Not yet", "step 228", "223"))
    expect(said).not_to_contain_text(CHALLENGES[names[0]].why)

    screen.enter("Step size α", "0.4")
    expect(said).to_be_empty()
    screen.play()
    expect(said).to_contain_text(telling("Done", "step 3"))
    expect(said).to_contain_text(CHALLENGES[names[0]].why)
    expect(card).to_contain_text(f"1 of {len(names)} done")
    assert found(page) == []
    said.get_by_role("button", name="Copy link").click()
    screen.unfold("⋯")
    proof = page.evaluate("navigator.clipboard.readText()")
    page.locator("#copy").click()
    expect(page.locator("#copy")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == proof != page.url

    said.get_by_role("link", name="Next").click()
    screen.await_ready()
    expect(card.locator("h2")).to_contain_text(CHALLENGES[names[1]].title)
    expect(card.get_by_role("link", name="1: Five steps, done")).to_be_visible()

    other = new_screen(proof).open()
    expect(other.page.locator(".said")).to_contain_text(telling("Done", "step 3"))
    expect(other.page.locator(".card .progress")).to_be_empty()  # it was somebody else's doing
    other.enter("Step size α", "0.5")
    other.play()
    expect(other.page.locator(".card .progress")).to_contain_text("1 of")


def test_on_a_phone_that_keeps_nothing_a_challenge_is_done_all_the_same(new_screen, server):
    screen = new_screen(server.url, introduced=False, **PHONE)
    screen.context.add_init_script(NO_STORAGE)
    screen.open("?challenge=beat+adam&method=nesterov&step_size=0.8&speed=10000&condition=1")
    expect(screen.notice).to_contain_text(telling("fixes", "condition"))
    screen.play()
    expect(screen.page.locator(".said")).to_contain_text(telling("Done", "Adam at step 82"))
    expect(screen.page.locator(".card .progress")).to_be_empty()
    assert screen.find("document.documentElement.scrollWidth") <= 390
    for link in screen.page.locator(".card nav a").all():
        assert link.bounding_box()["height"] >= 44
    assert found(screen.page) == []

"""The Chromium of the tests: where it is, and how it is started without a screen.

Run as a script, it starts that Chromium once, so that a missing or broken one is told before the tests.
"""

import shutil

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

FLAGS = [
    # The sandbox cannot be had as root, nor in most containers. The tests open no page but our own.
    "--no-sandbox",
    "--disable-gpu",
    # Nothing but what the pages ask for goes out.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Else each window has hidden pages of the browser's own, which cost more than ours. Of two such flags the
    # last counts; after these two come those of Playwright's that may concern us.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,OptimizationHints,PaintHolding",
]


def find_chromium() -> str | None:
    """The path of an installed Chromium or Chrome, or None for Playwright's own."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        print(f"Chromium {browser.version}")
        browser.close()


if __name__ == "__main__":
    main()

// When the server goes away: a page of ours says so and comes back by itself, for its settings are in its address.
// A host's page is not ours to reload.

import { quietly } from "./models.mjs"

const AWAY = "The server is away."
const soon = (least, most) => least + (most - least) * Math.random() // a whole class must not come back in one moment

/** @type {(document_: any, verdict: Model) => void} */
export function whenLost(document_, verdict) {
  const { app } = document.body.dataset
  document_.on_event("connection_lost", () => {
    if (app === undefined) return quietly(verdict, { text: `${AWAY} Reload the page to go on.` })
    say(verdict, `${AWAY} The page comes back by itself, with the same settings.`)
    setTimeout(() => ask(`${app}/metadata`), soon(500, 2000))
  })
}

function say(verdict, text) {
  const banner = /** @type {HTMLElement | null} */ (document.querySelector("#banner"))
  if (!banner) return quietly(verdict, { text })
  banner.textContent = text
  banner.hidden = false
}

async function ask(address) {
  try {
    const answer = await fetch(address, { cache: "no-store" })
    if (answer.ok) return location.reload()
  } catch {
    // still away
  }
  setTimeout(() => ask(address), soon(1000, 3000))
}

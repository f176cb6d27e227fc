// When the server goes away: a page of ours says so and comes back by itself (static/loading.js). A host's page is not
// ours to reload.

import { quietly } from "./models.mjs"

/** @type {(document_: any, verdict: Model) => void} */
export function whenLost(document_, verdict) {
  document_.on_event("connection_lost", () => {
    if (document.body.dataset.app !== undefined) return
    quietly(verdict, { text: "The server is away. Reload the page to go on." })
  })
}

// Puts panels into another's page, which is not ours to reload. Where they do not come, it says so in their place, and
// asks for them again, after pauses that grow. The server calls it in place of BokehJS's own `embed_items`.
async function _embedPanels(Bokeh, address, documents, items, ...given) {
  const LONGEST_PAUSE = 30 // seconds
  const id = items[0].elementid
  const script = document.getElementById(id)
  let words = /** @type {HTMLElement} */ (script.previousElementSibling)
  if (!words?.matches("[data-tries]")) {
    words = Object.assign(document.createElement("p"), { role: "status", hidden: true })
    words.dataset.tries = "0"
    script.before(words)
  }

  const tryLater = () => {
    const seconds = Math.min(2 ** Number(words.dataset.tries), LONGEST_PAUSE) * (0.5 + Math.random())
    words.dataset.tries = String(Number(words.dataset.tries) + 1)
    words.textContent = "The figures could not be loaded: their server is away, or many open them at once. They are asked for again."
    words.hidden = false
    setTimeout(ask, 1000 * seconds)
  }

  const ask = async () => {
    try {
      const answer = await fetch(address, { cache: "no-store" })
      if (!answer.ok) return tryLater()
      words.nextElementSibling.replaceWith(Object.assign(document.createElement("script"), { id, type: "text/plain" }))
      document.body.append(Object.assign(document.createElement("script"), { src: URL.createObjectURL(await answer.blob()) }))
    } catch {
      tryLater() // still away
    }
  }

  const [views] = await Bokeh.embed.embed_items(documents, items, ...given)
  if (views?.roots.some((view) => view.model.name === "embedding")) words.remove()
  else tryLater()
}

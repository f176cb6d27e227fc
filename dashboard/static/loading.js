// Stands in the page itself, before all else. Where the page does not come, or its socket is lost, it says so and comes
// back by itself, after pauses that grow: its settings are in its address, and where it stood is in the history's state.
{
  const LONGEST_PAUSE = new URLSearchParams(location.search).has("room") ? 4 : 30 // seconds; a class waits for its pages
  const LONGEST_RETURN = 5000 // milliseconds
  const IN_LINE = 10_000 // milliseconds, after which the page tells what it waits for
  const OUT_OF_PATIENCE = 180_000 // milliseconds from the page to its document: a whole class may be before it
  const before = history.state ?? {}
  if (before.row > 0) document.documentElement.dataset.returning = "" // nobody presses anything until it stands there
  let tries = before.tries ?? 0
  let gone = false
  let leaving = false

  const doc = () => window.Bokeh?.documents[0]
  const model = (name) => doc()?.get_model_by_name(name)
  const isThere = () => Boolean(doc()?.is_idle && (model("counter")?.text || model("room"))) // of a run, or of a class

  const say = (text) => {
    const loading = document.body.classList.contains("loading")
    const place = document.querySelector(loading ? "#coming" : "#banner")
    place.textContent = text
    place.hidden = false
    return place
  }

  // A whole class must not come back in one moment.
  const pause = () => {
    const seconds = Math.min(2 ** tries, LONGEST_PAUSE) * (0.5 + Math.random())
    tries += 1
    return 1000 * seconds
  }

  const stand = () => {
    if (!isThere() || model("room")) return before
    return { row: model("playhead").value, playing: model("play").label === "Pause" }
  }

  // The same page again, which begins where this one stood; what is paused is not started by its link.
  const reload = (state) => {
    const link = new URL(location.href)
    if (state.playing === false && link.searchParams.get("play") === "1") link.searchParams.set("play", "0")
    history.replaceState({ ...state, tries }, "", link)
    location.reload()
  }

  const ask = async (state) => {
    try {
      const answer = await fetch(`${document.body.dataset.app}/metadata`, { cache: "no-store" })
      if (answer.ok) return reload(state)
    } catch {
      // still away
    }
    setTimeout(ask, pause(), state)
  }

  const offerPlace = (state) => {
    const press = Object.assign(document.createElement("button"), { type: "button", textContent: "Take it back" })
    press.addEventListener("click", () => reload(state))
    say("Nothing was done here for a while, and others were waiting: this page's place was given to one of them. ").append(press)
    press.focus()
  }

  const lose = () => {
    if (gone || leaving) return
    gone = true
    const state = stand()
    if (["verdict", "room"].some((name) => model(name)?.tags.includes("given up"))) return offerPlace(state)
    if (isThere()) {
      tries = 0
      say("The server is away. The page comes back by itself, with the same settings.")
    } else say("The page could not be loaded: the server is away, or many open it at once. It tries again by itself.")
    setTimeout(ask, pause(), state)
  }

  const hasReturned = () => model("trace").get_length() > before.row && (!before.playing || model("play").label === "Pause")

  const show = (deadline) => {
    if (!hasReturned() && !gone && Date.now() < deadline) return setTimeout(show, 30, deadline)
    delete document.documentElement.dataset.returning
    document.body.classList.remove("loading")
  }

  const begin = () => {
    if (doc()?.roots().length === 0) return lose() // all places were taken in the meantime
    if (!isThere()) return gone || setTimeout(begin, 30)
    document.querySelector("#banner").hidden = true
    if (before.row > 0) model("trace").tags = [`back at ${before.row}${before.playing ? " playing" : ""}`]
    if (model("room")) document.body.classList.remove("loading")
    else show(before.row > 0 ? Date.now() + LONGEST_RETURN : 0)
    history.replaceState(null, "")
  }

  window.WebSocket = class extends window.WebSocket {
    /** @param {ConstructorParameters<typeof WebSocket>} given */
    constructor(...given) {
      super(...given)
      this.addEventListener("close", lose)
    }
  }
  addEventListener("beforeunload", () => {
    leaving = true // or not, as when a file is saved
    setTimeout(() => (leaving = false), 5000)
  })
  addEventListener("pageshow", (event) => event.persisted && reload(stand()))
  addEventListener("load", () => window.Bokeh || lose())
  setTimeout(() => isThere() || gone || say("Many pages are opening at once. This one has its place in the line …"), IN_LINE)
  setTimeout(() => isThere() || lose(), OUT_OF_PATIENCE)
  begin()
}

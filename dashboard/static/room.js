// What a pupil's page and the board share: the models of the document, the run that is followed, and the way back.

/** @type {(name: string) => any} */
export const modelOf = (name) => window.Bokeh.documents[0].get_model_by_name(name)
/** @type {(id: string) => any} */
export const byId = (id) => document.getElementById(id)
const RELOAD = 3000 // milliseconds at most, before a page of a room that has moved is loaded again

export function say(id, text) {
  const place = byId(id)
  if (place.textContent !== text) place.textContent = text
}

export const press = (name) => modelOf(name).trigger_event(new (Bokeh.require("core/bokeh_events").ButtonClick)())

export function read(name) {
  const [text] = modelOf(name).tags
  return text ? JSON.parse(text) : null
}

// What there is to draw: the ground, the settings, and the runs.
export function readScene() {
  const scene = read("scene")
  return scene && { runs: [], ...scene, ...read("runs") }
}

export const drawnOf = () => JSON.stringify(["scene", "runs"].map((name) => modelOf(name).tags))

// The last row of a run, and what is shown at a row.
export const lastOf = (scene) => scene?.runs?.[0]?.at.at(-1) ?? 0
export const inWords = (scene, row) =>
  `Step ${Math.min(Math.floor(row), lastOf(scene))} of ${lastOf(scene)} · α = ${scene.step_size} · ${scene.method}`

/** @type {(count: number) => string} */
export const inSteps = (count) => `${count} step${count === 1 ? "" : "s"}`

const TITLES = {
  "step size": "Pick the step size that arrives in the fewest steps.",
  start: "Pick a start. Which minimum will it reach?",
  steps: "Arrive in as few steps as you can.",
  own: "On your own: try what you like, and submit where you are.",
}

/** @type {(question: { text: string, activity: string } | null | undefined) => string} */
export const titleOf = (question) => (question ? question.text || (TITLES[question.activity] ?? "") : "")

// Whether it could be kept: storage may be forbidden.
export function keep(name, code, value) {
  try {
    localStorage.setItem(`${name} ${code}`, value)
    return true
  } catch {
    return false
  }
}

export function kept(name, code) {
  try {
    return localStorage.getItem(`${name} ${code}`)
  } catch {
    return null
  }
}

export function forget(name, code) {
  try {
    localStorage.removeItem(`${name} ${code}`)
  } catch {
    // nothing was kept
  }
}

// The room's address, without what is nobody else's business.
export function showAddress(code, seat) {
  const link = new URL(location.href)
  link.search = new URLSearchParams(seat ? { room: code, seat } : { room: code }).toString()
  history.replaceState(history.state, "", link)
}

// Calls `paint` now and whenever one of some models has changed, once the document is there.
export function whenRoomReady(begin, names, paint) {
  const doc = window.Bokeh?.documents[0]
  if (!doc?.is_idle || !modelOf("room")) return setTimeout(() => whenRoomReady(begin, names, paint), 30)
  begin()
  const follow = () => {
    const snapshot = read("snapshot")
    say("notice", modelOf("notice").text)
    if (snapshot?.lost) return setTimeout(() => location.reload(), RELOAD * Math.random())
    if (snapshot?.refused) document.querySelector(".way").hidden = false
    if (snapshot && !snapshot.refused) paint(snapshot)
  }
  for (const name of names) {
    const model = modelOf(name)
    for (const property of ["text", "tags"]) model.properties[property].change.connect(follow)
  }
  follow()
}

// The row that is due of a run that is followed, by this page's own clock from when it was told.
export class Follower {
  /** @param {(row: number) => void} show */
  constructor(show) {
    this.show = show
    this.told = ""
    this.frame = 0
  }

  take(shown) {
    const told = JSON.stringify(shown)
    if (told === this.told) return
    this.told = told
    cancelAnimationFrame(this.frame)
    if (!shown) return
    const since = performance.now()
    const step = () => {
      this.show(shown.row + (shown.speed * (performance.now() - since)) / 1000)
      if (shown.speed > 0) this.frame = requestAnimationFrame(step)
    }
    step()
  }
}

/** @type {(name: string, attributes: object, ...children: (Node | string)[]) => any} */
export function element(name, attributes, ...children) {
  const made = Object.assign(document.createElement(name), attributes)
  made.append(...children)
  return made
}

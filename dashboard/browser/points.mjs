// Own points in the plot. While their sheet is open, the first click makes what is shown one's own. A click adds a point, a
// drag moves it, a double click or Delete takes it away. A ring marks the one that is held, which also takes the keys.

import { number } from "./format.mjs"
import { ARROWS, contains, followFrame, onScreen, pixelsOf, placeAt, rounded, stridesOf } from "./frame.mjs"

const REACH = { mouse: 12, touch: 22, pen: 16 } // pixels
const PAIR = 600 // milliseconds: a click that added a point is no part of a double click
const TURNS = { PageDown: 1, PageUp: -1 }
const RING_HINT = "Arrow keys move this point, Page Up and Page Down go to another, Delete takes it away."

/** @type {(models: Models, index: Views, requests: import("./requests.mjs").Requests) => void} */
export function movePoints({ fit_plot: plot, scatter, facts, colours }, index, requests) {
  if (plot === undefined) return
  const view = index.find_one(plot)
  const ring = pointRing(colours.now[0])
  view.shadow_el.append(ring)
  let [held, dragged, added] = [0, false, -Infinity]
  /** @type {number[] | null} */
  let moved = null // where the finger has it, until the server says so too

  const isOwn = () => facts.get("own")[0] && scatter.get_length() === facts.get("samples")[0]
  const point = (place) => ["x", "y"].map((name) => scatter.get(name)[place])
  const count = () => scatter.get_length()

  const nearest = (event) => {
    const [left, top] = pixelsOf(view, event)
    if (!isOwn() || !contains(view.frame.bbox, [left, top])) return null
    /** @type {[number | null, number]} */
    let [found, least] = [null, REACH[event.pointerType] ?? REACH.mouse]
    for (let place = 0; place < count(); place++) {
      const [x, y] = onScreen(view, point(place))
      const far = Math.hypot(x - left, y - top)
      if (far <= least) [found, least] = [place, far]
    }
    return found
  }

  const paint = () => {
    const own = isOwn() && count() > 0
    ring.hidden = !own
    if (!own) return
    held = Math.min(held, count() - 1)
    const at = dragged && moved ? moved : point(held)
    const [left, top] = onScreen(view, at)
    const isSeen = contains(view.frame.bbox, [left, top])
    Object.assign(ring.style, { left: `${left}px`, top: `${top}px`, visibility: isSeen ? "visible" : "hidden" })
    ring.setAttribute("aria-valuenow", String(held + 1))
    ring.setAttribute("aria-valuemax", String(count()))
    ring.setAttribute("aria-valuetext", `Point ${held + 1} of ${count()}: ${at.map((value) => number(value)).join(", ")}`)
  }
  const show = (place) => {
    held = place
    paint()
  }
  const add = (values) => {
    added = performance.now()
    show(count())
    requests.ask(`add ${rounded(plot, values).join(" ")}`)
  }
  // What is seen becomes the visitor's own, with the point that was clicked: as fine as it can be seen.
  const begin = (values) => {
    const points = [...Array.from({ length: count() }, (_, place) => point(place)), values]
    requests.ask(points.map((each) => rounded(plot, each)).join(";"))
  }
  const mayBegin = () => isSheetOpen() && scatter.get_length() === facts.get("samples")[0]
  const move = (values) => {
    const place = rounded(plot, values)
    moved = place
    paint()
    requests.ask(`move ${held} ${place.join(" ")}`)
  }
  const remove = () => requests.whenIdle(() => requests.ask(`delete ${held}`))

  const pull = (event) => {
    dragged = true
    move(placeAt(view, pixelsOf(view, event)))
  }
  const release = () => {
    dragged = false
    removeEventListener("pointermove", pull, true)
    for (const end of ["pointerup", "pointercancel"]) removeEventListener(end, release, true)
  }
  view.el.addEventListener(
    "pointerdown",
    (event) => {
      const found = event.button === 0 ? nearest(event) : null
      if (found === null) return
      event.stopPropagation() // else a pan tool that is on would take the plot along
      event.preventDefault()
      show(found)
      ring.focus({ preventScroll: true })
      addEventListener("pointermove", pull, true)
      for (const end of ["pointerup", "pointercancel"]) addEventListener(end, release, true)
    },
    true,
  )
  view.el.addEventListener(
    "touchstart",
    (event) => {
      const [touch] = event.touches
      if (nearest({ clientX: touch.clientX, clientY: touch.clientY, pointerType: "touch" }) !== null) event.preventDefault()
    },
    { capture: true, passive: false },
  )
  view.el.addEventListener(
    "dblclick",
    (event) => {
      const found = nearest(event)
      if (found === null || performance.now() - added < PAIR) return
      event.stopPropagation()
      show(found)
      remove()
    },
    true,
  )
  plot.on_event("tap", ({ x, y }) => {
    if (isOwn() || !requests.isIdle) add([x, y])
    else if (mayBegin()) begin([x, y])
  })
  ring.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const arrow = ARROWS[event.key]
    const turn = TURNS[event.key]
    if (arrow) {
      const strides = stridesOf(plot)
      const from = requests.isIdle || moved === null ? point(held) : moved
      move(from.map((value, axis) => value + arrow[axis] * strides[axis]))
    } else if (turn) show((held + turn + count()) % count())
    else if (event.key === "Delete" || event.key === "Backspace") remove()
    else return
    event.preventDefault()
  })

  scatter.properties.data.change.connect(paint)
  facts.properties.data.change.connect(paint)
  followFrame(plot, paint)
  paint()
}

const isSheetOpen = () => document.querySelector(".sheet.own")?.closest("details")?.open === true

function pointRing(colour) {
  const ring = document.createElement("div")
  ring.className = "point-ring"
  ring.tabIndex = 0
  for (const [name, value] of Object.entries({
    role: "slider",
    "aria-label": "Your points",
    "aria-valuemin": "1",
    "aria-description": RING_HINT,
  })) {
    ring.setAttribute(name, value)
  }
  Object.assign(ring.style, {
    position: "absolute",
    width: "22px",
    height: "22px",
    margin: "-11px",
    boxSizing: "border-box",
    zIndex: 2,
    borderRadius: "50%",
    border: `2px solid var(--now, ${colour})`,
    pointerEvents: "none",
    opacity: "0",
  })
  ring.addEventListener("focus", () => (ring.style.opacity = "1"))
  ring.addEventListener("blur", () => (ring.style.opacity = "0"))
  return ring
}

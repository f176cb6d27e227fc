// Own points in the plot. While their sheet is open, the first click makes what is shown one's own. A click adds a point, a
// drag moves it, a double click or Delete takes it away. A ring marks the one that is held, which also takes the keys.

import { number } from "./format.mjs"
import { ARROWS, contains, followFrame, onScreen, pixelsOf, placeAt, rounded, stridesOf } from "./frame.mjs"

const REACH = { mouse: 12, touch: 22, pen: 16 } // pixels
const PAIR = 600 // milliseconds: a click that added a point is no part of a double click
const TURNS = { PageDown: 1, PageUp: -1 }
const ENDS = /** @type {const} */ (["pointerup", "pointercancel"]) // of a drag
const RING_HINT = "Arrow keys move this point, Page Up and Page Down go to another, Delete takes it away."

/** @type {(models: Models, index: Views, requests: import("./requests.mjs").Requests) => void} */
export function movePoints(models, index, requests) {
  if (models.fit_plot) new Points(index.find_one(models.fit_plot), models, requests)
}

class Points {
  held = 0 // the number of the point that has the ring
  isDragged = false
  /** @type {number[] | null} where the finger has it, until the server says so too */
  moved = null
  added = -Infinity // when a click added the last point

  /**
   * @param {any} view of the fit's figure
   * @param {Models} models
   * @param {import("./requests.mjs").Requests} requests
   */
  constructor(view, { scatter, facts, colours }, requests) {
    this.view = view
    this.plot = view.model
    this.scatter = scatter
    this.facts = facts
    this.requests = requests
    this.ring = makeRing(colours.now[0])
    view.shadow_el.append(this.ring)
    this.listen()
    this.follow()
    this.paint()
  }

  get count() {
    return this.scatter.get_length()
  }

  get areAllDrawn() {
    return this.count === this.facts.get("samples")[0]
  }

  get areOwn() {
    return this.facts.get("own")[0] && this.areAllDrawn
  }

  /** @type {(index: number) => number[]} */
  point(index) {
    return ["x", "y"].map((name) => this.scatter.get(name)[index])
  }

  // The number of the point that a pointer is at, if it is near enough.
  /** @type {(event: { clientX: number, clientY: number, pointerType?: string }) => number | null} */
  nearest(event) {
    const [left, top] = pixelsOf(this.view, event)
    if (!this.areOwn || !contains(this.view.frame.bbox, [left, top])) return null
    /** @type {[number | null, number]} */
    let [nearest, least] = [null, REACH[event.pointerType ?? "mouse"] ?? REACH.mouse]
    for (let index = 0; index < this.count; index++) {
      const [x, y] = onScreen(this.view, this.point(index))
      const far = Math.hypot(x - left, y - top)
      if (far <= least) [nearest, least] = [index, far]
    }
    return nearest
  }

  paint() {
    const { ring, count } = this
    ring.hidden = !(this.areOwn && count > 0)
    if (ring.hidden) return
    this.held = Math.min(this.held, count - 1)
    const at = this.isDragged && this.moved ? this.moved : this.point(this.held)
    const [left, top] = onScreen(this.view, at)
    const isSeen = contains(this.view.frame.bbox, [left, top])
    Object.assign(ring.style, { left: `${left}px`, top: `${top}px`, visibility: isSeen ? "visible" : "hidden" })
    ring.setAttribute("aria-valuenow", String(this.held + 1))
    ring.setAttribute("aria-valuemax", String(count))
    ring.setAttribute("aria-valuetext", `Point ${this.held + 1} of ${count}: ${at.map((value) => number(value)).join(", ")}`)
  }

  hold(index) {
    this.held = index
    this.paint()
  }

  add(place) {
    this.added = performance.now()
    this.hold(this.count)
    this.requests.ask(`add ${rounded(this.plot, place).join(" ")}`)
  }

  // What is seen becomes the visitor's own, with the point that was clicked: as fine as it can be seen.
  begin(place) {
    const points = [...Array.from({ length: this.count }, (_, index) => this.point(index)), place]
    this.requests.ask(points.map((each) => rounded(this.plot, each)).join(";"))
  }

  move(place) {
    this.moved = rounded(this.plot, place)
    this.paint()
    this.requests.ask(`move ${this.held} ${this.moved.join(" ")}`)
  }

  // One stride, from where the point will be once the server has answered.
  stride(arrow) {
    const strides = stridesOf(this.plot)
    const from = this.requests.isIdle || this.moved === null ? this.point(this.held) : this.moved
    this.move(from.map((value, axis) => value + arrow[axis] * strides[axis]))
  }

  remove() {
    this.requests.whenIdle(() => this.requests.ask(`delete ${this.held}`))
  }

  follow() {
    const paint = () => this.paint()
    for (const source of [this.scatter, this.facts]) source.properties.data.change.connect(paint)
    followFrame(this.plot, paint)
  }

  // Before Bokeh's own: a pan tool that is on would take the plot along.
  listen() {
    const { el } = this.view
    el.addEventListener("pointerdown", (event) => this.take(event), true)
    el.addEventListener("touchstart", (event) => this.keepFromScrolling(event), { capture: true, passive: false })
    el.addEventListener("dblclick", (event) => this.doubleClick(event), true)
    this.ring.addEventListener("keydown", (event) => this.press(event))
    this.plot.on_event("tap", ({ x, y }) => {
      if (this.areOwn || !this.requests.isIdle) this.add([x, y])
      else if (isSheetOpen() && this.areAllDrawn) this.begin([x, y])
    })
  }

  take(event) {
    const index = event.button === 0 ? this.nearest(event) : null
    if (index === null) return
    event.stopPropagation()
    event.preventDefault()
    this.hold(index)
    this.ring.focus({ preventScroll: true })
    addEventListener("pointermove", this.pull, true)
    for (const end of ENDS) addEventListener(end, this.release, true)
  }

  pull = (event) => {
    this.isDragged = true
    this.move(placeAt(this.view, pixelsOf(this.view, event)))
  }

  release = () => {
    this.isDragged = false
    removeEventListener("pointermove", this.pull, true)
    for (const end of ENDS) removeEventListener(end, this.release, true)
  }

  keepFromScrolling(event) {
    const [{ clientX, clientY }] = event.touches
    if (this.nearest({ clientX, clientY, pointerType: "touch" }) !== null) event.preventDefault()
  }

  doubleClick(event) {
    const index = this.nearest(event)
    if (index === null || performance.now() - this.added < PAIR) return
    event.stopPropagation()
    this.hold(index)
    this.remove()
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const [arrow, turn] = [ARROWS[event.key], TURNS[event.key]]
    if (arrow) this.stride(arrow)
    else if (turn) this.hold((this.held + turn + this.count) % this.count)
    else if (event.key === "Delete" || event.key === "Backspace") this.remove()
    else return
    event.preventDefault()
  }
}

const isSheetOpen = () => document.querySelector(".sheet.own")?.closest("details")?.open === true

/** @type {(colour: string) => HTMLElement} */
function makeRing(colour) {
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

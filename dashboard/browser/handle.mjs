// The start, dragged in the plot: a handle wide enough for a finger, which also takes the arrow keys. A page without
// a server has no `start` to set, and no handle.

import { ARROWS, contains, followFrame, onScreen, pixelsOf, placeAt, rounded, stridesOf } from "./frame.mjs"

const FINGER = 44 // pixels
const LONGEST_REPLY = 250 // milliseconds

/**
 * @param {any} view
 * @param {Models} models
 * @param {string[]} columns of the trace: where the start is
 * @param {(place: number[]) => string} text
 * @param {(place: number[]) => number | string} follow
 * @returns {(place: number[]) => void} moves the start
 */
export function startHandle(view, { trace, start, colours }, columns, text, follow) {
  const plot = view.model
  const handle = makeHandle(colours.now[0])
  view.shadow_el.append(handle)
  const current = () => columns.map((name) => trace.get(name)[0])
  const place = () => {
    if (trace.get_length() === 0) return
    const [left, top] = onScreen(view, current())
    const isSeen = contains(view.frame.bbox, [left, top])
    Object.assign(handle.style, { left: `${left}px`, top: `${top}px`, display: isSeen ? "block" : "none" })
    handle.setAttribute("aria-valuetext", text(current()))
  }
  const sender = new Sender(start)
  const moveTo = (point) => sender.send(follow(rounded(plot, point)))
  followPointer(handle, (event) => moveTo(placeAt(view, pixelsOf(view, event))))
  handle.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key]
    if (arrow === undefined) return
    event.preventDefault()
    const strides = stridesOf(plot)
    moveTo(current().map((value, axis) => value + arrow[axis] * strides[axis]))
  })
  trace.properties.data.change.connect(() => {
    place()
    sender.answered()
  })
  followFrame(plot, place)
  place()
  return moveTo
}

// Sets a model's value to the newest of those that are wanted: the next one once the server has answered, or is slow to.
class Sender {
  /** @type {number | string | null} */
  wanted = null
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  waiting = undefined
  /** @param {Model} model */
  constructor(model) {
    this.model = model
  }

  /** @param {number | string} value */
  send(value) {
    this.wanted = value
    this.sendNext()
  }

  sendNext() {
    if (this.wanted === null || this.waiting !== undefined) return
    this.waiting = setTimeout(() => this.answered(), LONGEST_REPLY)
    this.model.value = this.wanted
    this.wanted = null
  }

  answered() {
    clearTimeout(this.waiting)
    this.waiting = undefined
    this.sendNext()
  }
}

/** @type {(handle: HTMLElement, pull: (event: PointerEvent) => void) => void} */
function followPointer(handle, pull) {
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault()
    handle.focus()
    handle.setPointerCapture(event.pointerId)
    handle.style.cursor = "grabbing"
    handle.addEventListener("pointermove", pull)
  })
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    handle.addEventListener(end, () => {
      handle.style.cursor = "grab"
      handle.removeEventListener("pointermove", pull)
    })
  }
}

// A ring in the middle of what a finger takes hold of, which breathes once so that it is noticed.
/** @type {(colour: string) => HTMLElement} */
function makeHandle(colour) {
  const handle = document.createElement("div")
  handle.setAttribute("role", "slider")
  handle.setAttribute("aria-label", "Start, dragged in the plot")
  handle.tabIndex = 0
  handle.className = "start-handle"
  Object.assign(handle.style, {
    position: "absolute",
    width: `${FINGER}px`,
    height: `${FINGER}px`,
    margin: `${-FINGER / 2}px`,
    borderRadius: "50%",
    cursor: "grab",
    touchAction: "none",
    zIndex: 2,
  })
  const ring = document.createElement("div")
  ring.style.cssText = `position:absolute;inset:11px;border-radius:50%;border:2px solid var(--now,${colour});pointer-events:none`
  handle.append(ring)
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) {
    ring.animate([{ transform: "scale(1)" }, { transform: "scale(1.8)", opacity: 0 }, { transform: "scale(1)" }], 1200)
  }
  return handle
}

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
 * @returns {(place: number[]) => void}
 */
export function startHandle(view, { trace, start, colours }, columns, text, follow) {
  const plot = view.model
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
  ring.style.cssText = `position:absolute;inset:11px;border-radius:50%;border:2px solid var(--now,${colours.now[0]});pointer-events:none`
  handle.append(ring)
  view.shadow_el.append(handle)

  const place = () => {
    if (trace.get_length() === 0) return
    const at = columns.map((name) => trace.get(name)[0])
    const [left, top] = onScreen(view, at)
    const isSeen = contains(view.frame.bbox, [left, top])
    Object.assign(handle.style, { left: `${left}px`, top: `${top}px`, display: isSeen ? "block" : "none" })
    handle.setAttribute("aria-valuetext", text(at))
  }

  /** @type {[ReturnType<typeof setTimeout> | undefined, number | string | null]} */
  let [waiting, wanted] = [undefined, null]
  const send = () => {
    if (wanted === null || waiting !== undefined) return
    waiting = setTimeout(answered, LONGEST_REPLY)
    start.value = wanted
    wanted = null
  }
  const answered = () => {
    clearTimeout(waiting)
    waiting = undefined
    send()
  }
  const moveTo = (point) => {
    wanted = follow(rounded(plot, point))
    send()
  }

  const pull = (event) => moveTo(placeAt(view, pixelsOf(view, event)))
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault()
    handle.focus()
    handle.setPointerCapture(event.pointerId)
    handle.style.cursor = "grabbing"
    handle.addEventListener("pointermove", pull)
  })
  for (const end of ["pointerup", "pointercancel"]) {
    handle.addEventListener(end, () => {
      handle.style.cursor = "grab"
      handle.removeEventListener("pointermove", pull)
    })
  }
  handle.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key]
    if (arrow === undefined) return
    event.preventDefault()
    const strides = stridesOf(plot)
    moveTo(columns.map((name, axis) => trace.get(name)[0] + arrow[axis] * strides[axis]))
  })

  trace.properties.data.change.connect(() => {
    place()
    if (waiting !== undefined) answered()
  })
  followFrame(plot, place)
  place()
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) {
    ring.animate([{ transform: "scale(1)" }, { transform: "scale(1.8)", opacity: 0 }, { transform: "scale(1)" }], 1200)
  }
  return moveTo
}

// The start, dragged in the plot: a handle wide enough for a finger, which also takes the arrow keys. A page without
// a server has no `start` to set, and no handle.

const FINGER = 44
const LONGEST_REPLY = 250

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
    const [x, y] = columns.map((name) => trace.get(name)[0])
    const { bbox, x_scale, y_scale } = view.frame
    const [left, top] = [x_scale.compute(x), y_scale.compute(y)]
    const inside = left >= bbox.left && left <= bbox.right && top >= bbox.top && top <= bbox.bottom
    Object.assign(handle.style, { left: `${left}px`, top: `${top}px`, display: inside ? "block" : "none" })
    handle.setAttribute("aria-valuetext", text([x, y]))
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
    const places = [plot.x_range, plot.y_range].map((range) => Math.max(0, 4 - Math.ceil(Math.log10(Math.abs(range.end - range.start)))))
    wanted = follow(point.map((value, axis) => Number(value.toFixed(places[axis]))))
    send()
  }

  const pull = (event) => {
    const box = view.el.getBoundingClientRect()
    const { bbox, x_scale, y_scale } = view.frame
    const within = (value, low, high) => Math.max(low, Math.min(value, high))
    moveTo([
      x_scale.invert(within(event.clientX - box.left, bbox.left, bbox.right)),
      y_scale.invert(within(event.clientY - box.top, bbox.top, bbox.bottom)),
    ])
  }
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
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }
  handle.addEventListener("keydown", (event) => {
    const arrow = arrows[event.key]
    if (arrow === undefined) return
    event.preventDefault()
    const spans = [plot.x_range, plot.y_range].map((range) => Math.abs(range.end - range.start) / 100)
    moveTo(columns.map((name, axis) => trace.get(name)[0] + arrow[axis] * spans[axis]))
  })

  trace.properties.data.change.connect(() => {
    place()
    if (waiting !== undefined) answered()
  })
  for (const model of [plot.x_range, plot.y_range]) model.change.connect(place)
  for (const name of ["inner_width", "inner_height"]) plot.properties[name].change.connect(place)
  place()
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) {
    ring.animate([{ transform: "scale(1)" }, { transform: "scale(1.8)", opacity: 0 }, { transform: "scale(1)" }], 1200)
  }
  return moveTo
}

// Where the method's next step leads from the row that is shown: a ghost of the point, off until it is asked for. The
// browser remembers that it was. The step is that of the run: its next row, or what its row says of it before that comes.

import { contains, followFrame, onScreen } from "./frame.mjs"

const KEPT = "next step" // in the browser's storage
const SIZE = 15 // pixels
const BELOW = 22 // pixels from the frame to the button, which is beside the axis's name
const HINT = "Shows where the next step will lead"
const NEAREST = 3 // pixels: a step that cannot be seen has no ghost

// Of a run's rows, where the step from one of them leads; null where it is the last.
/** @type {(cell: Cell, row: number, last: number, fact: Fact, names: string[], slopes: string[]) => number[] | null} */
export function nextPlace(cell, row, last, fact, names, slopes) {
  if (row < last) return names.map((name) => cell(name, row + 1))
  if (row >= fact("steps")) return null
  if (fact("method") === "gradient descent") {
    const alpha = cell("alpha", row) ?? fact("step_size")
    return names.map((name, axis) => cell(name, row) - alpha * cell(slopes[axis], row))
  }
  const known = names.map((name) => cell(`next_${name}`, row))
  return known.includes(undefined) ? null : known
}

/** @type {(view: any, playhead: import("./playhead.mjs").Playhead, names: string[], slopes: string[]) => void} */
export function showNextStep(view, { now, trace, facts, models }, names, slopes) {
  const { model: plot, shadow_el } = view
  // The page has a menu for what is wanted now and then; a figure alone has its own corner.
  const menu = document.querySelector(".menu .tools")
  const [ghost, button] = [makeGhost(models.colours), menu ? makeItem() : makeButton(models.colours)]
  if (menu) button.dataset.tip = `${HINT}.`
  shadow_el.append(ghost)
  ;(menu ?? shadow_el).append(button)

  let isOn = remembered()
  const fact = (name) => facts.get(name)[0]
  const cell = (name, row) => (trace.columns().includes(name) ? trace.get(name)[row] : undefined)
  const place = () => {
    const { bbox } = view.frame
    button.setAttribute("aria-pressed", String(isOn))
    if (!menu) Object.assign(button.style, { left: `${bbox.right}px`, top: `${bbox.bottom + BELOW}px` })
    button.style.borderColor = isOn ? `var(--now, ${models.colours.now[0]})` : `var(--rim, ${models.colours.rim[0]})`
    const last = trace.get_length() - 1
    const row = now.get("iteration")?.[0]
    const next = isOn && row <= last ? nextPlace(cell, row, last, fact, names, slopes) : null
    const [left, top] = next === null ? [NaN, NaN] : onScreen(view, next)
    const here =
      next === null
        ? [NaN, NaN]
        : onScreen(
            view,
            names.map((name) => cell(name, row)),
          )
    const isSeen = contains(bbox, [left, top]) && Math.hypot(left - here[0], top - here[1]) >= NEAREST
    Object.assign(ghost.style, { left: `${left}px`, top: `${top}px`, display: isSeen ? "block" : "none" })
  }
  button.addEventListener("click", () => {
    isOn = !isOn
    remember(isOn)
    place()
  })
  now.properties.data.change.connect(place)
  facts.properties.data.change.connect(place)
  followFrame(plot, place)
  place()
}

/** @type {(colours: Models["colours"]) => HTMLElement} */
function makeGhost(colours) {
  const ghost = Object.assign(document.createElement("div"), { className: "next-ghost" })
  Object.assign(ghost.style, {
    position: "absolute",
    width: `${SIZE}px`,
    height: `${SIZE}px`,
    margin: `${-SIZE / 2}px`,
    boxSizing: "border-box",
    borderRadius: "50%",
    border: `2px dashed var(--now, ${colours.now[0]})`,
    background: `var(--panel, ${colours.panel[0]})`,
    pointerEvents: "none",
    zIndex: 1,
  })
  return ghost
}

// As a menu has it: the page gives it its look.
/** @type {() => HTMLButtonElement} */
function makeItem() {
  return Object.assign(document.createElement("button"), { type: "button", className: "next-step", textContent: "Next step" })
}

/** @type {(colours: Models["colours"]) => HTMLButtonElement} */
function makeButton(colours) {
  const button = Object.assign(makeItem(), { title: HINT })
  Object.assign(button.style, {
    position: "absolute",
    transform: "translateX(-100%)",
    font: "12px/20px system-ui, sans-serif",
    padding: "0 8px",
    whiteSpace: "nowrap",
    borderRadius: "6px",
    border: `1px solid var(--rim, ${colours.rim[0]})`,
    background: `var(--panel, ${colours.panel[0]})`,
    color: `var(--text, ${colours.text[0]})`,
    cursor: "pointer",
    zIndex: 3,
  })
  return button
}

// A page in somebody else's may be refused its storage.
function remembered() {
  try {
    return localStorage.getItem(KEPT) === "on"
  } catch {
    return false
  }
}

function remember(isOn) {
  try {
    localStorage.setItem(KEPT, isOn ? "on" : "off")
  } catch {}
}

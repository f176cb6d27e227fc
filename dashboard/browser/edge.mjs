// Where a dot is that a figure does not show: a mark at the figure's edge, with the number that led it out and an arrow.

import { number } from "./format.mjs"
import { clamp } from "./frame.mjs"

const INSET = 6 // pixels, from the edge to the mark
const BEYOND = 2 // pixels: a dot at the edge is seen well enough
const ARROWS = { left: "←", right: "→", top: "↑", bottom: "↓" }

/** @typedef {{ side: "left" | "right" | "top" | "bottom", axis: 0 | 1, at: [number, number] }} Exit */

// Through which side a place has left a box, the one it is farther from, and the nearest place in the box; null within.
/** @type {(place: number[], box: Box) => Exit | null} */
export function exitOf([x, y], { left, right, top, bottom }) {
  const ways = /** @type {const} */ ([
    ["left", 0, left - x],
    ["right", 0, x - right],
    ["top", 1, top - y],
    ["bottom", 1, y - bottom],
  ])
  const [side, axis, far] = ways.reduce((most, way) => (way[2] > most[2] ? way : most))
  return far > BEYOND ? { side, axis, at: [clamp(x, left, right), clamp(y, top, bottom)] } : null
}

// Where one leaves a box who goes from its middle towards a place and beyond.
/** @type {(place: number[], box: Box) => Exit | null} */
export function wayOut([x, y], box) {
  const [middle, centre] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2]
  const far = (2 * (box.right - box.left + box.bottom - box.top)) / Math.hypot(x - middle, y - centre)
  const stretch = Math.min(far, Number.MAX_VALUE)
  const share = Math.min((box.right - middle) / Math.abs(x - middle), (box.bottom - centre) / Math.abs(y - centre))
  const exit = exitOf([middle + stretch * (x - middle), centre + stretch * (y - centre)], box)
  return exit && { ...exit, at: [middle + share * (x - middle), centre + share * (y - centre)] }
}

/** @type {(side: Exit["side"], name: string, value: number) => string} */
export function edgeText(side, name, value) {
  const text = `${name} = ${number(value, 4)}`
  return side === "left" ? `${ARROWS.left} ${text}` : `${text} ${ARROWS[side]}`
}

export class EdgeMark {
  /** @type {HTMLElement | null} made when it is first needed */
  element = null
  /**
   * @param {any} view of the figure
   * @param {Models["colours"]} colours
   */
  constructor(view, colours) {
    this.view = view
    this.colours = colours
  }

  /** @type {(exit: Exit, name: string, value: number) => void} */
  show({ side, at: [x, y] }, name, value) {
    this.element ??= this.make()
    const element = this.element
    element.textContent = edgeText(side, name, value)
    element.dataset.side = side
    element.hidden = false
    const { left, right, top, bottom } = this.view.frame.bbox
    const { offsetWidth: width, offsetHeight: height } = element
    element.style.left = `${clamp(x - width / 2, left + INSET, right - INSET - width)}px`
    element.style.top = `${clamp(y - height / 2, top + INSET, bottom - INSET - height)}px`
  }

  hide() {
    if (this.element !== null) this.element.hidden = true
  }

  make() {
    const element = document.createElement("div")
    element.className = "edge-mark"
    element.ariaHidden = "true" // the figure's words have the place
    element.style.cssText = `position: absolute; z-index: 3; padding: 1px 8px; border-radius: 6px; pointer-events: none;
      white-space: nowrap; font: 600 13px/20px system-ui, sans-serif; font-variant-numeric: tabular-nums;
      color: var(--on-now, ${this.colours.panel[0]}); background: var(--now, ${this.colours.now[0]})`
    const style = document.createElement("style")
    style.textContent = ".edge-mark[hidden] { display: none }"
    this.view.shadow_el.append(style, element)
    return element
  }
}

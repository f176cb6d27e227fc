// Lines, arrows and words over a figure for as long as a step is told, in the figure's own coordinates. They are drawn
// beside Bokeh's canvas, which is not painted again for them.

import { clamp, onScreen } from "./frame.mjs"
import { widthOf } from "./within.mjs"

const SVG = "http://www.w3.org/2000/svg"
const [HEAD, INSET, GAP, LEADING] = [11, 6, 12, 20] // pixels
const FONT = "system-ui, sans-serif"
const FAR = 1e5 // pixels
const TYPE = { desk: 14, board: 20 } // pixels

/** @typedef {[number, number]} Place */
/**
 * @typedef {object} Shape what is drawn, with ways and places in the figure's coordinates
 * @property {"lines" | "arrow" | "word" | "note"} kind a note stands in the figure's corner
 * @property {Place[]} places of lines two each, of an arrow its two ends, of a word where it stands or a way that it stands
 * at the end of
 * @property {number} [pixels] how long a way is, where it only points
 * @property {number} [width] pixels
 * @property {string} [text]
 * @property {1 | -1} [side] whether a word begins at its place or ends there
 * @property {number} [down] pixels from its place to the middle of a word; of a note, which line it is
 */

export class Overlay {
  /** @type {SVGSVGElement | null} made when it is first needed */
  element = null
  /** @type {Box[]} where words are, from the frame's corner */
  words = []
  /**
   * @param {any} view of the figure
   * @param {Models["colours"]} colours
   */
  constructor(view, colours) {
    this.view = view
    this.colours = colours
  }

  /** @type {(shapes: Shape[]) => void} */
  draw(shapes) {
    this.words = []
    if (shapes.length === 0) return this.clear()
    this.element ??= this.make()
    const { left, top, width, height } = this.view.frame.bbox
    const { style } = this.element
    Object.assign(style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` })
    this.element.replaceChildren(...shapes.flatMap((shape) => this.drawn(shape)))
  }

  // In a window that has become smaller, what is left of its size would be something to scroll to.
  clear() {
    this.element?.remove()
    this.element = null
  }

  /** @type {(shape: Shape) => Element[]} */
  drawn({ kind, places, pixels, width = 2, text = "", side, down = 0 }) {
    const [from, to = from] = places.map((place) => this.onScreen(place))
    if (kind === "note") return [this.word([INSET, (down + 0.5) * LEADING + INSET], text, 1)]
    if (kind === "word") {
      const at = stretched(from, to, pixels ?? far(from, to) + GAP)
      const [x, y] = side ? [from[0] + side * GAP, from[1]] : at
      return [this.word([x, y + down], text, side ?? (to[0] < from[0] ? -1 : 1))]
    }
    const end = pixels === undefined ? to : stretched(from, to, pixels)
    const way = kind === "lines" ? pairs(places.map((place) => this.onScreen(place))) : arrow(from, end)
    const now = `var(--now, ${this.colours.now[0]})`
    return [made("path", { d: way, fill: "none", stroke: now, "stroke-width": width, "stroke-linejoin": "round" })]
  }

  // Far out a figure's scale gives numbers that no picture takes.
  /** @type {(place: Place) => Place} */
  onScreen(place) {
    const { left, top } = this.view.frame.bbox
    const [x, y] = onScreen(this.view, place)
    return [clamp(x - left, -FAR, FAR), clamp(y - top, -FAR, FAR)]
  }

  // A word keeps within the figure, and is no longer than that.
  /** @type {(place: Place, text: string, side: 1 | -1) => Element} */
  word([x, y], text, side) {
    const { width, height } = this.view.frame.bbox
    const room = width - 2 * INSET
    const wanted = document.body.matches(".board") ? TYPE.board : TYPE.desk
    const size = Math.min(wanted, (wanted * room) / widthOf(text, `600 ${wanted}px ${FONT}`))
    const [long, half] = [widthOf(text, `600 ${size}px ${FONT}`), size / 2]
    const start = clamp(side > 0 ? x : x - long, INSET, width - long - INSET)
    const middle = clamp(y, half + INSET, height - half - INSET)
    this.words.push({ left: start, right: start + long, top: middle - half, bottom: middle + half })
    const [ink, panel] = ["now", "panel"].map((role) => `var(--${role}, ${this.colours[role][0]})`)
    const look = `font: 600 ${size}px ${FONT}; font-variant-numeric: tabular-nums; fill: ${ink}; stroke: ${panel};
      stroke-width: 5px; stroke-linejoin: round; paint-order: stroke`
    const anchor = side > 0 ? { x: start, "text-anchor": "start" } : { x: start + long, "text-anchor": "end" }
    const element = made("text", { ...anchor, y: middle, "dominant-baseline": "central" })
    element.style.cssText = look
    element.textContent = text
    return element
  }

  make() {
    const element = /** @type {SVGSVGElement} */ (made("svg", { class: "beats", "aria-hidden": "true" }))
    element.style.cssText = "position: absolute; z-index: 2; overflow: hidden; pointer-events: none"
    this.view.shadow_el.append(element)
    return element
  }
}

/** @type {(name: string, attributes: Record<string, string | number>) => SVGElement} */
function made(name, attributes) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, name))
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  return element
}

/** @type {(from: Place, to: Place) => number} */
const far = (from, to) => Math.hypot(to[0] - from[0], to[1] - from[1])
/** @type {(place: number[]) => string} */
const point = ([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`

// Lines from every other place to the next.
/** @type {(places: Place[]) => string} */
export const pairs = (places) => places.map((place, index) => `${index % 2 ? "L" : "M"}${point(place)}`).join("")

// A way from one place on the screen to another, with a head that is never longer than the way.
/** @type {(from: Place, to: Place) => string} */
export function arrow(from, to) {
  const way = [to[0] - from[0], to[1] - from[1]]
  const long = far(from, to)
  if (long === 0) return ""
  const head = Math.min(HEAD, long)
  const [across, up] = [(way[0] / long) * head, (way[1] / long) * head]
  const barb = (turn) => [to[0] - across - (turn * up) / 2, to[1] - up + (turn * across) / 2]
  return `M${point(from)}L${point(to)}M${point(barb(1))}L${point(to)}L${point(barb(-1))}`
}

// As far from a place as that many pixels, in the direction of another.
/** @type {(from: Place, to: Place, pixels: number) => Place} */
function stretched(from, to, pixels) {
  const way = [to[0] - from[0], to[1] - from[1]]
  const long = far(from, to) || 1
  return [from[0] + (way[0] / long) * pixels, from[1] + (way[1] / long) * pixels]
}

// The box around the sheet: its floor, the two walls behind, and round numbers along three of its edges.

import { SUPERSCRIPT, number, raised } from "./format.mjs"
import { TALL, dot, minus } from "./sheet.mjs"

const SIZES = { number: 12, title: 14 } // pixels
const LETTER = 0.55 // of the size: how wide a character is, about
const GAP = { number: 7, title: 5 } // pixels from what is nearer
const CLOSEST = 24 // pixels from one number to the next
const SHORTEST = 36 // pixels of an edge that is labelled

export class Box {
  constructor({ sheet, towards, project, read }) {
    const lowest = read.facts.get("lowest")[0]
    this.titles = read.facts.get("box_titles")[0]
    this.project = project
    this.near = towards.slice(0, 2).map((value) => (value < 0 ? -0.5 : 0.5))
    this.scales = [...sheet.sides, [lowest, lowest + sheet.top]].map(([low, high]) => {
      const values = roundNumbers(low, high)
      return { values, at: values.map((value) => (value - low) / (high - low) - 0.5) }
    })
  }

  lines() {
    const [x, y] = this.near
    const floor = (u, v) => [u, v, -TALL / 2]
    const [behind, beside] = [(v, w) => [-x, v, TALL * w], (u, w) => [u, -y, TALL * w]]
    const [across, along, up] = this.scales.map(({ at }) => [-0.5, ...at, 0.5])
    const grid = (plane, one, other) => [
      ...one.map((value) => [plane(value, -0.5), plane(value, 0.5)]),
      ...other.map((value) => [plane(-0.5, value), plane(0.5, value)]),
    ]
    return [...grid(floor, across, along), ...grid(behind, along, up), ...grid(beside, across, up)].map((places) => ({ places }))
  }

  // Beside what is already there, such as names of minima.
  words(taken) {
    const [x, y] = this.near
    const corners = [
      [x, -y],
      [-x, y],
    ] // where a wall and the floor end, to the left and to the right
    const [u, v] = corners.sort((one, other) => this.project([...one, 0])[0] - this.project([...other, 0])[0])[0]
    const edges = [(at) => [at, y, -TALL / 2], (at) => [x, at, -TALL / 2], (at) => [u, v, TALL * at]]
    const words = edges.flatMap((edge, axis) => this.wordsAlong(edge, this.scales[axis], this.titles[axis]))
    const clear = words.filter((each, index) => isClear(each, index, words) && isClear(each, taken.length, taken))
    const names = ["x", "y", "text", "x_offset", "y_offset", "angle", "text_font_size"]
    return Object.fromEntries(names.map((name) => [name, clear.map((word) => word[name])]))
  }

  wordsAlong(edge, { values, at }, title) {
    const [from, to, middle] = [-0.5, 0.5, 0].map((share) => this.project(edge(share)))
    const way = minus(to, from)
    const length = Math.hypot(...way)
    if (length < SHORTEST) return []
    const outward = outwards(
      way.map((value) => value / length),
      minus(middle, this.project([0, 0, edge(0)[2]])),
    )
    const every = Math.ceil((CLOSEST * (values.length - 1)) / (length * (at[at.length - 1] - at[0]) || 1))
    const numbers = values.flatMap((value, index) => {
      if (index % every !== 0) return []
      return [word(shortly(value), this.project(edge(at[index])), outward, 0, SIZES.number, GAP.number)]
    })
    const reach = Math.max(0, ...numbers.map((each) => each.reach))
    const lean = Math.atan2(way[1], way[0])
    const angle = Math.abs(lean) > Math.PI / 2 + 1e-6 ? lean - Math.sign(lean) * Math.PI : lean
    return [...numbers, word(title, middle, outward, angle, SIZES.title, reach + GAP.title)]
  }
}

// Is there room for a text beside those before it? Numbers of two edges meet at their corner.
/** @type {(word: { centre: Pair, half: Pair }, index: number, words: { centre: Pair, half: Pair }[]) => boolean} */
export function isClear({ centre: [x, y], half }, index, words) {
  return words
    .slice(0, index)
    .every(({ centre: [u, v], half: other }) => Math.abs(x - u) > half[0] + other[0] || Math.abs(y - v) > half[1] + other[1])
}

// Square to an edge of this direction, on the side of it that is away from the middle.
/** @type {(direction: number[], side: number[]) => number[]} */
function outwards([x, y], side) {
  const square = [-y, x]
  return dot(square, side) < 0 ? square.map((value) => -value) : square
}

// A text that begins `gap` pixels out from a place, whichever way that is; `reach` is where it ends.
/** @type {(text: string, at: number[], outward: number[], angle: number, size: number, gap: number) => any} */
function word(text, [x, y], outward, angle, size, gap) {
  const half = angle === 0 ? [(text.length * LETTER * size) / 2, size / 2] : [size / 2, size / 2]
  const extent = angle === 0 ? dot(outward.map(Math.abs), half) : size / 2
  const [right, up] = outward.map((value) => value * (gap + extent))
  const look = {
    x,
    y,
    text,
    x_offset: right,
    y_offset: -up,
    angle,
    text_font_size: `${document.body.matches(".board") ? 1.3 * size : size}px`,
  }
  return { ...look, centre: [x + right, y + up], half, reach: gap + 2 * extent }
}

// Round numbers from low to high, about four of them.
/** @type {(low: number, high: number) => number[]} */
export function roundNumbers(low, high) {
  const wanted = (high - low) / 4
  const power = 10 ** Math.floor(Math.log10(wanted))
  const step = ([1, 2, 5].find((times) => times * power >= wanted * (1 - 1e-9)) ?? 10) * power
  const first = Math.ceil(low / step)
  const count = Math.max(0, Math.floor(high / step) - first + 1)
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}

/** @type {(value: number) => string} */
export function shortly(value) {
  if (Math.abs(value) < 1e5) return number(value, 5)
  const exponent = Math.floor(Math.log10(Math.abs(value)))
  return `${number(value / 10 ** exponent, 3)} × 10${raised(exponent, SUPERSCRIPT)}`
}

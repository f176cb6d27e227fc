// Words in a figure stay apart and within it: the name of a minimum is on whichever side there is room, and where there
// is none beside the names of minima, a saddle keeps its cross alone.

import { quietly } from "./models.mjs"

const LETTER = 8 // pixels: how wide one is, at most
const [PADDING, TALL] = [8, 18] // pixels of a word's piece of panel
const [MARK, ABOVE, BESIDE] = [8, 16, 9] // pixels: half a mark, from a saddle up to the middle of its word, to a minimum's name
const SADDLE = 22 // pixels: half the width of its word

/** @type {(one: Box, other: Box) => boolean} */
export const overlap = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom

/** @type {(box: Box, frame: Box) => boolean} */
export const isWithin = (box, frame) =>
  box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom

// For each word the first of its places that is in the frame and lies over nothing that is there before it, or null.
/** @type {(words: Box[][], marks: Box[], frame: Box) => (Box | null)[]} */
export function room(words, marks, frame) {
  const taken = [...marks]
  return words.map((places) => {
    const found = places.find((box) => isWithin(box, frame) && !taken.some((other) => overlap(box, other))) ?? null
    if (found) taken.push(found)
    return found
  })
}

/** @type {(x: number, y: number, halfWide: number, halfTall: number) => Box} */
const around = (x, y, halfWide, halfTall) => ({ left: x - halfWide, right: x + halfWide, top: y - halfTall, bottom: y + halfTall })

// Beside a minimum, on the side that is wanted or else on the other one; at an edge of the frame moved into it.
/** @type {(place: number[], name: string, side: string, frame: Box) => Box[]} */
function besideMinimum([x, y], name, side, frame) {
  const half = (LETTER * name.length + PADDING) / 2
  const middle = y < frame.top || y > frame.bottom ? y : Math.max(frame.top + TALL / 2, Math.min(y, frame.bottom - TALL / 2))
  const right = around(x + BESIDE + half, middle, half, TALL / 2)
  const left = around(x - BESIDE - half, middle, half, TALL / 2)
  return side === "left" ? [right, left] : [left, right] // a text that is aligned left is on the right
}

// What is returned is to be told of words that are over the figure for a while: names make room for them.
/** @type {(models: Models, plot: Plot) => (others: Box[]) => void} */
export function keepLabelsApart({ minima, saddles }, plot) {
  if (!(minima && saddles)) return () => {}
  /** @type {Box[]} */
  let others = []
  const place = () => {
    const { x_range, y_range, inner_width, inner_height } = plot
    if (!(inner_width > 0)) return
    const [across, down] = [inner_width / (x_range.end - x_range.start), inner_height / (y_range.end - y_range.start)]
    const frame = { left: 0, right: inner_width, top: 0, bottom: inner_height }
    const places = (source) =>
      Array.from(source.get("x"), (x, index) => [across * (x - x_range.start), down * (y_range.end - source.get("y")[index])])
    const [bottoms, crosses] = [places(minima), places(saddles)]
    const marks = [
      ...others,
      ...bottoms.map(([x, y]) => around(x, y, MARK, MARK)),
      ...crosses.map(([x, y]) => around(x, y, MARK, MARK / 2)),
    ]
    const words = [
      ...bottoms.map((each, index) => besideMinimum(each, minima.get("name")[index], minima.get("side")[index], frame)),
      ...crosses.map(([x, y]) => [around(x, y - ABOVE, SADDLE, TALL / 2)]),
    ]
    const found = room(words, marks, frame)
    const isRight = (index) => (found[index]?.left ?? 0) > bottoms[index][0]
    update(minima, {
      align: bottoms.map((_, index) => (isRight(index) ? "left" : "right")),
      beside: bottoms.map((_, index) => (isRight(index) ? BESIDE : -BESIDE)),
      lift: bottoms.map(([, y], index) => (found[index] ? (found[index].top + found[index].bottom) / 2 - y : 0)),
      shown: bottoms.map((_, index) => (found[index] ? 1 : 0)),
    })
    update(saddles, { shown: crosses.map((_, index) => (found[bottoms.length + index] ? 1 : 0)) })
  }
  for (const source of [minima, saddles]) source.properties.data.change.connect(place)
  for (const property of [plot.x_range.properties.end, plot.y_range.properties.end, plot.properties.inner_width])
    property.change.connect(place)
  place()
  return (boxes) => {
    if (others.length + boxes.length === 0) return
    others = boxes
    place()
  }
}

// Change columns of a source, if they are not so already.
/** @type {(source: Source, columns: Record<string, any[]>) => void} */
export function update(source, columns) {
  const isSo = Object.entries(columns).every(([name, values]) => values.every((value, index) => value === source.get(name)[index]))
  const before = Object.fromEntries(source.columns().map((name) => [name, source.get(name)]))
  if (!isSo) quietly(source, { data: { ...before, ...columns } })
}

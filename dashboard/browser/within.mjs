// Words in a figure: how much room each takes. One beside the one thing that it names stays within its figure's frame, and
// over no other: where there is no room on the side it belongs on, it is on another one; where none has room, it is left
// out, and so is that of what is not shown.

import { contains, followFrame, onScreen } from "./frame.mjs"
import { isWithin, overlap, room, update } from "./labels.mjs"
import { quietly } from "./models.mjs"

const TALL = 1.2 // of its font's size: how tall a word is
const ABOVE = 12 // pixels: a word above its thing, where several keep apart
const EDGE = 1 // pixels: what is as far outside is seen on the edge
const AWAY = -1e5 // pixels: out of sight
const WAYS = [
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
]

/** @type {(box: Box, [x, y]: number[]) => Box} */
const shifted = ({ left, right, top, bottom }, [x, y]) => ({ left: left + x, right: right + x, top: top + y, bottom: bottom + y })

// The box on the other side of the place that it stands beside, which is the origin.
/** @type {(box: Box, [right, down]: number[]) => Box} */
function turned({ left, right, top, bottom }, [across, down]) {
  const [x, y] = [
    [across * left, across * right],
    [down * top, down * bottom],
  ]
  return { left: Math.min(...x), right: Math.max(...x), top: Math.min(...y), bottom: Math.max(...y) }
}

// Where a word may be beside the place it belongs to, the best first: on its own side, across, above it, below it.
/** @type {(box: Box, place: number[], frame: Box) => Box[]} */
function sides(box, place, frame) {
  const [half, tall] = [(box.right - box.left) / 2, box.bottom - box.top]
  const gap = Math.max(box.left, -box.right, box.top, -box.bottom, 0)
  const middle = Math.max(frame.left + half, Math.min(place[0], frame.right - half)) - place[0]
  const around = [-gap - tall, gap].map((top) => ({ left: middle - half, right: middle + half, top, bottom: top + tall }))
  return [...WAYS.map((way) => turned(box, way)), ...around].map((each) => shifted(each, place))
}

// How far a word is moved whose box stands beside a place, in pixels, to the right and down; null where no side has room
// beside other words, or where its place is not shown.
/** @type {(box: Box, place: number[], frame: Box, others?: Box[]) => number[] | null} */
export function move(box, place, frame, others = []) {
  const { left, right, top, bottom } = frame
  if (!contains({ left: left - EDGE, right: right + EDGE, top: top - EDGE, bottom: bottom + EDGE }, place)) return null
  const [wanted, ...elsewhere] = sides(box, place, frame)
  const isFree = (each) => isWithin(each, frame) && !others.some((other) => overlap(each, other))
  const free = [wanted, ...elsewhere].find(isFree)
  return free ? [free.left - wanted.left, free.top - wanted.top] : null
}

// How far each of several words is moved up or down, whose boxes end at their places: above those before it, and where
// the frame ends, below.
/** @type {(boxes: Box[], frame: { top: number, bottom: number }) => number[]} */
export function stacked(boxes, { top, bottom }) {
  const frame = { top, bottom, left: Number.NEGATIVE_INFINITY, right: Number.POSITIVE_INFINITY }
  const lines = [...boxes, ...boxes].map((_, line) => line) // each of the others may be in the way of two
  const moves = boxes.map((box) => {
    const tall = box.bottom - box.top
    return [...lines.map((line) => -ABOVE - line * tall), ...lines.map((line) => ABOVE + (line + 1) * tall)]
  })
  const found = room(
    boxes.map((box, index) => moves[index].map((down) => shifted(box, [0, down]))),
    [],
    frame,
  )
  return boxes.map(({ top }, index) => (found[index] ? found[index].top - top : AWAY))
}

/** @type {(plots: (Plot | undefined)[], index: Views) => void} */
export function keepWithin(plots, index) {
  for (const plot of plots) if (plot) new Keeper(plot, index.find_one(plot)).follow()
}

class Keeper {
  /** @type {Map<any, number[]>} where each word was put beside its thing, in pixels */
  wanted = new Map()
  /**
   * @param {Plot} plot
   * @param {any} view of it
   */
  constructor(plot, view) {
    this.plot = plot
    this.view = view
  }

  follow() {
    followFrame(this.plot, () => this.place())
    this.plot.properties.renderers.change.connect(() => this.meet())
    this.meet()
  }

  // Some words come later, with what they name.
  meet() {
    for (const { glyph, data_source } of this.plot.renderers) {
      if (glyph?.type !== "Text" || this.wanted.has(glyph) || isColumn(glyph.x_offset)) continue
      this.wanted.set(glyph, [glyph.x_offset, glyph.y_offset].map(given))
      data_source.properties.data.change.connect(() => this.place())
    }
    this.place()
  }

  place() {
    /** @type {Box[]} */
    const words = []
    for (const { glyph, data_source } of this.plot.renderers) {
      const wanted = this.wanted.get(glyph)
      if (!wanted) continue
      if (isColumn(glyph.y_offset)) this.stack(glyph, data_source)
      else if (data_source.get_length() === 1) words.push(this.placeOne(glyph, data_source, wanted, words))
      else if (glyph.text_baseline?.value === "top") this.placeBelow(glyph, data_source, wanted)
    }
  }

  // Returns where it is now.
  placeOne(glyph, source, wanted, others) {
    const [box, place] = [shifted(boxOf(glyph, source, 0), wanted), placeOf(this.view, glyph, source, 0)]
    const by = move(box, place, this.view.frame.bbox, others) ?? [AWAY, 0]
    offset(glyph, wanted, by)
    return shifted(box, [place[0] + by[0], place[1] + by[1]])
  }

  // Words below the things they name are all above them, where one has no room below.
  placeBelow(glyph, source, wanted) {
    const moves = rowsOf(source).map((index) =>
      move(shifted(boxOf(glyph, source, index), wanted), placeOf(this.view, glyph, source, index), this.view.frame.bbox),
    )
    offset(glyph, wanted, [0, Math.min(0, ...moves.map((by) => by?.[1] ?? 0))])
  }

  // Several words, each above its thing, keep apart.
  stack(glyph, source) {
    const boxes = rowsOf(source).map((index) => shifted(boxOf(glyph, source, index), placeOf(this.view, glyph, source, index)))
    update(source, { [glyph.y_offset.field]: stacked(boxes, this.view.frame.bbox) })
  }
}

/** @type {any} that writes nothing: it measures */
let brush = null

/** @type {(text: string, font: string) => number} */
export function widthOf(text, font) {
  brush ??= document.createElement("canvas").getContext("2d")
  brush.font = font
  return brush.measureText(text).width
}

/** @type {(glyph: any, wanted: number[], by: number[]) => void} */
function offset(glyph, wanted, by) {
  const offsets = { x_offset: { value: wanted[0] + by[0] }, y_offset: { value: wanted[1] + by[1] } }
  if (Object.entries(offsets).some(([name, { value }]) => given(glyph[name]) !== value)) quietly(glyph, offsets)
}

/** @type {(source: Source) => number[]} */
const rowsOf = (source) => Array.from({ length: source.get_length() ?? 0 }, (_, index) => index)
const isColumn = (spec) => spec?.field !== undefined
const given = (spec) => spec?.value ?? spec
const cellOf = (spec, source, index) => (isColumn(spec) ? source.get(spec.field)[index] : given(spec))

/** @type {(view: any, glyph: any, source: Source, index: number) => number[]} */
const placeOf = (view, { x, y }, source, index) => onScreen(view, [cellOf(x, source, index), cellOf(y, source, index)])

// A word's box, as it would be at the origin.
/** @type {(glyph: any, source: Source, index: number) => Box} */
function boxOf(glyph, source, index) {
  const [text, font_size, font, align, baseline] = ["text", "text_font_size", "text_font", "text_align", "text_baseline"].map((name) =>
    cellOf(glyph[name], source, index),
  )
  const size = Number.parseFloat(font_size)
  const [before, above = before] = [glyph.padding ?? 0].flat()
  const [wide, tall] = [widthOf(text, `${size}px ${font}`) + 2 * before, TALL * size + 2 * above]
  const left = { left: 0, center: -wide / 2, right: -wide }[align] ?? 0
  const top = { top: 0, middle: -tall / 2 }[baseline] ?? -tall
  return { left, right: left + wide, top, bottom: top + tall }
}

// What each figure shows now, in words for a screen reader: the row that is painted, told at most once a second. A
// figure's element is an image with these words as its name, which nobody is told of unasked.

import { number } from "./format.mjs"
import { columnOf } from "./models.mjs"

const EVERY = 1000 // milliseconds

const FROM_TRUTH = ["distance", "gap"] // columns: who knows one knows where the truth is

// The board keeps the truth back until it is revealed.
/** @type {() => boolean} */
export const mayTellTruth = () => !document.body.matches(".board:not(.revealed)")

export class Describer {
  // `texts` has a function for each figure, by its model's name: (cell, fact, row) => words
  /**
   * @param {import("./playhead.mjs").Playhead} playhead
   * @param {Views} index
   * @param {Record<string, Words>} texts
   */
  constructor(playhead, index, texts) {
    this.playhead = playhead
    this.index = index
    this.texts = texts
    this.timer = null
    this.stale = false
    const { now, models } = playhead
    const later = () => this.later()
    now.properties.data.change.connect(later)
    for (const panel of [models.path_panel, models.sweep_panel]) panel?.properties.children.change.connect(later)
    new MutationObserver(later).observe(document.body, { attributeFilter: ["class"] })
    later()
  }

  later() {
    this.stale = true
    if (this.timer !== null) return
    this.stale = false
    this.describe()
    this.timer = setTimeout(() => {
      this.timer = null
      if (this.stale) this.later()
    }, EVERY)
  }

  describe() {
    const { trace, shown } = this.playhead
    const cell = (name, row = shown) => columnOf(trace, name)?.[row]
    const fact = (name) => this.playhead.fact(name)
    for (const plot of this.plots()) {
      const text = this.texts[plot.name] ?? axesOf
      call(this.index.find_one(plot), () => text(cell, fact, shown, plot))
    }
  }

  plots() {
    return [...this.playhead.trace.document._all_models.values()].filter(({ type }) => type === "Plot")
  }
}

// The element that the keyboard reaches has the words; where it is more than an image, the canvas has them.
function call(view, text) {
  const canvas = view?.canvas_view
  if (!canvas?.events_el) return
  const element = canvas.events_el.role === "application" ? canvas.primary.el : canvas.events_el
  element.role = "img"
  element.ariaLabel = text()
}

const axesOf = (_cell, _fact, _row, plot) => `${plot.left[0]?.axis_label} over ${plot.below[0]?.axis_label}.`

/** @type {(row: number, fact: Fact) => string} */
export const at = (row, fact) => `at iteration ${row} of ${fact("iterations")}`

// How high it is, and whither that goes.
/** @type {(name: string, cell: Cell, fact: Fact, row: number) => string} */
export function heightInWords(name, cell, fact, row) {
  const [value, before] = [cell(name), cell(name, row - 1)]
  const course = value < before ? "falling" : value > before ? "rising" : "unchanged"
  if (FROM_TRUTH.includes(name) && !mayTellTruth()) return `${course}.`
  const since = row === 0 ? "the start" : `from ${number(cell(name, 0), 4)} at the start, ${course}`
  return `${number(value, 4)}, ${since}.${rivalsInWords(cell, fact)}`
}

function rivalsInWords(cell, fact) {
  const rivals = fact("runners").slice(1)
  if (rivals.length === 0) return ""
  return ` Rivals: ${rivals.map((name, index) => `${name} at height ${number(cell(`gap_${index + 1}`), 3)}`).join("; ")}.`
}

/** @type {(one: number[], other: number[]) => string} */
export const away = (one, other) => `${number(Math.hypot(...one.map((value, axis) => value - other[axis])), 3)} away`

// Which row of the run is shown, and when. Rows come from the server in `trace`; everything here stays in the browser.
//
// A run that plays is followed: the rows of one message are shown in turn until the next is due. A run that was
// dragged back is replayed at its own speed, up to the last row there is; what has not run yet is followed from there on.
// Only where the user puts the playhead is the server told, and where a replay ends.

import { Beats, LAST_BEAT, LENGTH_OF_PRESS, isStill, lengthAt } from "./beats.mjs"
import { columnOf, quietly } from "./models.mjs"
import { showRivals } from "./race.mjs"

const MOST_POINTS = 1500
const LONGEST_WAIT = 2500
const WORDS_EVERY = 100 // milliseconds, while rows run: nobody reads faster, and new words are laid out at some cost

let wordsWait = false
/** @type {(words: Model | undefined, text: () => string) => void} */
export const write = (words, text) => words && !wordsWait && quietly(words, { text: text() })

export class Playhead {
  /** @type {number | null} */
  frame = null
  /** @type {number | null} when rows came last */
  arrived = null
  /** @type {number} when words were last written */
  written = 0
  /** @type {number} rows a millisecond */
  rate = 0
  /** @type {Stage | null} where a step is shown in beats */
  stage = null
  /** @type {boolean} whether the row that comes next was asked for by a press */
  isStep = false
  /** @type {Record<string, number>} columns of `now` that no row has */
  others = {}
  /**
   * @param {Models} models
   * @param {Paint} paint
   * @param {(rows: number[]) => number[]} keep those of the rows to mark that get a mark
   */
  constructor(models, paint, keep = (rows) => rows) {
    const { trace, path, marks, now, facts, playhead, play, back, step, counter } = models
    this.models = models
    this.trace = trace
    this.path = path
    this.marks = marks
    this.now = now
    this.facts = facts
    this.slider = playhead
    this.play = play
    this.counter = counter
    this.paint = paint
    this.keep = keep
    this.shown = 0
    this.heldBack = false
    this.beats = new Beats((isNew) => this.paintBeat(isNew))
    this.halt()
    trace.properties.data.change.connect(() => this.newRun())
    trace.streaming.connect(() => this.rowsCame())
    facts.properties.data.change.connect(() => this.show(this.shown))
    playhead.properties.value.change.connect(() => this.dragged())
    play.on_event("button_click", () => this.playPressed())
    back.on_event("button_click", () => this.backPressed())
    step.on_event("button_click", () => this.stepPressed())
    new MutationObserver(() => this.show(this.shown)).observe(document.documentElement, { attributeFilter: ["data-theme"] })
    document.addEventListener("visibilitychange", () => (trace.tags = document.hidden ? ["hidden"] : []))
    this.newRun()
    this.show(this.last)
  }

  get last() {
    return Math.max(0, this.trace.get_length() - 1)
  }

  fact(name) {
    return this.facts.get(name)[0]
  }

  newRun() {
    this.halt()
    this.heldBack = false
    this.show(0)
  }

  rowsCame() {
    const time = performance.now()
    const wait = this.arrived === null ? 50 : Math.min(time - this.arrived, LONGEST_WAIT)
    this.arrived = time
    const length = this.isStep ? LENGTH_OF_PRESS : lengthAt(this.fact("speed"))
    this.isStep = false
    if (this.heldBack || this.replaying) return
    this.beats.finish()
    const behind = this.last - this.shown
    if (behind === 1) this.passTo(this.last, length, () => this.show(this.last))
    else if (behind <= 2 || document.hidden) this.show(this.last)
    else this.run(behind / Math.max(wait, 16))
  }

  // Show a row: the next one in beats that take so many milliseconds, where there is a stage for them.
  /** @type {(row: number, length: number, arrive: () => void) => void} */
  passTo(row, length, arrive) {
    if (this.beats.row === row) return
    this.beats.finish()
    const isTold = this.stage !== null && length > 0 && row === this.shown + 1 && !document.hidden && !isStill()
    if (isTold) this.beats.begin(row, length, arrive)
    else arrive()
  }

  playPressed() {
    const { replaying } = this
    this.beats.finish()
    if (replaying) return this.rest(this.shown)
    this.heldBack = false
    this.arrived = null
    this.replaying = this.frame === null && this.shown < this.last
    this.trace.tags = this.replaying ? ["replay"] : []
    if (!this.replaying) return
    quietly(this.play, { label: "Pause" })
    this.run(this.fact("speed") / 1000)
  }

  // A replay has come to the rows that the server is sending.
  follow() {
    this.replaying = false
    this.trace.tags = ["follow"]
  }

  stepPressed() {
    this.beats.finish()
    this.isStep = this.shown === this.last
    if (this.isStep) return
    if (this.frame !== null) this.rest(this.shown)
    const next = this.shown + 1
    this.passTo(next, LENGTH_OF_PRESS, () => this.rest(next))
  }

  backPressed() {
    this.beats.finish()
    this.rest(this.shown - 1)
  }

  dragged() {
    if (Math.round(this.slider.value) !== this.shown) this.rest(this.slider.value)
  }

  rest(row) {
    if (this.replaying) quietly(this.play, { label: "Play" })
    this.halt()
    this.shown = this.within(row)
    this.heldBack = this.shown < this.last
    this.slider.value = this.shown
    this.trace.tags = [`at ${this.shown}`] // the server may hold this very value from before, and hear nothing of it
    this.show(this.shown)
  }

  halt() {
    if (this.frame != null) cancelAnimationFrame(this.frame)
    this.frame = null
    this.arrived = null
    this.replaying = false
    this.isStep = false
    this.beats.cancel()
  }

  // Show row after row, `rate` of them in a millisecond, up to the last one there is.
  run(rate) {
    this.rate = rate
    if (this.frame !== null) return
    let before = performance.now()
    let exact = this.shown
    const advance = (time) => {
      exact = rowDue(exact, time - before, this.rate, this.last)
      before = time
      const [arrived, due] = [exact >= this.last, Math.floor(exact)]
      const length = this.replaying ? lengthAt(1000 * this.rate) : 0
      const ends = arrived && this.replaying && this.last >= this.fact("last")
      if (arrived && this.replaying && !ends) this.follow()
      this.frame = arrived ? null : requestAnimationFrame(advance)
      if (ends) return this.passTo(due, length, () => this.rest(due))
      if (due !== this.shown) this.passTo(due, length, () => this.show(due, arrived || time - this.written >= WORDS_EVERY))
    }
    this.frame = requestAnimationFrame(advance)
  }

  within(row) {
    return Math.max(0, Math.min(Math.round(row), this.last))
  }

  show(row, inWords = true) {
    const before = this.shown
    this.shown = this.within(row)
    if (this.shown !== before) this.beats.cancel()
    if (this.trace.get_length() === 0) return
    wordsWait = !inWords
    if (inWords) this.written = performance.now()
    const drawn = this.rows(thinned(this.shown))
    quietly(this.path, { data: drawn })
    quietly(this.marks, { data: this.rows(this.keep(multiples(this.fact("mark_every"), this.shown))) })
    showRivals(this.models, drawn, this.cell, this.shown)
    this.others = this.paint(this.cell, this.shown, (name) => this.fact(name), this.last, this.beats.now.beat)
    this.place()
    quietly(this.slider, { value: this.shown })
    write(this.counter, () => `<span class="counter"><b>${this.shown}</b> of ${this.fact("iterations")}</span>`)
    if (inWords) quietly(this.play, { css_variables: { "--played": `${this.played}%` } })
  }

  // How much of the iterations is behind the row shown, for the line in Play: none where nothing is left to play.
  get played() {
    return this.shown < this.fact("last") ? Math.round((100 * this.shown) / this.fact("iterations")) : 0
  }

  // Put the point where its row has it, or where the last beat of a step has brought it.
  place() {
    const moved = this.stage?.(this.cell, this.shown, (name) => this.fact(name), this.beats.now)
    quietly(this.now, { data: this.oneRow({ ...this.others, ...moved }) })
  }

  // Another beat is another picture, and the last one moves the point; while another goes on, only its own drawing grows.
  paintBeat(isNew) {
    const { now } = this.beats
    if (isNew) this.show(this.shown)
    else if (now.beat === LAST_BEAT) this.place()
    else this.stage?.(this.cell, this.shown, (name) => this.fact(name), now)
  }

  /** @type {Cell} */
  cell = (name, row = this.shown) => columnOf(this.trace, name)?.[row]

  // The row shown: columns of the trace, and what the chapter has worked out from them.
  /** @type {(others: Record<string, number>) => Record<string, number[]>} */
  oneRow(others) {
    return Object.fromEntries(this.now.columns().map((name) => [name, [others[name] ?? this.cell(name)]]))
  }

  rows(wanted) {
    const columns = {}
    for (const name of this.trace.columns()) {
      const column = this.trace.get(name)
      if (typeof column[0] === "string") continue
      columns[name] = Float64Array.from(wanted, (row) => column[row])
    }
    return columns
  }
}

// How far a run has come, in rows, some milliseconds after it was at `from`. A frame's time may lie before the moment
// that asked for it.
/** @type {(from: number, elapsed: number, rate: number, last: number) => number} */
export const rowDue = (from, elapsed, rate, last) => Math.min(from + Math.max(0, elapsed) * rate, last)

// Rows enough to draw a path by. The stride is odd, so that a path which jumps from side to side still shows both.
/** @type {(last: number) => number[]} */
export function thinned(last) {
  let stride = 1
  while (last / stride > MOST_POINTS) stride *= 3
  const rows = multiples(stride, last)
  if (rows[rows.length - 1] !== last) rows.push(last)
  return rows
}

/** @type {(stride: number, last: number) => number[]} */
export function multiples(stride, last) {
  return Array.from({ length: Math.floor(last / stride) + 1 }, (_, index) => index * stride)
}

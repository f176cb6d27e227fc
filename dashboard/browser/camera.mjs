// Keeps the row under the playhead in its figures: where a run leaves home, they back away in eased doublings, and an
// edge says where the dot is until it is caught up with. Ranges follow from the rows so far, so that scrubbing back shows
// what was shown there. A figure that its visitor has moved is left alone, and offers the way home.

import { EdgeMark, exitOf } from "./edge.mjs"
import { HomeChip } from "./home.mjs"
import { quietly } from "./models.mjs"
import { Extent, backedAway, eased, lookAt } from "./reach.mjs"
import { roomOf } from "./room.mjs"

const EASE = 110 // milliseconds in which two thirds of the way are gone
const AXES = /** @type {const} */ (["x_range", "y_range"])
const NAMED = 1 // doublings away: from farther off the names of places would lie over each other
const STILL = { count: 0, foot: 0.5 }

/** @typedef {{ values: (row: number) => number[], isOn?: () => boolean, foot?: number, slack?: number, most?: number }} Axis */
/**
 * @typedef {object} Subject what a figure follows
 * @property {(Axis | null)[]} axes across and up; an axis that is not there stays at home
 * @property {boolean} [isEqual] whether both axes back away together
 * @property {(row: number) => number[]} dot
 * @property {string[]} names of the axes, as the edge has them
 * @property {(count: number) => void} [onBack] told how many doublings away it is seen
 */

export class Camera {
  /** @type {Shot[]} */
  shots = []
  /** @type {number | null} */
  frame = null
  /**
   * @param {import("./playhead.mjs").Playhead} playhead
   * @param {Views} index
   */
  constructor(playhead, index) {
    const { trace, now, reset, colours } = playhead.models
    this.playhead = playhead
    this.index = index
    this.colours = colours
    this.stillness = matchMedia("(prefers-reduced-motion: reduce)")
    now.properties.data.change.connect(() => this.follow())
    trace.properties.data.change.connect(() => this.begin())
    reset.on_event("button_click", () => {
      for (const shot of this.shots) shot.comeHome()
    })
  }

  // The values of columns of the trace in a row, as `Axis` wants them: of such as every run has.
  /** @type {(...names: string[]) => (row: number) => number[]} */
  cells(...names) {
    const { trace } = this.playhead
    return (row) => names.map((name) => trace.get(name)[row])
  }

  /** @type {(plot: Plot | undefined, subject: Subject) => void} */
  watch(plot, subject) {
    const view = plot && this.index.find_one(plot)
    if (!view) return
    const shot = new Shot(view, subject, this.colours, () => this.row)
    this.shots.push(shot)
    shot.jump()
  }

  // The heights of a timeline. On a logarithmic scale all are at home but those that are next to nothing.
  /** @type {(plot: Plot | undefined, column: string, name: string) => void} */
  watchHeights(plot, column, name) {
    const isLinear = () => this.playhead.fact("scale") === "linear"
    const values = this.cells(column)
    const axis = {
      values,
      isOn: isLinear,
      get foot() {
        return plot?.inner_height ? roomOf() / plot.inner_height : 0 // what is below the lowest stays in its place
      },
    }
    this.watch(plot, {
      axes: [null, axis],
      dot: (row) => (isLinear() ? [row, ...values(row)] : []),
      names: ["iteration", name],
    })
  }

  get row() {
    return this.playhead.shown
  }

  begin() {
    for (const shot of this.shots) {
      shot.forget()
      shot.jump()
    }
  }

  follow() {
    for (const shot of this.shots) {
      shot.aim()
      if (this.stillness.matches) shot.move(1)
      shot.mark()
    }
    if (this.frame === null && this.shots.some((shot) => shot.isUnderWay)) this.move()
  }

  move() {
    let before = performance.now()
    const advance = (time) => {
      const share = 1 - Math.exp(-Math.max(0, time - before) / EASE)
      before = time
      const moving = this.shots.filter((shot) => shot.isUnderWay)
      this.frame = moving.length > 0 ? requestAnimationFrame(advance) : null
      for (const shot of moving) {
        shot.move(share)
        shot.mark()
      }
    }
    this.frame = requestAnimationFrame(advance)
  }
}

// One figure: the ranges it is on its way to, and whether its visitor has taken it elsewhere.
class Shot {
  isMoved = false
  isMoving = false
  count = 0
  /**
   * @param {any} view
   * @param {Subject} subject
   * @param {Models["colours"]} colours
   * @param {() => number} row
   */
  constructor(view, subject, colours, row) {
    this.view = view
    this.subject = subject
    this.row = row
    this.edge = new EdgeMark(view, colours)
    this.chip = new HomeChip(view, colours, () => this.comeHome())
    /** @type {Range[]} */
    this.ranges = AXES.map((name) => view.model[name])
    this.extents = subject.axes.map((axis) => new Extent(axis?.values ?? (() => [])))
    this.goal = this.home
    this.left = this.home // as they were left here
    for (const { properties } of this.ranges) {
      for (const name of ["start", "end", "reset_start", "reset_end"]) properties[name].change.connect(() => this.look())
    }
    view.canvas_view.el.style.clipPath = "inset(1px 0 0 1px)" // Bokeh does not clear the first row and column of its canvas
    for (const name of ["inner_width", "inner_height"]) {
      const property = view.model.properties[name]
      property.internal = true // wider numbers beside an axis narrow the frame, which no server has to know
      property.change.connect(() => this.mark())
    }
  }

  /** @returns {[number, number][]} */
  get home() {
    return this.ranges.map(({ start, end, reset_start, reset_end }) => [reset_start ?? start, reset_end ?? end])
  }

  /** @returns {[number, number][]} */
  get now() {
    return this.ranges.map(({ start, end }) => [start, end])
  }

  get isUnderWay() {
    return !this.isMoved && !this.now.every((ends, side) => areSame(ends, this.goal[side]))
  }

  forget() {
    for (const extent of this.extents) extent.clear()
  }

  // Someone else has set a range: who sets it to home has brought it home, and whoever else wants to look elsewhere.
  look() {
    if (this.isMoving) return
    const [now, home] = [this.now, this.home]
    if (now.every((ends, side) => areSame(ends, home[side]) || areSame(ends, this.left[side]))) return this.comeHome()
    this.isMoved = true
    this.chip.show()
    this.mark()
  }

  comeHome() {
    this.isMoved = false
    this.chip.hide()
    this.jump()
  }

  jump() {
    this.aim()
    this.move(1)
    this.mark()
  }

  aim() {
    const { axes, isEqual } = this.subject
    const home = this.home
    const isLaidOut = this.ranges.every((range) => range.reset_start !== null)
    const looks = axes.map((axis, side) =>
      axis && isLaidOut && axis.isOn?.() !== false ? lookAt(home[side], this.extents[side].upTo(this.row()), axis) : STILL,
    )
    const count = Math.max(...looks.map((look) => look.count))
    this.goal = looks.map((look, side) => backedAway(home[side], isEqual ? { ...look, count } : look))
    if (count !== this.count) this.subject.onBack?.(count)
    this.count = count
    this.nameOrNot()
  }

  // Names of places, and the arrows of their field, are as large from afar as from near.
  nameOrNot() {
    const isNear = this.count <= NAMED
    const { renderers } = this.view.model
    const isMapped = renderers.some(({ name, visible }) => name === "basin_layer" && visible)
    for (const renderer of renderers) {
      const { data_source: source, glyph } = renderer
      const isField = source.name === "slopes"
      const visible = isNear && !(isField && isMapped)
      const isCrowd = isField || (glyph.type === "Text" && source.get_length() > 1)
      if (isCrowd && renderer.visible !== visible) quietly(renderer, { visible })
    }
  }

  move(share) {
    if (!this.isUnderWay) return
    const now = this.now
    this.isMoving = true
    for (const [side, range] of this.ranges.entries()) {
      const [start, end] = share === 1 ? this.goal[side] : eased(now[side], this.goal[side], share)
      if (start !== range.start || end !== range.end) quietly(range, { start, end })
    }
    this.isMoving = false
    this.left = this.now
  }

  mark() {
    const place = this.subject.dot(this.row())
    const { bbox, x_scale, y_scale } = this.view.frame
    const exit = exitOf([x_scale.compute(place[0]), y_scale.compute(place[1])], bbox)
    if (exit === null) this.edge.hide()
    else this.edge.show(exit, this.subject.names[exit.axis], place[exit.axis])
  }
}

/** @type {(one: [number, number], other: [number, number]) => boolean} */
const areSame = ([start, end], other) => start === other[0] && end === other[1]

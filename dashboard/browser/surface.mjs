// The surface in three dimensions. Python sends its heights; here they are turned and drawn, and nothing goes back.
// On the screen one unit of the figure's ranges is one pixel, until it is zoomed.

import { Box, isClear } from "./box.mjs"
import { EdgeMark, wayOut } from "./edge.mjs"
import { quietly } from "./models.mjs"
import { Sheet, TALL, dot, isInside, lookFrom, pieces, share } from "./sheet.mjs"

const FIRST_VIEW = { azimuth: 30, elevation: 30 } // degrees
const [LOWEST, HIGHEST] = [5, 90]
const TURN = 0.5 // degrees a pixel
const ARROWS = { ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, -10], ArrowDown: [0, 10] } // as if so many pixels
const MARGIN = { left: 80, right: 30, top: 8, bottom: 42 } // pixels, for the words
const NAME = { beside: 10, letter: 8, half: 9 } // pixels: from a minimum to its name, and how wide and tall that is
const HIDDEN = 0.3 // of the strength of what is in front
const SHADES = 255
const STYLE = `.bk-events { touch-action: none !important; cursor: grab !important }
  .bk-events:focus:not(:focus-visible) { outline: none !important }`
const HINT = "The height over both parameters, in three dimensions. The arrow keys turn it."

// The figure comes into its panel when it is first opened, in the colours of the light page: `recolour` knows the others.
/** @type {(panel: Model | null | undefined, index: Views, camera: import("./camera.mjs").Camera, recolour: () => void) => void} */
export function turnSurface(panel, index, camera, recolour) {
  if (panel == null) return
  /** @type {Surface | null} */
  let surface = null
  const look = () => {
    const plot = panel.children.find(({ name }) => name === "surface_plot")
    if (surface !== null || plot === undefined) return
    surface = new Surface(plot, index, camera)
    queueMicrotask(recolour) // by then it belongs to the document
  }
  panel.properties.children.change.connect(look)
  look()
}

class Surface {
  /** @type {Sheet} */
  sheet
  /** @type {(height: number) => number} a height as it is drawn */
  lift
  /** @type {number[]} the direction towards the eye */
  towards
  /** @type {(place: number[]) => number[]} where a place is seen */
  project
  /** @type {number} pixels */
  unit
  /** @type {number[] | undefined} pixels, once it is laid out */
  room
  /** @type {number | null} */
  frame = null
  /** @type {HTMLElement | undefined} */
  element
  /** @type {EdgeMark | undefined} */
  edge
  /**
   * @param {Plot} plot
   * @param {Views} index
   * @param {import("./camera.mjs").Camera} camera
   */
  constructor(plot, index, camera) {
    this.plot = plot
    this.index = index
    this.camera = camera
    this.view = { ...FIRST_VIEW }
    this.stale = new Set(["sheet"])
    this.read = Object.fromEntries(plot.tags.map((source) => [source.name, source]))
    this.drawn = Object.fromEntries(plot.renderers.map(({ data_source }) => [data_source.name, data_source]))
    const glyph = (name) => plot.renderers.find(({ data_source }) => data_source.name === name).glyph
    this.colours = [glyph("present"), glyph("levels")].map(({ properties }) => properties.line_color) // paper, ink
    this.follow()
    this.turn()
    this.fit()
  }

  follow() {
    const { grid, rings, facts, minima, ...descent } = this.read
    const whenChanged = (properties, part) => {
      for (const property of properties) property.change.connect(() => this.repaint(part))
    }
    const { visible, inner_width, inner_height } = this.plot.properties
    whenChanged([grid.properties.data], "sheet")
    whenChanged([rings.properties.data, facts.properties.data, visible, ...this.colours], "bowl")
    whenChanged(
      Object.values(descent).map((source) => source.properties.data),
      "descent",
    )
    for (const size of [inner_width, inner_height]) size.change.connect(() => this.fit())
  }

  // Dragging turns it, as do the arrow keys; the reset tool comes back to the first view.
  turn() {
    let before = this.view
    const by = ({ azimuth, elevation }, right, down) => {
      const [turned, tilted] = [azimuth - TURN * right, elevation + TURN * down]
      this.view = { azimuth: turned, elevation: Math.max(LOWEST, Math.min(tilted, HIGHEST)) }
      this.repaint("bowl")
    }
    this.plot.on_event("panstart", () => (before = this.view))
    this.plot.on_event("pan", ({ delta_x, delta_y }) => by(before, delta_x, delta_y))
    // One that is held still at first is no pan to Bokeh: it turns the figure all the same.
    /** @type {number[] | null} */
    let held = null
    this.plot.on_event("press", ({ sx, sy }) => ([held, before] = [[sx, sy], this.view]))
    this.plot.on_event("mousemove", ({ sx, sy }) => held && by(before, sx - held[0], sy - held[1]))
    this.plot.on_event("pressup", () => (held = null))
    this.plot.on_event("reset", () => by(FIRST_VIEW, 0, 0))
    this.pressed = (event) => {
      const arrow = ARROWS[event.key]
      if (arrow === undefined || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      by(this.view, ...arrow)
    }
  }

  fit() {
    if (this.plot.properties.inner_width.is_unset) return // not laid out yet
    const { inner_width: width, inner_height: height, x_range, y_range } = this.plot
    if (!(width > 0 && height > 0)) return
    this.reach()
    const { left, right, top, bottom } = MARGIN
    const look = (range, start, end) => quietly(range, { start, end, reset_start: start, reset_end: end })
    look(x_range, -(width + left - right) / 2, (width - left + right) / 2)
    look(y_range, -(height + bottom - top) / 2, (height - bottom + top) / 2)
    this.room = [width - left - right, height - top - bottom]
    this.repaint("bowl")
  }

  // What the figure's element needs to be turned by finger and by key.
  reach() {
    const canvas = this.index.find_one(this.plot)?.canvas_view
    if (canvas === undefined || canvas.events_el === this.element) return
    if (this.element === undefined) this.camera.watch(this.plot, { axes: [null, null], dot: () => [], names: [] })
    this.element = Object.assign(canvas.events_el, { tabIndex: 0, role: "application", ariaLabel: HINT })
    canvas.events_el.addEventListener("keydown", this.pressed)
    const style = document.createElement("style")
    style.textContent = STYLE
    canvas.shadow_el.append(style)
  }

  repaint(part) {
    this.stale.add(part)
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null
      if (this.plot.visible && this.room !== undefined && this.read.grid.get_length() > 0) this.paint()
    })
  }

  paint() {
    const stale = this.stale
    this.stale = new Set()
    const { grid, facts } = this.read
    this.lift = facts.get("log_height")[0] ? Math.log1p : (height) => height
    if (stale.has("sheet")) this.sheet = new Sheet(grid.get("across"), grid.get("along"), grid.get("height").map(this.lift))
    if (stale.has("sheet") || stale.has("bowl")) this.paintBowl()
    this.paintDescent()
  }

  paintBowl() {
    const { towards, project } = lookFrom(this.view)
    const steepness = (this.view.elevation * Math.PI) / 180
    const half = [Math.SQRT1_2, Math.SQRT1_2 * Math.sin(steepness) + (TALL / 2) * Math.cos(steepness)] // whatever the azimuth
    this.unit = Math.min(...(this.room ?? []).map((room, axis) => room / 2 / half[axis]))
    this.towards = towards
    this.project = (place) => project(place).map((value) => value * this.unit)
    this.paintSheet()
    this.paintLevels()
    const box = new Box(this)
    fill(this.drawn.box, this.lines(box.lines()))
    fill(this.drawn.words, box.words(this.names()))
  }

  paintSheet() {
    const seen = this.sheet.corners.map(this.project)
    const facets = this.sheet.fromAfar(this.towards)
    const [paper, ink] = this.colours.map((property) => property.get_value().value)
    const shades = shadesOf(paper, ink)
    const side = (axis) => facets.map(({ around }) => around.map((corner) => seen[corner][axis]))
    fill(this.drawn.sheet, { xs: side(0), ys: side(1), fill: facets.map((facet) => shades[shade(facet, this.towards)]) })
  }

  paintLevels() {
    const [xs, ys, heights] = ["xs", "ys", "height"].map((name) => this.read.rings.get(name))
    const ways = Array.from(heights, (height, ring) =>
      Array.from(xs[ring], (x, point) => this.sheet.place(x, ys[ring][point], this.lift(height))),
    )
    fill(
      this.drawn.levels,
      this.lines(
        ways.flatMap((way) => this.seen(way)),
        0.4,
      ),
    )
  }

  paintDescent() {
    const { path, ghost, marks, now, facts, minima, lanes } = this.read
    const way = (source) => this.seen(this.places(source))
    fill(this.drawn.forecast, this.lines(way(ghost), 0.9))
    fill(this.drawn.trail, this.lines(way(path), 0.6))
    fill(this.drawn.stops, this.points(this.places(marks), 0.6))
    fill(this.drawn.present, this.points(this.places(now), 1))
    fill(this.drawn.truth, { ...this.points(this.places(minima ?? facts), 1), name: this.names().map(({ name }) => name) })
    fill(this.drawn.rivals, this.ways(lanes, facts.get("rise")[0]))
    this.mark()
  }

  // What minima are called, and where that is written; nothing where it would lie over the name of one before it.
  names() {
    const { minima, facts } = this.read
    /** @type {{ name: string, centre: Pair, half: Pair }[]} */
    const found = []
    this.places(minima ?? facts).forEach((place, index) => {
      if (!isInside(place)) return
      const name = minima ? minima.get("name")[index] : "minimum"
      const [x, y] = this.project(place)
      /** @type {Pair} */
      const half = [(NAME.letter * name.length) / 2, NAME.half]
      const word = { name, centre: /** @type {Pair} */ ([x + NAME.beside + half[0], y]), half }
      found.push(isClear(word, found.length, found) ? word : { ...word, name: "", half: [0, 0] })
    })
    return found
  }

  // Where the dot is that the box does not hold: its height, or beside the box that θ which is farther out.
  mark() {
    const { now, facts } = this.read
    const [place] = this.places(now)
    const frame = this.index.find_one(this.plot)?.frame
    if (frame === undefined || place === undefined) return
    const [right, up] = this.project(place)
    const exit = isInside(place) ? null : wayOut([frame.x_scale.compute(right), frame.y_scale.compute(up)], frame.bbox)
    if (exit === null) return this.edge?.hide()
    const name = exit.axis === 1 ? "gap" : facts.get("theta_names")[0][Math.abs(place[0]) > Math.abs(place[1]) ? 0 : 1]
    this.edge ??= new EdgeMark(this.index.find_one(this.plot), this.camera.colours)
    this.edge.show(exit, exit.axis === 1 ? "height" : name, now.get(name)[0])
  }

  // The ways of rivals, each in its colour.
  ways(lanes, rise) {
    /** @type {Record<string, any[]>} */
    const found = { xs: [], ys: [], alpha: [], colour: [] }
    for (let lane = 0; lane < lanes.get_length(); lane++) {
      const [xs, ys, heights] = ["xs", "ys", "heights"].map((name) => lanes.get(name)[lane])
      const places = Array.from(xs, (x, row) => this.sheet.place(x, ys[row], this.lift(heights[row] - rise)))
      const drawn = this.lines(this.seen(places))
      for (const name of ["xs", "ys", "alpha"]) found[name].push(...drawn[name])
      found.colour.push(...drawn.xs.map(() => lanes.get("colour")[lane]))
    }
    return found
  }

  places(source) {
    const [across, along, gap] = [...this.read.facts.get("theta_names")[0], "gap"].map((name) => source.get(name) ?? [])
    return Array.from(across, (value, row) => this.sheet.place(value, along[row], this.lift(gap[row])))
  }

  seen(places) {
    return pieces(places, (place) => this.sheet.hides(place, this.towards))
  }

  lines(ways, strength = 1) {
    const drawn = ways.map(({ places }) => places.map(this.project))
    const side = (axis) => drawn.map((points) => points.map((point) => point[axis]))
    return { xs: side(0), ys: side(1), alpha: ways.map(({ hidden }) => (hidden ? HIDDEN * strength : strength)) }
  }

  points(places, strength) {
    const inside = places.filter(isInside)
    const drawn = inside.map(this.project)
    const alpha = inside.map((place) => (this.sheet.hides(place, this.towards) ? 2 * HIDDEN : 1) * strength)
    return { x: drawn.map(([x]) => x), y: drawn.map(([, y]) => y), alpha }
  }
}

const fill = (source, data) => quietly(source, { data })

// Darker the higher, darker where it leans away from the eye, and darker still outside.
function shade({ normal, height }, towards) {
  const facing = dot(normal, towards)
  const depth = 0.05 + 0.2 * Math.sqrt(Math.max(0, height)) + 0.18 * (1 - Math.abs(facing)) + (facing < 0 ? 0.12 : 0)
  return Math.min(Math.round(depth * SHADES), SHADES)
}

// From the colour of the paper to that of the ink.
function shadesOf(paper, ink) {
  const [from, to] = [paper, ink].map((text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16)))
  return Array.from(
    { length: SHADES + 1 },
    (_, index) =>
      `rgb(${share(from, to, index / SHADES)
        .map(Math.round)
        .join()})`,
  )
}

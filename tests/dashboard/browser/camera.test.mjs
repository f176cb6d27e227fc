// The camera on a page made of fakes: it follows the row shown, in its own time, unless its visitor has moved the figure.

import assert from "node:assert/strict"
import { beforeEach, mock, test } from "node:test"
import { Camera } from "../../../dashboard/browser/camera.mjs"

let clock = 0
let frames = []
let calm = false

const element = () => ({
  style: {},
  dataset: {},
  hidden: false,
  offsetWidth: 80,
  offsetHeight: 22,
  events: {},
  addEventListener(name, act) {
    this.events[name] = act
  },
})

beforeEach(() => {
  clock = 0
  frames = []
  calm = false
  mock.method(performance, "now", () => clock)
  Object.assign(globalThis, {
    matchMedia: () => ({
      get matches() {
        return calm
      },
    }),
    requestAnimationFrame: (act) => frames.push(act),
    document: { createElement: element },
  })
})

// Frames are drawn for so long, sixty a second.
function pass(milliseconds) {
  for (const end = clock + milliseconds; clock < end; ) {
    clock += 16
    const due = frames
    frames = []
    for (const act of due) act(clock)
  }
}

class Model {
  constructor(values) {
    Object.assign(this, values)
    this.events = {}
    this.properties = Object.fromEntries(
      Object.keys(values).map((name) => [name, { acts: [], change: { connect: (act) => this.properties[name].acts.push(act) } }]),
    )
  }
  on_event(name, act) {
    this.events[name] = act
  }
  setv(values) {
    const changed = Object.keys(values).filter((name) => this[name] !== values[name])
    Object.assign(this, values)
    for (const name of changed) this.changed(name)
  }
  changed(name) {
    for (const act of this.properties[name].acts) act()
  }
}

const rangeOf = (start, end) => new Model({ start, end, reset_start: start, reset_end: end })
const ends = ({ start, end }) => [start, end]

// A figure of x over x, whose frame is 100 pixels wide and high, on a page that shows row 0 of a run.
function pageOf(x) {
  const column = (name) => ({ data: { [name]: [] } })
  const source = ({ data }) => Object.assign(new Model({ data }), { columns: () => ["x"], get: () => run })
  let run = x
  const models = { trace: source(column("x")), now: source(column("x")), reset: new Model({}), colours: { now: ["", ""], panel: ["", ""] } }
  for (const role of ["rim", "text"]) models.colours[role] = ["", ""]
  const playhead = { models, trace: models.trace, shown: 0, fact: () => "linear" }
  const [x_range, y_range] = [rangeOf(-1, 1), rangeOf(-1, 1)]
  const plot = new Model({ x_range, y_range, inner_width: 100, inner_height: 100 })
  plot.renderers = []
  const shown = []
  const scaleOf = (range) => ({ compute: (value) => (100 * (value - range.start)) / (range.end - range.start) })
  const view = {
    model: plot,
    frame: { bbox: { left: 0, right: 100, top: 0, bottom: 100, width: 100 }, x_scale: scaleOf(x_range), y_scale: scaleOf(y_range) },
    canvas_view: { el: { style: {} } },
    shadow_el: { append: (...parts) => shown.push(...parts) },
  }
  const camera = new Camera(playhead, { find_one: () => view })
  const [back, cells] = [[], camera.cells("x")]
  camera.watch(plot, {
    axes: [{ values: cells }, null],
    dot: (row) => [...cells(row), 0],
    names: ["x", "y"],
    onBack: (count) => back.push(count),
  })
  const show = (row) => {
    playhead.shown = row
    models.now.changed("data")
  }
  const begin = (rows) => {
    run = rows
    playhead.shown = 0
    models.trace.changed("data")
  }
  const part = (name) => shown.find(({ className }) => className === name)
  return { x_range, y_range, plot, show, begin, back, part, press: () => models.reset.events.button_click() }
}

const X = [0.5, -0.9, 1.5, -2.5, 4.5, -8, 14]

test("a run that stays at home leaves its ranges untouched", () => {
  const page = pageOf([0.5, -0.9, 0.99])
  const touched = mock.method(page.x_range, "setv")
  for (const row of [1, 2, 0]) page.show(row)
  pass(500)
  assert.equal(touched.mock.callCount(), 0)
  assert.equal(page.part("edge-mark"), undefined)
})

test("a run that leaves home is caught up with, and until then the edge says where it is", () => {
  const page = pageOf(X)
  page.show(6)
  assert.deepEqual(ends(page.x_range), [-1, 1])
  const mark = page.part("edge-mark")
  assert.deepEqual([mark.hidden, mark.textContent], [false, "x = 14 →"])
  pass(50)
  assert.ok(page.x_range.end > 1 && page.x_range.end < 14)
  pass(1500)
  assert.deepEqual(ends(page.x_range), [-16, 16])
  assert.equal(mark.hidden, true)
  assert.deepEqual(ends(page.y_range), [-1, 1])
  assert.equal(frames.length, 0)
})

test("who wants less motion sees the figure jump", () => {
  calm = true
  const page = pageOf(X)
  page.show(4)
  assert.deepEqual(ends(page.x_range), [-8, 8])
  assert.equal(frames.length, 0)
})

test("a scrub back shows what was shown there", () => {
  const page = pageOf(X)
  const seen = X.map((_, row) => {
    page.show(row)
    pass(1500)
    return ends(page.x_range)
  })
  for (const row of [5, 2, 0]) {
    page.show(row)
    pass(1500)
    assert.deepEqual(ends(page.x_range), seen[row])
  }
  assert.deepEqual(page.back.at(-1), 0)
})

test("another run begins at home, at once", () => {
  const page = pageOf(X)
  page.show(6)
  pass(1500)
  page.begin([0.2, 0.1])
  assert.deepEqual(ends(page.x_range), [-1, 1])
  page.show(1)
  pass(500)
  assert.deepEqual(ends(page.x_range), [-1, 1])
})

test("a figure that its visitor has moved stays there, until the chip or Reset brings it home", () => {
  for (const comeHome of [(page) => page.part("home-chip").events.click(), (page) => page.press()]) {
    const page = pageOf(X)
    page.show(1)
    page.x_range.setv({ start: -0.2, end: 0.3 })
    assert.equal(page.part("home-chip").hidden, false)
    page.show(6)
    pass(1500)
    assert.deepEqual(ends(page.x_range), [-0.2, 0.3])
    page.show(0)
    comeHome(page)
    assert.deepEqual(ends(page.x_range), [-1, 1])
    assert.equal(page.part("home-chip").hidden, true)
    page.show(6)
    pass(1500)
    assert.deepEqual(ends(page.x_range), [-16, 16])
  }
})

test("another home is taken as one, wherever the figure was", () => {
  const page = pageOf(X)
  page.show(6)
  pass(1500)
  page.x_range.setv({ start: -3, end: 3, reset_start: -3, reset_end: 3 })
  assert.deepEqual(ends(page.x_range), [-24, 24])
  assert.equal(page.part("home-chip"), undefined)
  page.x_range.setv({ start: 0, end: 0.1 })
  for (const [name, value] of Object.entries({ start: -1, end: 1, reset_start: -1, reset_end: 1 })) page.x_range.setv({ [name]: value })
  assert.equal(page.part("home-chip").hidden, true)
  assert.deepEqual(ends(page.x_range), [-16, 16])
})

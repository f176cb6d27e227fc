// Which row is shown when, in a page made of fakes whose clock is set by hand.

import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { multiples, Playhead, rowDue, thinned } from "../../../dashboard/browser/playhead.mjs"
import { frames, now, pass, wait } from "./clock.mjs"
import { between, generator, times } from "./random.mjs"

beforeEach(() => {
  Object.assign(globalThis, {
    document: { documentElement: {}, hidden: false, addEventListener() {} },
    MutationObserver: class {
      observe() {}
    },
  })
})

class Signal {
  acts = []
  connect(act) {
    this.acts.push(act)
  }
  emit() {
    for (const act of this.acts) act()
  }
}

// A model whose properties tell of a change, as Bokeh's do, but for those that are set quietly.
class Model {
  constructor(values) {
    this.properties = Object.fromEntries(Object.keys(values).map((name) => [name, { change: new Signal() }]))
    this.streaming = new Signal()
    this.events = {}
    this.setv(values)
  }
  setv(values) {
    Object.assign(this, values)
  }
  on_event(name, act) {
    this.events[name] = act
  }
  columns() {
    return Object.keys(this.data)
  }
  get(name) {
    return this.data[name]
  }
  get_length() {
    return Object.values(this.data)[0]?.length ?? 0
  }
}

function pageOf(rows, facts = {}) {
  const source = (data) => new Model({ data, tags: [] })
  const models = {
    trace: source({ iteration: times(rows, (row) => row) }),
    facts: source({ runners: [["descent"]], speed: [100], iterations: [1000], mark_every: [1], last: [rows - 1], ...facts }),
    playhead: new Model({ value: 0 }),
    counter: new Model({ text: "" }),
    ...Object.fromEntries(["path", "marks", "now", "lanes"].map((name) => [name, source({})])),
    ...Object.fromEntries(["play", "back", "step"].map((name) => [name, new Model({ label: "Play" })])),
  }
  models.now = source({ iteration: [], double: [] })
  const playhead = new Playhead(models, (_cell, row) => ({ double: 2 * row }))
  const arrive = (count) => {
    const { iteration } = models.trace.data
    models.trace.data = { iteration: [...iteration, ...times(count, (index) => iteration.length + index)] }
    models.trace.streaming.emit()
  }
  return { ...models, head: playhead, arrive, press: (name) => models[name].events.button_click() }
}

test("rows are due by the time that has passed, never past the last and never back", () => {
  const random = generator(1)
  for (let turn = 0; turn < 1000; turn++) {
    const [from, elapsed, rate] = [between(random, 0, 50), between(random, -20, 100), between(random, 0, 3)]
    const row = rowDue(from, elapsed, rate, 100)
    assert.ok(row >= from && row <= 100)
    if (elapsed > 0 && row < 100) assert.ok(Math.abs((row - from) / rate - elapsed) < 1e-6 || rate === 0)
  }
})

test("a replay shows the row that is due at its speed, whenever frames come, and rests at the last", () => {
  const random = generator(2)
  const page = pageOf(201)
  page.head.rest(0)
  page.press("play")
  assert.equal(page.play.label, "Pause")
  const begun = now()
  while (page.head.replaying) {
    pass(between(random, 1, 60))
    const due = Math.min(200, ((now() - begun) * 100) / 1000)
    assert.ok(page.head.shown <= due + 1e-9 && page.head.shown > due - 1 - 1e-9)
  }
  assert.equal(page.head.shown, 200)
  assert.equal(page.playhead.value, 200)
  assert.equal(page.play.label, "Play")
  assert.equal(frames.size, 0)
})

test("rows of one message are shown in turn until the next is due", () => {
  const page = pageOf(1)
  page.head.newRun()
  page.arrive(1)
  wait(250)
  page.arrive(100)
  const seen = []
  for (let frame = 0; frame < 16; frame++) {
    pass(250 / 16)
    seen.push(page.head.shown)
  }
  assert.deepEqual(
    seen,
    [...seen].sort((one, other) => one - other),
  )
  assert.ok(new Set(seen).size >= 15)
  assert.equal(page.head.shown, 101)
})

test("whoever looks back is not carried on by rows that come, until Play", () => {
  const page = pageOf(50)
  page.head.rest(20)
  page.arrive(30)
  for (let frame = 0; frame < 20; frame++) pass(50)
  assert.equal(page.head.shown, 20)
  assert.deepEqual(page.trace.tags, ["at 20"])
  page.press("play")
  while (page.head.replaying) pass(50)
  assert.equal(page.head.shown, 79)
})

// A page on a stage: `beats` has each beat that was drawn, with the row it goes from.
function onStage(rows, facts = {}, still = false) {
  globalThis.matchMedia = () => ({ matches: still })
  const page = pageOf(rows, facts)
  const beats = []
  page.head.stage = (_cell, row, _fact, now) => {
    if (now.beat > 0) beats.push(`${row}.${now.beat}`)
    return now.beat === 3 ? { double: 2 * row + 2 * now.share } : null
  }
  return { ...page, beats }
}

test("a step that is pressed is shown in beats from its row, and then its row is shown as ever", () => {
  const page = onStage(1)
  page.press("step")
  page.arrive(1)
  const seen = []
  for (let frame = 0; frame < 40; frame++) {
    seen.push([page.head.shown, page.now.data.iteration[0], page.playhead.value])
    pass(50)
  }
  assert.deepEqual([...new Set(page.beats)], ["0.1", "0.2", "0.3"])
  assert.deepEqual([...new Set(seen.map(String))], ["0,0,0", "1,1,1"])
  assert.deepEqual(page.now.data, { iteration: [1], double: [2] })
  assert.equal(frames.size, 0)
})

test("whatever comes between finishes the step first", () => {
  const rows = { step: 2, back: 0, play: 1 }
  for (const [name, row] of Object.entries(rows)) {
    const page = onStage(4)
    page.head.rest(0)
    page.press("step")
    pass(100)
    assert.equal(page.head.shown, 0)
    page.press(name)
    assert.equal(page.head.shown, name === "step" ? 1 : row)
    if (name === "step") for (let frame = 0; frame < 40; frame++) pass(50)
    assert.equal(page.head.shown, row)
    assert.deepEqual(page.trace.tags, name === "play" ? ["replay"] : [`at ${row}`])
  }
})

test("a drag, and another run, leave the step for good", () => {
  for (const leave of [(page) => page.head.rest(3), (page) => page.trace.properties.data.change.emit()]) {
    const page = onStage(9)
    page.head.rest(5)
    page.press("step")
    pass(100)
    leave(page)
    const { shown } = page.head
    for (let frame = 0; frame < 40; frame++) pass(50)
    assert.equal(page.head.shown, shown)
    assert.notEqual(shown, 6)
  }
})

test("rows that run are told in beats at slow speeds only", () => {
  for (const [speed, isTold] of [
    [1, true],
    [30, false],
  ]) {
    // biome-ignore format: pairs
    const page = onStage(1, { speed: [speed] })
    page.press("play")
    page.arrive(1)
    assert.equal(page.head.shown, isTold ? 0 : 1)
    for (let time = 0; time < 1000; time += 50) pass(50)
    page.arrive(1)
    for (let time = 0; time < 1000; time += 50) pass(50)
    assert.equal(page.head.shown, 2)
    assert.deepEqual([...new Set(page.beats)], isTold ? ["0.1", "0.2", "0.3", "1.1", "1.2", "1.3"] : [])
  }
})

test("a slow replay tells its steps in beats, rests at the last and is paused at once", () => {
  const page = onStage(4, { speed: [1] })
  page.head.rest(0)
  page.press("play")
  for (let time = 0; time < 5000; time += 50) pass(50)
  assert.deepEqual([...new Set(page.beats)], ["0.1", "0.2", "0.3", "1.1", "1.2", "1.3", "2.1", "2.2", "2.3"])
  assert.deepEqual([page.head.shown, page.play.label, page.head.replaying], [3, "Play", false])
  page.head.rest(0)
  page.press("play")
  for (let time = 0; time < 1300; time += 50) pass(50)
  page.press("play")
  assert.deepEqual([page.head.shown, page.play.label, frames.size], [1, "Play", 0])
})

test("who wants no motion sees the next row at once", () => {
  const page = onStage(2, {}, true)
  page.head.rest(0)
  page.press("step")
  assert.equal(page.head.shown, 1)
  assert.deepEqual(page.beats, [])
})

test("a replay of a run that has not ended goes on with the rows that come", () => {
  const page = pageOf(2, { last: [100] })
  page.head.rest(0)
  page.press("play")
  while (page.head.replaying) pass(50)
  assert.deepEqual([page.head.shown, page.play.label, page.trace.tags], [1, "Pause", ["follow"]])
  page.arrive(1)
  assert.equal(page.head.shown, 2)
})

test("at the last row nobody is held back: what comes is shown", () => {
  const page = pageOf(50)
  page.head.rest(49)
  page.arrive(1)
  assert.equal(page.head.shown, 50)
})

test("steps go by one row, and stay within the run", () => {
  const page = pageOf(3)
  page.head.rest(0)
  page.press("back")
  assert.equal(page.head.shown, 0)
  page.press("step")
  page.press("step")
  page.press("step")
  assert.equal(page.head.shown, 2)
  page.press("back")
  assert.equal(page.head.shown, 1)
})

test("Play tells how much is behind the row shown, until nothing is left to play", () => {
  const page = pageOf(31, { iterations: [40] })
  const told = (row) => {
    page.head.rest(row)
    return page.play.css_variables["--played"]
  }
  assert.deepEqual([0, 10, 30, 20].map(told), ["0%", "25%", "0%", "50%"])
})

test("another run begins at its start, whatever was shown before", () => {
  const page = pageOf(50)
  page.head.rest(20)
  page.trace.data = { iteration: [0] }
  page.trace.properties.data.change.emit()
  assert.equal(page.head.shown, 0)
  page.arrive(1)
  assert.equal(page.head.shown, 1)
})

test("the row shown has the columns of its source, from the trace and from the chapter", () => {
  const page = pageOf(50)
  page.head.rest(7)
  assert.deepEqual(page.now.data, { iteration: [7], double: [14] })
})

test("a thinned path has its ends, both sides of a jumping path in equal number, and not too many rows", () => {
  for (const last of [0, 1, 2, 3, 100, 1499, 1500, 1501, 1503, 4500, 4501, 20_000, 99_999, 100_000]) {
    const rows = thinned(last)
    assert.equal(rows[0], 0)
    assert.equal(rows.at(-1), last)
    assert.ok(rows.length <= 1502, `${rows.length} of ${last}`)
    assert.ok(rows.length >= Math.min(last + 1, 500), `${rows.length} of ${last}`)
    assert.ok(rows.every((row, index) => Number.isInteger(row) && (index === 0 || row > rows[index - 1])))
    const odd = rows.filter((row) => row % 2 === 1).length
    assert.ok(Math.abs(odd - (rows.length - odd)) <= 2, `${odd} of ${rows.length} at ${last}`)
  }
})

test("a run of as many rows as a path may have is drawn whole", () => {
  assert.deepEqual(
    thinned(1500),
    times(1501, (row) => row),
  )
})

test("multiples up to a row, that included", () => {
  for (const stride of [1, 2, 3, 7]) {
    for (const last of [0, 1, 6, 7, 20, 21]) {
      assert.deepEqual(
        multiples(stride, last),
        times(last + 1, (row) => row).filter((row) => row % stride === 0),
      )
    }
  }
})

// Which beat of a step it is, and what ends it.

import assert from "node:assert/strict"
import { test } from "node:test"
import { beatAt, Beats, between, LAST_BEAT, LENGTH_OF_PRESS, lengthAt, shareOf } from "../../../dashboard/browser/beats.mjs"
import { frames, pass } from "./clock.mjs"

test("three beats follow each other, each from its beginning to its end, and then there is none", () => {
  const seen = Array.from({ length: 1000 }, (_, time) => beatAt(time, 1000))
  assert.deepEqual([...new Set(seen.map((each) => each.beat))], [1, 2, LAST_BEAT])
  for (const [time, { beat, share }] of seen.entries()) {
    assert.ok(share >= 0 && share < 1)
    if (time > 0 && seen[time - 1].beat === beat) assert.ok(share > seen[time - 1].share)
  }
  for (const beat of [1, 2, 3]) {
    const shares = seen.filter((each) => each.beat === beat).map(({ share }) => share)
    assert.ok(shares[0] < 0.01 && shares.at(-1) > 0.99 && shares.length > 200)
  }
  assert.equal(beatAt(1000, 1000), null)
  assert.deepEqual(beatAt(-5, 1000), { beat: 1, share: 0 }) // a frame may have begun before it was asked for
})

test("what is over is whole, what is to come is nothing, and what goes on is between", () => {
  assert.deepEqual(
    [1, 2, 3].map((beat) => shareOf({ beat: 2, share: 0.5 }, beat)),
    [1, 0.5, 0],
  )
  assert.deepEqual([0, 1].map((share) => shareOf({ beat: 3, share }, 3)), [0, 1]) // biome-ignore format: short
  assert.equal(between(3, 5, 0.25), 3.5)
})

test("beats end before the next row is due, are never long, and there are none where nobody could tell them apart", () => {
  for (const speed of [0.2, 0.5, 0.8, 1, 1.5]) {
    assert.ok(lengthAt(speed) > 0 && lengthAt(speed) < 1000 / speed && lengthAt(speed) <= LENGTH_OF_PRESS)
  }
  for (const speed of [2, 30, 400]) assert.equal(lengthAt(speed), 0)
})

function begun(act = () => {}) {
  const painted = []
  const beats = new Beats((isNew) => painted.push([beats.now.beat, isNew]))
  let arrivals = 0
  beats.begin(7, 900, () => {
    arrivals += 1
    act(beats)
  })
  return { beats, painted, arrived: () => arrivals }
}

test("each beat is told once that it is new, and the row comes at the end of the last", () => {
  const { beats, painted, arrived } = begun()
  for (let frame = 0; frame < 20; frame++) {
    assert.equal(arrived(), 0)
    pass(45)
  }
  assert.deepEqual(painted.filter(([, isNew]) => isNew).map(([beat]) => beat), [1, 2, 3]) // biome-ignore format: short
  assert.equal(arrived(), 1)
  assert.deepEqual([beats.row, beats.now.beat, frames.size], [null, 0, 0])
})

test("what is finished arrives at once and only once, and nothing goes on", () => {
  const { beats, arrived } = begun((each) => each.finish())
  pass(100)
  beats.finish()
  beats.finish()
  pass(1000)
  assert.equal(arrived(), 1)
  assert.equal(frames.size, 0)
})

test("what is cancelled never arrives", () => {
  const { beats, arrived } = begun()
  pass(100)
  beats.cancel()
  pass(2000)
  assert.equal(arrived(), 0)
})

test("what is to come afterwards waits for the row, once, however the step ends; and does not where none is on its way", () => {
  for (const end of [() => pass(1000), (beats) => beats.finish(), (beats) => beats.cancel()]) {
    const order = []
    const { beats } = begun(() => order.push("row"))
    const act = () => order.push("afterwards")
    pass(100)
    beats.afterwards(act)
    beats.afterwards(act)
    assert.deepEqual(order, [])
    end(beats)
    assert.deepEqual(order.filter((each) => each !== "row"), ["afterwards"]) // biome-ignore format: short
    assert.ok(order.length === 1 || order[0] === "row")
    beats.afterwards(act)
    assert.equal(order.at(-1), "afterwards")
    assert.equal(order.filter((each) => each === "afterwards").length, 2)
  }
})

// Words that stay apart.

import assert from "node:assert/strict"
import { test } from "node:test"
import { keepLabelsApart, overlap, room } from "../../../dashboard/browser/labels.mjs"
import { between, generator, times } from "./random.mjs"

const box = (left, top, wide = 10, tall = 10) => ({ left, right: left + wide, top, bottom: top + tall })

test("boxes overlap where they have a point in common, and not where they touch", () => {
  assert.ok(overlap(box(0, 0), box(9, 9)))
  assert.ok(!overlap(box(0, 0), box(10, 0)))
  assert.ok(!overlap(box(0, 0), box(0, -10)))
})

test("a word is at the first of its places that is within the frame and free; what is left out has none", () => {
  const random = generator(7)
  const frame = box(5, 5, 60, 60)
  const isWithin = (each) => each.left >= 5 && each.top >= 5 && each.right <= 65 && each.bottom <= 65
  times(200, () => {
    const some = (count) => Array.from({ length: count }, () => box(between(random, 0, 60), between(random, 0, 60)))
    const marks = some(2)
    const words = Array.from({ length: 5 }, () => some(2))
    const found = room(words, marks, frame)
    words.forEach((places, index) => {
      const there = [...marks, ...found.slice(0, index).filter(Boolean)]
      const free = places.filter((each) => isWithin(each) && !there.some((other) => overlap(each, other)))
      assert.equal(found[index], free[0] ?? null)
    })
  })
})

test("names make room for words that are over the figure for a while, and come back", () => {
  const change = { connect: () => {} }
  const source = (data) => {
    const made = { data, properties: { data: { change } }, get: (name) => made.data[name], columns: () => Object.keys(made.data) }
    return Object.assign(made, { setv: (values) => Object.assign(made, values) })
  }
  const own = { align: ["left"], beside: [0], lift: [0], shown: [0] }
  const minima = source({ x: [2], y: [2], name: ["A"], side: ["right"], ...own })
  const saddles = source({ x: [5, 8], y: [5, 8], shown: [0, 0] })
  const range = { start: 0, end: 10, properties: { end: { change } } }
  const plot = { x_range: range, y_range: range, inner_width: 500, inner_height: 500, properties: { inner_width: { change } } }
  const makeRoom = keepLabelsApart({ minima, saddles }, plot)
  const shown = () => [...minima.get("shown"), ...saddles.get("shown")]
  assert.deepEqual(shown(), [1, 1, 1])
  makeRoom([box(240, 225, 100, 14)]) // over the name of the first saddle
  assert.deepEqual(shown(), [1, 0, 1])
  makeRoom([box(0, 380, 500, 40)]) // over that of the minimum, on both its sides
  assert.deepEqual(shown(), [0, 1, 1])
  makeRoom([])
  assert.deepEqual(shown(), [1, 1, 1])
})

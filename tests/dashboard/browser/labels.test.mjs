// Words that stay apart.

import assert from "node:assert/strict"
import { test } from "node:test"
import { overlap, room } from "../../../dashboard/browser/labels.mjs"
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

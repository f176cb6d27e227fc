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

test("what is kept overlaps nothing, and what is left out would", () => {
  const random = generator(7)
  times(200, () => {
    const some = (count) => Array.from({ length: count }, () => box(between(random, 0, 60), between(random, 0, 60)))
    const [fixed, wanted] = [some(2), some(6)]
    const kept = room(fixed, wanted)
    const there = [...fixed, ...wanted.filter((_, index) => kept[index])]
    wanted.forEach((one, index) => {
      assert.equal(
        kept[index],
        !there.some((other) => other !== one && overlap(one, other) && (fixed.includes(other) || wanted.indexOf(other) < index)),
      )
    })
  })
})

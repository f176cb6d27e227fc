// Room for a dot beyond the ends of what is shown.

import assert from "node:assert/strict"
import { test } from "node:test"
import { widened } from "../../../dashboard/browser/room.mjs"
import { between, generator, times } from "./random.mjs"

// How many pixels from the beginning of an axis a value is.
const pixels = ([start, end], value, length, scale) => (length * (scale(value) - scale(start))) / (scale(end) - scale(start))

test("what is shown is as many pixels from both ends of its axis as there is to be room", () => {
  const random = generator(5)
  times(200, () => {
    const [length, room] = [between(random, 40, 800), between(random, 1, 15)]
    for (const [scale, isLog] of [
      [(value) => value, false],
      [Math.log, true],
    ]) {
      const low = between(random, isLog ? 0.001 : -50, 1)
      const high = low + between(random, 0.5, 1e4)
      const ends = widened([low, high], length, room, isLog)
      assert.ok(Math.abs(pixels(ends, low, length, scale) - room) < 1e-6)
      assert.ok(Math.abs(pixels(ends, high, length, scale) - (length - room)) < 1e-6)
    }
  })
})

test("an axis that is too short for that shows what there is", () => {
  assert.deepEqual(widened([0, 7], 20, 10), [0, 7])
  assert.deepEqual(widened([0, 7], 3, 10), [0, 7])
})

// Words that stay within their figure.

import assert from "node:assert/strict"
import { test } from "node:test"
import { overlap } from "../../../dashboard/browser/labels.mjs"
import { move, stacked } from "../../../dashboard/browser/within.mjs"
import { between, generator, times } from "./random.mjs"

const FRAME = { left: 20, right: 220, top: 10, bottom: 110 }
const WORD = { left: 10, right: 70, top: -12, bottom: 6 } // to the right of its place
const at = (box, [x, y]) => ({ left: box.left + x, right: box.right + x, top: box.top + y, bottom: box.bottom + y })

test("a word that has room stays where it belongs; one whose place is not shown is left out", () => {
  assert.deepEqual(move(WORD, [100, 60], FRAME), [0, 0])
  for (const place of [
    [300, 60],
    [100, 5],
    [Number.NaN, 60],
  ])
    assert.equal(move(WORD, place, FRAME), null)
})

test("at an edge it is on the other side of its place, as far from it", () => {
  assert.deepEqual(move(WORD, [200, 60], FRAME), [-80, 0])
  assert.deepEqual(move(WORD, [100, 20], FRAME), [0, 6])
  assert.deepEqual(move(WORD, [200, 20], FRAME), [-80, 6])
})

test("where another word is, it is on the other side; where words are all around, it is left out", () => {
  assert.deepEqual(move(WORD, [120, 60], FRAME, [at(WORD, [120, 60])]), [-80, 0])
  assert.equal(move(WORD, [120, 60], FRAME, [FRAME]), null)
})

test("between two edges that are near it is above its place, and in its middle", () => {
  const narrow = { ...FRAME, right: 100 }
  assert.deepEqual(move(WORD, [60, 60], narrow), [-40, -16])
  assert.deepEqual(move(WORD, [60, 20], narrow), [-40, 22])
})

test("where it has no room on any side there is none", () => {
  assert.equal(move(WORD, [30, 60], { ...FRAME, right: 40 }), null)
})

test("wherever its place is, a word is in the frame and never over its place", () => {
  const random = generator(3)
  times(300, () => {
    const place = [between(random, 20, 220), between(random, 10, 110)]
    const found = at(at(WORD, place), move(WORD, place, FRAME))
    assert.ok(found.left >= 20 && found.right <= 220 && found.top >= 10 && found.bottom <= 110)
    assert.ok(!overlap(found, at({ left: -9, right: 9, top: 0, bottom: 0 }, place)))
  })
})

test("several words are above their places, those that meet on each other, and below where the frame ends", () => {
  const word = (left, bottom) => ({ left, right: left + 30, top: bottom - 16, bottom })
  const all = [word(30, 80), word(80, 80), word(90, 80), word(150, 20), word(155, 22)]
  assert.deepEqual(stacked(all, FRAME), [-12, -12, -28, 28, 44])
  assert.deepEqual(stacked([], FRAME), [])
})

test("as long as there is room, no two words lie on each other", () => {
  const random = generator(5)
  const tall = { top: 0, bottom: 400 }
  times(100, () => {
    const boxes = Array.from({ length: 6 }, () =>
      at({ left: 0, right: 40, top: -16, bottom: 0 }, [between(random, 0, 90), between(random, 0, 400)].map(Math.round)),
    )
    const found = stacked(boxes, tall).map((down, index) => at(boxes[index], [0, down]))
    for (const [index, one] of found.entries()) assert.ok(found.slice(0, index).every((other) => !overlap(one, other)))
    assert.ok(found.every(({ top, bottom }) => top >= 0 && bottom <= 400))
  })
})

// Through which side a dot has left a figure, and what the edge says of it.

import assert from "node:assert/strict"
import { test } from "node:test"
import { edgeText, exitOf, wayOut } from "../../../dashboard/browser/edge.mjs"
import { between, generator, ofAnySize } from "./random.mjs"

const BOX = { left: 70, right: 670, top: 10, bottom: 290 }

test("a dot within has left through no side", () => {
  const random = generator(6)
  for (let turn = 0; turn < 100; turn++) assert.equal(exitOf([between(random, 70, 670), between(random, 10, 290)], BOX), null)
  assert.equal(exitOf([NaN, 100], BOX), null)
})

test("a dot outside has left through the side that it is farther from, whose nearest place is marked", () => {
  assert.deepEqual(exitOf([-1e9, 100], BOX), { side: "left", axis: 0, at: [70, 100] })
  assert.deepEqual(exitOf([700, 100], BOX), { side: "right", axis: 0, at: [670, 100] })
  assert.deepEqual(exitOf([680, -200], BOX), { side: "top", axis: 1, at: [670, 10] })
  assert.deepEqual(exitOf([300, 1e300], BOX), { side: "bottom", axis: 1, at: [300, 290] })
})

test("a way out ends at the edge, in the direction of its place, from within too", () => {
  const random = generator(7)
  for (let turn = 0; turn < 300; turn++) {
    const away = [ofAnySize(random, -1, 8), ofAnySize(random, -1, 8)]
    const { at } = wayOut([370 + away[0], 150 + away[1]], BOX)
    const [right, down] = [at[0] - 370, at[1] - 150]
    assert.ok(Math.abs(Math.abs(right) - 300) < 1e-6 || Math.abs(Math.abs(down) - 140) < 1e-6)
    assert.ok(Math.abs(right) <= 300 + 1e-6 && Math.abs(down) <= 140 + 1e-6)
    assert.ok(right * away[0] > 0 && down * away[1] > 0)
    assert.ok(Math.abs(right * away[1] - down * away[0]) <= 1e-9 * Math.hypot(...away) * 400)
  }
  assert.equal(wayOut([370, 150], BOX), null)
})

test("the arrow is on the side that it points to, and the number is written as everywhere", () => {
  assert.equal(edgeText("left", "x", -263), "← x = −263")
  assert.equal(edgeText("right", "x", 1.25e7), "x = 1.25 × 10⁷ →")
  assert.equal(edgeText("top", "f(x)", 12345.6), "f(x) = 12,350 ↑")
})

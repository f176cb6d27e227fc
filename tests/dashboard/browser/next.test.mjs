// Where the next step leads.

import assert from "node:assert/strict"
import { test } from "node:test"
import { nextPlace } from "../../../dashboard/browser/next.mjs"

const [NAMES, SLOPES] = [
  ["x", "y"],
  ["slope_x", "slope_y"],
]

/** @type {(table: Record<string, number[]>) => Cell} */
const of = (table) => (name, row) => table[name]?.[/** @type {number} */ (row)]

test("a row that has come is the next step itself", () => {
  const cell = of({ x: [0, 1], y: [0, 2], slope_x: [9, 9], slope_y: [9, 9] })
  assert.deepEqual(
    nextPlace(cell, 0, 1, () => 5, NAMES, SLOPES),
    [1, 2],
  )
})

test("before it has, plain descent takes off its step size times the slope that it saw", () => {
  const facts = { method: "gradient descent", step_size: 0.5, steps: 9 }
  const rows = { x: [3], y: [4], slope_x: [2], slope_y: [-8] }
  assert.deepEqual(
    nextPlace(of(rows), 0, 0, (name) => facts[name], NAMES, SLOPES),
    [2, 8],
  )
  assert.deepEqual(
    nextPlace(of({ ...rows, alpha: [0.25] }), 0, 0, (name) => facts[name], NAMES, SLOPES),
    [2.5, 6],
  )
})

test("of another method the row says it, and after the last step nothing is next", () => {
  const facts = { method: "adam", step_size: 0.5, steps: 1 }
  const rows = { x: [3], y: [4], next_x: [2.9], next_y: [4.1], slope_x: [2], slope_y: [2] }
  assert.deepEqual(
    nextPlace(of(rows), 0, 0, (name) => facts[name], NAMES, SLOPES),
    [2.9, 4.1],
  )
  assert.equal(
    nextPlace(of(rows), 1, 1, (name) => facts[name], NAMES, SLOPES),
    null,
  )
})

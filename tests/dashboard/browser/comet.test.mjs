// The tail of a path, and dots that keep apart.

import assert from "node:assert/strict"
import { test } from "node:test"
import { pieces, spread, tail } from "../../../dashboard/browser/comet.mjs"

test("pieces of a tail join, end at the point, and none is empty", () => {
  for (let count = 0; count <= 400; count++) {
    const found = pieces(count)
    for (const [from, to] of found) assert.ok(0 <= from && from < to && to <= count - 1)
    for (let piece = 1; piece < found.length; piece++) assert.equal(found[piece][0], found[piece - 1][1])
    if (count > 1) assert.equal(found.at(-1)?.[1], count - 1)
    else assert.deepEqual(found, [])
  }
})

test("a long path keeps a short tail", () => {
  assert.equal(pieces(1500)[0][0], 1499 - 80)
  assert.equal(pieces(101)[0][0], 100 - 35)
})

test("a tail is the thicker and stronger the nearer to the point, which it reaches", () => {
  const path = Float64Array.from({ length: 50 }, (_, row) => row)
  const { xs, ys, width, alpha } = tail(
    path,
    path.map((value) => -value),
  )
  assert.equal(xs.at(-1).at(-1), 49)
  assert.equal(ys.at(-1).at(-1), -49)
  for (let piece = 1; piece < xs.length; piece++) {
    assert.equal(xs[piece][0], xs[piece - 1].at(-1))
    assert.ok(width[piece] > width[piece - 1] && alpha[piece] > alpha[piece - 1])
  }
  assert.deepEqual(tail(path.slice(0, 1), path.slice(0, 1)), { xs: [], ys: [], width: [], alpha: [] })
})

test("of dots that would run together only some are kept, of others all", () => {
  const rows = Array.from({ length: 100 }, (_, row) => row)
  assert.deepEqual(
    spread(rows, (row) => [3 * row, 0], 16),
    rows.filter((row) => row % 6 === 0),
  )
  assert.deepEqual(
    spread(rows, (row) => [20 * row, 5], 16),
    rows,
  )
  assert.deepEqual(
    spread(rows, () => [1, 1], 16),
    [0],
  )
})

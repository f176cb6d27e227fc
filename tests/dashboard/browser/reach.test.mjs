// How far a figure backs away for rows, against what is plain to see.

import assert from "node:assert/strict"
import { test } from "node:test"
import { backedAway, eased, Extent, lookAt, spread } from "../../../dashboard/browser/reach.mjs"
import { between, generator, ofAnySize, times } from "./random.mjs"

const holds = ([start, end], [low, high]) => start <= low && high <= end

test("an extent is that of all rows up to one, in whatever order it is asked", () => {
  const random = generator(3)
  const rows = times(200, () => [ofAnySize(random, -3, 9), ofAnySize(random, -3, 9)])
  const extent = new Extent((row) => rows[row])
  for (const row of [50, 3, 199, 0, 120]) {
    const seen = rows.slice(0, row + 1).flat()
    assert.deepEqual(extent.upTo(row), [Math.min(...seen), Math.max(...seen)])
  }
})

test("a cleared extent knows nothing of another run", () => {
  let rows = [[1], [1000]]
  const extent = new Extent((row) => rows[row])
  extent.upTo(1)
  rows = [[5], [6]]
  extent.clear()
  assert.deepEqual(extent.upTo(1), [5, 6])
})

test("what is no number counts for nothing", () => {
  const rows = [[NaN], [2], [undefined], [3]]
  const extent = new Extent((row) => rows[row])
  assert.equal(lookAt([0, 1], extent.upTo(0)).count, 0)
  assert.deepEqual(extent.upTo(3), [2, 3])
})

test("who stays at home is looked at from home, to the bit", () => {
  const random = generator(4)
  for (let turn = 0; turn < 500; turn++) {
    const start = ofAnySize(random, -3, 3)
    const home = [start, start + 10 ** between(random, -3, 3)]
    const inside = [0, 1].map(() => between(random, ...home)).sort((one, other) => one - other)
    assert.deepEqual(backedAway(home, lookAt(home, inside, { foot: between(random, 0.01, 0.99) })), home)
  }
})

test("whoever leaves home is in the picture, which is a power of two as wide and no wider than needed", () => {
  const random = generator(5)
  for (let turn = 0; turn < 500; turn++) {
    const start = ofAnySize(random, -3, 3)
    const home = [start, start + 10 ** between(random, -3, 3)]
    const [width, foot] = [home[1] - home[0], 0.5]
    const far = [ofAnySize(random, -2, 6) * width + start, ofAnySize(random, -2, 6) * width + start]
    const extent = [Math.min(...far), Math.max(...far)]
    const look = lookAt(home, extent, { foot })
    const seen = backedAway(home, look)
    assert.ok(holds(seen, extent), `${extent} in ${seen} of ${home}`)
    assert.ok(Math.abs((seen[1] - seen[0]) / width / 2 ** look.count - 1) < 1e-6)
    if (look.count > 1) {
      const closer = backedAway(home, { ...look, count: look.count - 1 })
      const [room, left] = [0.05 * (closer[1] - closer[0]), extent]
      assert.ok(!holds([closer[0] + room * 1.01, closer[1] - room * 1.01], left), "one doubling less would do")
    }
  }
})

test("heights that rise leave the foot where it is, and depths the top", () => {
  const home = [-4, 96]
  const risen = backedAway(home, lookAt(home, [0, 5000], { foot: 0.04 }))
  assert.ok(risen[0] <= 0 && risen[0] > -0.05 * risen[1])
  const sunk = backedAway(home, lookAt(home, [-5000, 50], { foot: 0.04 }))
  assert.ok(sunk[1] < -0.05 * sunk[0] + 96)
  assert.ok(holds(sunk, [-5000, 50]))
})

test("doublings grow with the rows and never shrink again before a scrub", () => {
  const x = times(40, (row) => 3 + 12 * (-1.2) ** row)
  const extent = new Extent((row) => [x[row]])
  const counts = x.map((_, row) => lookAt([-15, 21], extent.upTo(row)).count)
  assert.equal(counts[0], 0)
  assert.deepEqual(
    counts,
    [...counts].sort((one, other) => one - other),
  )
  // 12 · 1.2³⁹ is 14,700 away from 3, 816 halves of home
  assert.equal(counts[39], Math.ceil(Math.log2((12 * 1.2 ** 39) / 18 / 0.9)))
})

test("some room is given before the first doubling, and none after the last", () => {
  assert.equal(lookAt([0, 10], [0, 14], { slack: 1 }).count, 0)
  assert.equal(lookAt([0, 10], [0, 14]).count, 1)
  assert.equal(lookAt([0, 10], [0, 1e9], { most: 10 }).count, 10)
})

test("an eased range is between what it was and what it shall be, and arrives", () => {
  let range = [0, 1]
  const to = [-500, 300]
  let steps = 0
  while (range !== to && steps < 200) {
    const next = eased(range, to, 0.15)
    assert.ok(holds(next, range) && holds(to, next))
    range = next
    steps += 1
  }
  assert.ok(steps > 5 && steps < 60)
})

test("level lines further out are those of the bowl: twice as far, four times as high", () => {
  const bowl = (x, y) => 3 * (x - 1) ** 2 + (x - 1) * (y + 2) + 2 * (y + 2) ** 2
  const turns = times(30, (index) => (index * Math.PI) / 15)
  const ring = (height) => turns.map((turn) => Math.sqrt(height / bowl(1 + Math.cos(turn), -2 + Math.sin(turn))))
  const [inner, outer] = [ring(1), ring(4)]
  const xs = [outer, inner].map((far) => far.map((value, index) => 1 + value * Math.cos(turns[index])))
  const ys = [outer, inner].map((far) => far.map((value, index) => -2 + value * Math.sin(turns[index])))
  const rings = { xs, ys, height: Float64Array.from([4, 1]) }
  const found = spread(rings, [1, -2], 3)
  assert.deepEqual(found.height, [4, 1, 16, 64, 256])
  for (const [index, height] of found.height.entries()) {
    for (const [point, x] of found.xs[index].entries()) assert.ok(Math.abs(bowl(x, found.ys[index][point]) / height - 1) < 1e-9)
  }
  assert.equal(spread(rings, [1, -2], 0), rings)
})

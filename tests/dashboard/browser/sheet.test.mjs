// The surface in three dimensions, against vectors of a camera and against plain sampling.

import assert from "node:assert/strict"
import { test } from "node:test"
import { roundNumbers } from "../../../dashboard/browser/box.mjs"
import { lookFrom, pieces, Sheet, TALL } from "../../../dashboard/browser/sheet.mjs"
import { between, generator, times } from "./random.mjs"

const near = (one, other, room = 1e-12) => assert.ok(Math.abs(one - other) <= room, `${one} is not ${other}`)
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
const unit = (a) => a.map((value) => value / Math.sqrt(dot(a, a)))
const inBox = (random) => [between(random, -0.5, 0.5), between(random, -0.5, 0.5), TALL * between(random, -0.5, 0.5)]
const SIZE = 9
const LATTICE = times(SIZE, (index) => index / (SIZE - 1) - 0.5)

// A sheet over the box's own sides, with these heights, 0 to 1.
const sheetOf = (height) =>
  new Sheet(
    LATTICE,
    LATTICE,
    LATTICE.flatMap((y) => LATTICE.map((x) => height(x, y))),
  )

test("a place is seen where a camera's right and up have it", () => {
  const random = generator(1)
  for (let turn = 0; turn < 500; turn++) {
    const view = { azimuth: between(random, -360, 360), elevation: between(random, 1, 89) }
    const { towards, project } = lookFrom(view)
    const [azimuth, elevation] = [view.azimuth, view.elevation].map((degrees) => (degrees / 180) * Math.PI)
    const eye = unit([Math.cos(azimuth), Math.sin(azimuth), Math.tan(elevation)])
    const right = unit(cross([0, 0, 1], eye))
    const up = cross(eye, right)
    const place = inBox(random)
    const [x, y] = project(place)
    for (const axis of [0, 1, 2]) near(towards[axis], eye[axis])
    near(x, dot(right, place))
    near(y, dot(up, place))
  }
})

test("from straight above, x and y lie as on a map", () => {
  const [x, y] = lookFrom({ azimuth: -90, elevation: 90 }).project([0.2, 0.3, 0.4])
  near(x, 0.2)
  near(y, 0.3)
})

test("the sheet's height between its corners is that of a twisted plane, which such a sheet can follow", () => {
  const random = generator(2)
  const height = (x, y) => 0.5 + 0.4 * x - 0.3 * y + 0.6 * x * y
  const sheet = sheetOf(height)
  for (let turn = 0; turn < 500; turn++) {
    const [x, y] = inBox(random)
    near(sheet.above(x, y), TALL * (height(x, y) / sheet.top - 0.5))
  }
})

test("a slope hides what is below it, and nothing above", () => {
  const random = generator(3)
  const sheet = sheetOf((x) => x + 0.5)
  for (let turn = 0; turn < 500; turn++) {
    const { towards } = lookFrom({ azimuth: between(random, 0, 360), elevation: between(random, 60, 70) })
    const [x, y] = [between(random, -0.2, 0.2), between(random, -0.2, 0.2)]
    const level = TALL * x // of the slope above (x, y)
    assert.equal(sheet.hides([x, y, level - 0.15], towards), true)
    assert.equal(sheet.hides([x, y, level + 0.05], towards), false)
  }
})

test("each facet once, and none before one behind it", () => {
  const random = generator(4)
  const sheet = sheetOf((x, y) => x * x + y * y)
  for (let turn = 0; turn < 40; turn++) {
    const { towards } = lookFrom({ azimuth: between(random, 0, 360), elevation: 30 })
    const facets = sheet.fromAfar(towards)
    assert.equal(new Set(facets).size, (SIZE - 1) ** 2)
    const order = new Map(facets.map((facet, index) => [facet.around[0], index]))
    for (const [corner, index] of order) {
      for (const [next, axis] of [
        [corner + 1, 0],
        [corner + SIZE, 1],
      ]) {
        if (order.has(next)) assert.equal(order.get(next) > index, towards[axis] >= 0)
      }
    }
  }
})

test("a way is cut to what of it is in the box", () => {
  const random = generator(5)
  const wide = () => times(3, () => between(random, -1.2, 1.2))
  for (let turn = 0; turn < 200; turn++) {
    const [from, to] = [wide(), wide()]
    const found = pieces([from, to], () => false)
    const drawn = found.flatMap(({ places }) => places)
    const samples = times(2000, (index) => from.map((value, axis) => value + ((index + 0.5) / 2000) * (to[axis] - value)))
    const inside = samples.filter(([x, y, z]) => Math.abs(x) <= 0.5 && Math.abs(y) <= 0.5 && Math.abs(z) <= TALL / 2)
    const length = drawn
      .slice(1)
      .reduce((sum, place, index) => sum + Math.hypot(...place.map((value, axis) => value - drawn[index][axis])), 0)
    near(length, (Math.hypot(...to.map((value, axis) => value - from[axis])) * inside.length) / 2000, 0.005)
    assert.ok(drawn.flat().every((value, index) => Math.abs(value) <= (index % 3 === 2 ? TALL / 2 : 0.5) + 1e-8))
  }
})

test("a way is cut where it begins to be hidden", () => {
  const found = pieces(
    [
      [-0.5, 0, 0],
      [0.5, 0, 0],
    ],
    ([x]) => x > 0.1,
  )
  assert.deepEqual(
    found.map(({ hidden }) => hidden),
    [false, true],
  )
  near(found[0].places.at(-1)[0], 0.1, 1 / 30)
  assert.equal(found[0].places.at(-1), found[1].places[0])
})

test("round numbers are all multiples of 1, 2 or 5 times a power of ten that are in reach", () => {
  const random = generator(6)
  for (let turn = 0; turn < 1000; turn++) {
    const length = 10 ** between(random, -6, 6)
    const low = length * between(random, -100, 100)
    const high = low + length
    const found = roundNumbers(low, high)
    assert.ok(found.length >= 1 && found.length <= 5, `${found.length} from ${low} to ${high}`)
    if (found.length < 2) continue
    const step = (found.at(-1) - found[0]) / (found.length - 1)
    const digit = Number(step.toExponential(6).split("e")[0])
    assert.ok(
      [1, 2, 5, 10].some((each) => Math.abs(digit - each) < 1e-4),
      `a step of ${step}`,
    )
    const room = 1e-6 * step
    assert.ok(found[0] >= low - room && found.at(-1) <= high + room)
    assert.ok(found[0] - step < low + room && found.at(-1) + step > high - room)
    for (const value of found) near(value / step, Math.round(value / step), 1e-4)
  }
})

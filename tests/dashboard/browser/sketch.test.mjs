// The charts of a class: a number beside an axis is that of its tick.

import assert from "node:assert/strict"
import { test } from "node:test"
import { figureOf, ticks } from "../../../dashboard/static/sketch.js"
import { between, generator, times } from "./random.mjs"

const RAISED = [..."⁰¹²³⁴⁵⁶⁷⁸⁹⁻"]

// The number that a reader takes from a text: 10⁻³ is a power, and 10,000 is none.
function taken(text) {
  const [, power] = text.match(/^10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)$/) ?? []
  return power ? 10 ** Number([...power].map((sign) => "0123456789-"[RAISED.indexOf(sign)]).join("")) : Number(text.replaceAll(",", ""))
}

test("steps along an axis are told in full", () => {
  const random = generator(43)
  for (const most of [1, 75, 250, 1234, 20_000, 100_000, ...times(500, () => Math.floor(between(random, 1, 1e5)))]) {
    for (const tick of ticks([0, most], false)) assert.equal(taken(figureOf(tick, false)), tick)
  }
})

test("powers of ten are told as what they are", () => {
  const random = generator(47)
  for (let turn = 0; turn < 500; turn++) {
    const low = 10 ** between(random, -12, 4)
    for (const tick of ticks([low, low * 10 ** between(random, 0, 8)], true)) {
      assert.ok(Math.abs(taken(figureOf(tick, true)) / tick - 1) < 1e-12, `${tick}: ${figureOf(tick, true)}`)
    }
  }
})

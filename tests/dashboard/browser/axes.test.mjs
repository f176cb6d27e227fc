// Names of axes in the room that there is.

import assert from "node:assert/strict"
import { test } from "node:test"
import { fitted } from "../../../dashboard/browser/axes.mjs"

const width = (text) => text.length // as if each letter were a pixel wide

test("a name that has room stays as it is", () => {
  assert.equal(fitted("Loss J(θ)", 9, width), "Loss J(θ)")
})

test("a longer one has two lines, of which the longer is as short as can be", () => {
  assert.equal(fitted("disease progression after one year", 20, width), "disease progression\nafter one year")
})

test("a formula is not broken", () => {
  assert.equal(fitted("(x − x*)²", 7, width), "(x − x…")
})

test("where two lines are too short, dots stand for what is left out", () => {
  assert.equal(fitted("monthly rent with everything", 10, width), "monthly r…\nwith ever…")
  assert.equal(fitted("Donaudampfschifffahrt", 8, width), "Donauda…")
})

// What the pages of a class say of a question and of an answer.

import assert from "node:assert/strict"
import { test } from "node:test"

import { inSteps, titleOf } from "../../../dashboard/static/room.js"

test("one step is one, and none are several", () => {
  assert.deepEqual([0, 1, 2].map(inSteps), ["0 steps", "1 step", "2 steps"])
})

test("a question has the teacher's words, or those of its kind, and none has none", () => {
  assert.equal(titleOf({ activity: "guess", text: "Will it arrive?" }), "Will it arrive?")
  assert.match(titleOf({ activity: "start", text: "" }), /start/)
  assert.equal(titleOf({ activity: "guess", text: "" }), "")
  assert.equal(titleOf(null), "")
})

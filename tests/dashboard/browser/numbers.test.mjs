// The step in numbers, as a reader adds them up.

import assert from "node:assert/strict"
import { test } from "node:test"
import { stepTable } from "../../../dashboard/browser/numbers.mjs"
import { between, generator, ofAnySize, times } from "./random.mjs"

// The numbers of a line of the table, by its first word.
function numbersOf(table, word) {
  const [, cells] = table.match(new RegExp(`<th scope="row">${word}[^<]*</th>(.*?)</tr>`))
  return [...cells.matchAll(/<td>(.*?)<\/td>/g)].map(([, text]) => ({
    value: Number(text.replace("−", "-").replaceAll(",", "")),
    places: (text.split(".")[1] ?? "").length,
  }))
}

test("from one place the step leads to the other, to the last decimal shown", () => {
  const random = generator(41)
  for (const size of times(500, () => between(random, -8, 2))) {
    const theta = [ofAnySize(random, -3, 3), ofAnySize(random, -3, 3)]
    const slopes = theta.map(() => ofAnySize(random, size, size + 1))
    const rows = { x: [theta[0], theta[0] - slopes[0]], y: [theta[1], theta[1] - slopes[1]], gx: slopes, gy: slopes }
    const facts = { method: "adam", rule: "", step_size: 1, steps: 1 }
    const table = stepTable(
      (name, row) => rows[name]?.[row],
      1,
      (name) => facts[name],
      1,
      ["x", "y"],
      ["gx", "gy"],
      0,
    )
    const [from, step, to] = ["from", "step", "to"].map((word) => numbersOf(table, word))
    for (const axis of [0, 1]) {
      const scale = 10 ** from[axis].places
      const [whole, moved, end] = [from, step, to].map((line) => Math.round(line[axis].value * scale))
      assert.equal(whole + moved, end, table)
      assert.deepEqual([step[axis].places, to[axis].places], [from[axis].places, from[axis].places])
    }
  }
})

// Who has arrived, and as which.

import assert from "node:assert/strict"
import { test } from "node:test"
import { arrived, ordinal } from "../../../dashboard/browser/race.mjs"

test("who arrives first is first, those who arrive together share a place, and others are still on their way", () => {
  const arrivals = [40, null, 7, 40, 90]
  assert.deepEqual(arrived(arrivals, 6), [])
  assert.deepEqual(arrived(arrivals, 7), [{ runner: 2, at: 7, rank: 1 }])
  assert.deepEqual(
    arrived(arrivals, 40).map(({ runner, rank }) => [runner, rank]),
    [
      [2, 1],
      [0, 2],
      [3, 2],
    ],
  )
  assert.equal(arrived(arrivals, 100).at(-1)?.rank, 4)
})

test("places are written as people write them", () => {
  assert.deepEqual([1, 2, 3, 4, 6].map(ordinal), ["1st", "2nd", "3rd", "4th", "6th"])
})

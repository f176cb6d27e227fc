// What a step's beats show, against the numbers of the step.

import assert from "node:assert/strict"
import { test } from "node:test"
import { arrow, pairs } from "../../../dashboard/browser/overlay.mjs"
import { droppedTo, ofFit, onCurve, onPlane, stepArrow } from "../../../dashboard/browser/shapes.mjs"
import { between, generator } from "./random.mjs"

const END = { beat: 3, share: 1 }
const f = (x) => x * x - 6 * x + 5
const stepFrom = (x, alpha) => ({
  from: [x, f(x)],
  to: [x - alpha * (2 * x - 6), f(x - alpha * (2 * x - 6))],
  slope: [2 * x - 6],
  isNoisy: false,
  isPlain: true,
})
const words = (shapes) => shapes.flatMap(({ text }) => (text === undefined ? [] : [text]))
const find = (shapes, kind) => shapes.filter((shape) => shape.kind === kind)

test("the post's first step: 15 − 0.01 × 24", () => {
  const step = stepFrom(15, 0.01)
  assert.deepEqual(words(onCurve(step, 5, { beat: 1, share: 1 })), ["slope = 24"])
  assert.deepEqual(words(onCurve(step, 5, END)), ["slope = 24", "−α × slope = −0.24"])
})

test("the tangent has the slope, the arrow lies along the axis and is as long as the step", () => {
  const random = generator(3)
  for (let turn = 0; turn < 200; turn++) {
    const step = stepFrom(between(random, -20, 20), between(random, 0.01, 1.2))
    const shapes = onCurve(step, 5, END)
    const [[x0, y0], [x1, y1]] = find(shapes, "lines")[0].places
    assert.ok(Math.abs((y1 - y0) / (x1 - x0) - step.slope[0]) < 1e-9)
    const [tail, head] = find(shapes, "arrow")[0].places
    assert.deepEqual(tail, step.from)
    assert.deepEqual(head, [step.to[0], step.from[1]])
  }
})

test("a slope with noise, and a step that is more than α times it, are called that", () => {
  const told = words(onCurve({ ...stepFrom(15, 0.01), isNoisy: true, isPlain: false }, 5, END))
  assert.match(told[0], /noisy/)
  assert.match(told[1], /^step = −0\.24$/)
})

test("the point goes along the arrow, then to the curve, and ends where the step does", () => {
  const step = stepFrom(5, 1.1)
  assert.deepEqual(droppedTo(step, { beat: 3, share: 0 }), step.from)
  assert.deepEqual(droppedTo(step, { beat: 3, share: 0.5 }), [step.to[0], step.from[1]])
  assert.deepEqual(droppedTo(step, END), step.to)
})

test("on a plane the gradient points uphill, and the step leads to the next row", () => {
  const step = { from: [1, 2], to: [0.7, 2.4], slope: [3, -4], isNoisy: false, isPlain: true }
  const [gradient, taken] = find(onPlane(step, END), "arrow")
  assert.deepEqual(gradient.places, [step.from, [4, -2]])
  assert.deepEqual(taken.places, [step.from, step.to])
  assert.deepEqual(words(onPlane(step, END)), ["∇f = (3, −4)", "−α∇f = (−0.3, 0.4)"])
  assert.deepEqual(stepArrow(step, END)[0].places, [step.from, step.to])
})

// Of a line, −∇J is the mean residual and the mean of residual × x: α times that is the step.
test("a fit's means are those that plain descent goes by", () => {
  const random = generator(4)
  const samples = Array.from({ length: 30 }, () => [between(random, -2, 2), between(random, -9, 9)])
  const [intercept, slope, alpha] = [0.5, 2, 0.25]
  const residuals = samples.map(([x, y]) => y - intercept - slope * x)
  const turns = residuals.map((residual, index) => residual * samples[index][0])
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
  const to = [intercept + alpha * mean(residuals), slope + alpha * mean(turns)]
  const fit = { samples, line: (x) => intercept + slope * x, u: (x) => x, isWhole: true, from: [intercept, slope], to }
  const told = words(ofFit(fit, END)).map((text) => text.replaceAll("−", "-").replaceAll(/([+-]) /g, "$1"))
  const [height, tilt] = [told[1], told[2]].map((text) => Number(text.split(" = ")[1]))
  const [risen, turned] = told[3].match(/[+-][\d.]+/g).map(Number)
  for (const [one, other] of [
    [height, mean(residuals)],
    [tilt, mean(turns)],
    [risen, alpha * height],
    [turned, alpha * tilt],
  ]) {
    // biome-ignore format: pairs
    assert.ok(Math.abs(one - other) <= 2e-3 * Math.abs(other), `${one} ${other}`)
  }
  const sticks = find(ofFit(fit, END), "lines")[0].places
  assert.deepEqual(sticks.filter((_, index) => index % 2 === 1), samples) // biome-ignore format: short
})

test("of samples that are not all drawn no mean is told", () => {
  const fit = { samples: [[1, 2]], line: () => 0, u: (x) => x, isWhole: false, from: [0, 0], to: [1, 1] }
  assert.ok(words(ofFit(fit, END)).every((text) => !text.includes("mean")))
})

test("an arrow's head is never longer than its way, and an arrow without a way is nothing", () => {
  const numbers = arrow([10, 10], [13, 10])
    .match(/-?[\d.]+/g)
    .map(Number)
  assert.ok(numbers.filter((_, index) => index % 2 === 0).every((x) => x >= 10 && x <= 13))
  assert.equal(arrow([1, 1], [1, 1]), "")
  assert.equal(pairs([[0, 0], [1, 2], [3, 4], [5, 6]]), "M0.0 0.0L1.0 2.0M3.0 4.0L5.0 6.0") // biome-ignore format: short
})

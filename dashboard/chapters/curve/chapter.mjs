// The curve: the point on it, its tangent, and the step in the numbers of the row under the playhead.

import { LAST_BEAT } from "../../browser/beats.mjs"
import { Camera } from "../../browser/camera.mjs"
import { comet } from "../../browser/comet.mjs"
import { at, away, heightInWords, mayTellTruth } from "../../browser/describe.mjs"
import { compared, digitsToTell, escaped, inBrackets, inFull, isExact, number, sub } from "../../browser/format.mjs"
import { furnish } from "../../browser/furnish.mjs"
import { startHandle } from "../../browser/handle.mjs"
import { beatLine, headed, stepTable } from "../../browser/numbers.mjs"
import { Overlay } from "../../browser/overlay.mjs"
import { Playhead, write } from "../../browser/playhead.mjs"
import { raceTable } from "../../browser/race.mjs"
import { MOST_DOUBLINGS, backedAway } from "../../browser/reach.mjs"
import { droppedTo, onCurve } from "../../browser/shapes.mjs"
import { followSweep } from "../../browser/sweep.mjs"
import { followTheme } from "../../browser/theme.mjs"

const ANSWER_PLACES = 2
const FOOT = 0.12 // of the picture's height, below the lowest point

function stepInNumbers(cell, row, fact, last, beat) {
  const from = row < last || row === 0 ? row : row - 1
  const [x, slope, alpha] = [cell("x", from), cell("estimate", from), fact("step_size")]
  const next = x - alpha * slope
  const digits = digitsToTell(x, next)
  const move = alpha * slope
  const equals = isExact(next, digits) && isExact(x, digits) && isExact(move) ? "=" : "≈"
  const product = isExact(alpha) && isExact(slope) ? "=" : "≈"
  const [symbol, following] = [`x${sub(from)}`, `x${sub(from + 1)}`]
  const taken = from < row ? "The last step" : "The next step"
  return `<p class="caption">${taken}</p>
    <p class="numbers">${following} = ${symbol} − α · f′(${symbol})</p>
    <table class="step">${beatLine(1, beat, `slope at x = ${number(x, digits)}`, [number(slope)])}
    ${beatLine(2, beat, `α × slope ${product} ${number(alpha)} × ${inBrackets(number(slope))}`, [number(move)])}
    ${beatLine(3, beat, `${number(x, digits)} − ${inBrackets(number(move))}`, [`${equals} ${number(next, digits)}`])}</table>`
}

function answer(cell, fact) {
  const rows = [
    ["x", cell("x"), fact("x")],
    ["f(x)", cell("f"), fact("f")],
  ].map(([name, value, from]) => {
    const [now, truth, difference] = compared(value, from, ANSWER_PLACES)
    const beside = fact("known") ? `<td class="truth">${truth}</td><td>${difference}</td>` : "<td></td><td></td>"
    return `<tr><th scope="row">${name}</th><td class="now">${now}</td>${beside}</tr>`
  })
  const [far, left] = fact("squared") ? ["distance²", 0] : ["height", fact("above")]
  rows.push(
    `<tr class="truth"><th scope="row">${far}</th><td class="now">${number(cell("distance"), 3)}</td><td class="truth">${fact("known") ? number(left, 3) : ""}</td><td></td></tr>`,
  )
  return `<table><thead><tr><td></td><th scope="col">descent</th><th scope="col">${headed(fact("minimum"))}</th><th scope="col">difference</th></tr></thead>
    <tbody>${rows.join("")}</tbody></table>
    <p class="caption">x in full: ${inFull(cell("x"))}</p>
    ${fact("squared") ? "" : `<p class="caption truth">${escaped(fact("lesson"))}</p>`}`
}

const isPlain = (cell, fact) => fact("method") === "gradient descent" && cell("alpha", 0) === undefined

function functionInWords(titles, cell, fact, row) {
  const place = `${at(row, fact)} x is ${number(cell("x"))} and f(x) is ${number(cell("f"))}, with slope ${number(cell("slope"), 3)}`
  const truth =
    fact("known") && mayTellTruth()
      ? ` ${fact("minimum") === "minimum" ? "The minimum" : `Its ${fact("minimum")}`} is at x = ${number(fact("x"))}, ${away([cell("x")], [fact("x")])}.`
      : ""
  return `${titles.path}: ${fact("formula")}; ${place}.${truth}`
}

const distanceInWords = (cell, fact, row) =>
  `${fact("title")}, ${fact("scale")} scale: ${at(row, fact)} it is ${heightInWords("distance", cell, fact, row)}`

// The step from a row to the next, as its beats show it.
/** @type {(cell: Cell, row: number, fact: Fact) => import("../../browser/shapes.mjs").Step} */
const stepOf = (cell, row, fact) => ({
  from: [cell("x", row), cell("f", row)],
  to: [cell("x", row + 1), cell("f", row + 1)],
  slope: [cell("estimate", row)],
  isNoisy: fact("noisy"),
  isPlain: fact("method") === "gradient descent",
})

// How much more than at home a range shows: a tangent is as long to the eye from everywhere.
/** @type {(range: Range | undefined) => number} */
const enlargement = (range) => (range ? (range.end - range.start) / (range.reset_end - range.reset_start) : 1)

// The curve and how far there is to go, as the camera follows them. Heights beyond the sides of the widest view are not
// waited for: they would make a needle of what is seen.
/** @type {(camera: Camera, models: Models) => void} */
function follow(camera, { curve_plot, distance_plot }) {
  const [place, x] = [camera.cells("x", "f"), camera.cells("x")]
  const isSeen = (value) => {
    const { reset_start, reset_end } = curve_plot.x_range
    const [left, right] = backedAway([reset_start, reset_end], { count: MOST_DOUBLINGS, foot: 0.5 })
    return left <= value && value <= right
  }
  const height = (row) => place(row).filter((_, axis, [at]) => axis === 1 && isSeen(at))
  camera.watch(curve_plot, {
    axes: [
      { values: x, most: MOST_DOUBLINGS },
      { values: height, foot: FOOT },
    ],
    dot: place,
    names: ["x", "f(x)"],
  })
  camera.watchHeights(distance_plot, "distance", "distance")
}

/** @type {(models: Models, event: unknown, data: unknown, context: { index: Views }) => void} */
export default (models, _event, _data, { index }) => {
  const trail = comet(models, models.curve_plot, ["x", "f"])
  const reachOf = (fact) => fact("reach") * enlargement(models.curve_plot?.x_range)
  const paint = (cell, row, fact, last, beat) => {
    trail.draw()
    write(models.numbers, () =>
      isPlain(cell, fact) ? stepInNumbers(cell, row, fact, last, beat) : stepTable(cell, row, fact, last, ["x"], ["estimate"], beat),
    )
    write(models.answer, () => (fact("runners").length > 1 ? raceTable(models, cell, row, fact) : answer(cell, fact)))
    const [x, f, slope] = [cell("x"), cell("f"), cell("slope")]
    const reach = reachOf(fact)
    return { x0: x - reach, y0: f - reach * slope, x1: x + reach, y1: f + reach * slope }
  }
  const playhead = new Playhead(models, paint, trail.keep)
  if (models.curve_plot) {
    const overlay = new Overlay(index.find_one(models.curve_plot), models.colours)
    playhead.stage = (cell, row, fact, now) => {
      const step = now.beat > 0 ? stepOf(cell, row, fact) : null
      overlay.draw(step ? onCurve(step, reachOf(fact), now) : [])
      if (step === null || now.beat < LAST_BEAT) return null
      const [x, f] = droppedTo(step, now)
      return { x, f }
    }
  }
  trail.follow(() => playhead.show(playhead.shown))
  if (models.curve_plot && models.start) {
    startHandle(
      index.find_one(models.curve_plot),
      models,
      ["x", "f"],
      ([x]) => `x = ${number(x)}`,
      ([x]) => x,
    )
  }
  models.curve_plot?.x_range.properties.end.change.connect(() => playhead.show(playhead.shown)) // the tangent
  follow(new Camera(playhead, index), models)
  followSweep(models, followTheme(models))
  const pathInWords = (...shown) => functionInWords(models.titles, ...shown)
  const texts = { curve_plot: pathInWords, distance_plot: distanceInWords }
  furnish(playhead, index, [models.curve_plot, models.distance_plot], texts)
}

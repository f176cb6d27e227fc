// What is drawn of a step's three beats: over a function of one parameter, on a plane of two, and over a fit. Pure: from
// numbers of the rows to shapes in a figure's coordinates.

import { between, shareOf } from "./beats.mjs"
import { number } from "./format.mjs"

const DIGITS = 4
const [THIN, THICK, STICK] = [3, 4, 1.5] // pixels
const [ABOVE, BELOW, UPHILL] = [18, 28, 64] // pixels from the point: words, and the head of a gradient

/** @typedef {import("./overlay.mjs").Shape} Shape */
/** @typedef {import("./overlay.mjs").Place} Place */
/**
 * @typedef {object} Step what the rows have of it
 * @property {Place} from
 * @property {Place} to
 * @property {number[]} slope as the method saw it
 * @property {boolean} isNoisy whether that is not the slope there
 * @property {boolean} isPlain whether the step is −α times that, and nothing else
 */

const short = (value) => number(value, DIGITS)
const pair = (values) => `(${values.map(short).join(", ")})`

// The tangent with its slope, the way along the axis, and the way from there to the curve.
/** @type {(step: Step, reach: number, now: Beat) => Shape[]} */
export function onCurve({ from, to, slope: [slope], isNoisy, isPlain }, reach, now) {
  const [x, f] = from
  const [grown, moved] = [1, 2].map((beat) => shareOf(now, beat))
  const end = (share) => /** @type {Place} */ ([x + share * reach, f + share * reach * slope])
  const word = `${isNoisy ? "noisy slope" : "slope"} = ${short(slope)}`
  /** @type {Shape[]} */
  const tangent = [
    { kind: "lines", places: [end(-grown), end(grown)], width: THICK },
    { kind: "word", places: [from], side: slope < 0 ? -1 : 1, down: BELOW, text: word },
  ]
  if (now.beat === 1) return tangent
  const made = `${isPlain ? "−α × slope" : "step"} = ${short(to[0] - x)}`
  return [
    ...tangent,
    { kind: "arrow", places: [from, [between(x, to[0], moved), f]], width: THICK },
    { kind: "word", places: [from], side: to[0] < x ? -1 : 1, down: -ABOVE, text: made },
  ]
}

// Where the point is on its way: along the arrow, then down, or up, to the curve.
/** @type {(step: Step, now: Beat) => Place} */
export function droppedTo({ from, to }, now) {
  const share = 2 * shareOf(now, 3)
  return [between(from[0], to[0], Math.min(1, share)), between(from[1], to[1], Math.max(0, share - 1))]
}

// The gradient, uphill, and the step that is taken.
/** @type {(step: Step, now: Beat) => Shape[]} */
export function onPlane({ from, to, slope, isNoisy, isPlain }, now) {
  const [grown, moved] = [1, 2].map((beat) => shareOf(now, beat))
  const uphill = /** @type {Place} */ (from.map((value, axis) => value + slope[axis]))
  /** @type {Shape[]} */
  const gradient = [
    { kind: "arrow", places: [from, uphill], pixels: UPHILL * grown, width: THIN },
    { kind: "word", places: [from, uphill], pixels: UPHILL + 8, text: `${isNoisy ? "noisy ∇f" : "∇f"} = ${pair(slope)}` },
  ]
  if (now.beat === 1) return gradient
  const step = to.map((value, axis) => value - from[axis])
  return [
    ...gradient,
    { kind: "arrow", places: [from, along(from, to, moved)], width: THICK },
    { kind: "word", places: [from, to], text: `${isPlain ? "−α∇f" : "step"} = ${pair(step)}` },
  ]
}

// The way of θ alone.
/** @type {(step: { from: Place, to: Place }, now: Beat) => Shape[]} */
export function stepArrow({ from, to }, now) {
  return now.beat < 2 ? [] : [{ kind: "arrow", places: [from, along(from, to, shareOf(now, 2))], width: THICK }]
}

/** @type {(from: Place, to: Place, share: number) => Place} */
export const along = (from, to, share) => [between(from[0], to[0], share), between(from[1], to[1], share)]

/**
 * @typedef {object} Fit a line, what it leaves, and where θ goes; a sample's u is its x as it is descended on
 * @property {Place[]} samples x and y
 * @property {(x: number) => number} line
 * @property {(x: number) => number} u
 * @property {boolean} isWhole whether these are all the samples that the step goes by
 * @property {Place} from
 * @property {Place} to
 */

// The residuals, their mean, and what the step makes of θ: the line is turned by whoever draws it.
/** @type {(fit: Fit, now: Beat) => Shape[]} */
export function ofFit({ samples, line, u, isWhole, from, to }, now) {
  const [grown, averaged] = [1, 2].map((beat) => shareOf(now, beat))
  const sticks = samples.flatMap(([x, y]) => /** @type {Place[]} */ ([[x, line(x)], [x, between(line(x), y, grown)]])) // biome-ignore format: pairs
  const notes = [["residuals, y − line"], [], [`step: intercept ${signed(to[0] - from[0])}, slope ${signed(to[1] - from[1])}`]]
  /** @type {Shape[]} */
  const shapes = [{ kind: "lines", places: sticks, width: STICK }]
  if (isWhole) {
    const [centre, mean, turning] = means(samples.map(([x, y]) => [x, y - line(x), (y - line(x)) * u(x)]))
    notes[1].push(`mean residual = ${short(mean)}`, `mean of residual × x = ${short(turning)}`)
    const middle = line(centre)
    if (now.beat > 1) shapes.push({ kind: "arrow", places: [[centre, middle], [centre, middle + averaged * mean]], width: THICK }) // biome-ignore format: pairs
  }
  const lines = notes.slice(0, now.beat).flat()
  return [...shapes, ...lines.map((text, place) => /** @type {Shape} */ ({ kind: "note", places: [], text, down: place }))]
}

const signed = (value) => (value < 0 ? short(value).replace("−", "− ") : `+ ${short(value)}`)

/** @type {(rows: number[][]) => number[]} */
export const means = (rows) => rows[0].map((_, column) => rows.reduce((sum, row) => sum + row[column], 0) / rows.length)

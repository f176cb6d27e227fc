// The line: it turns towards the best fit while θ walks down the bowl. θ is in the units it is descended in;
// the line and the answer are in the data's own.

import { LAST_BEAT, shareOf } from "../../browser/beats.mjs"
import { Camera } from "../../browser/camera.mjs"
import { comet } from "../../browser/comet.mjs"
import { at, away, heightInWords, mayTellTruth } from "../../browser/describe.mjs"
import { colourField } from "../../browser/field.mjs"
import { added, compared, fixed, number } from "../../browser/format.mjs"
import { furnish } from "../../browser/furnish.mjs"
import { startHandle } from "../../browser/handle.mjs"
import { columnOf, quietly } from "../../browser/models.mjs"
import { Overlay } from "../../browser/overlay.mjs"
import { Playhead, write } from "../../browser/playhead.mjs"
import { movePoints } from "../../browser/points.mjs"
import { raceTable } from "../../browser/race.mjs"
import { MOST_DOUBLINGS, spread } from "../../browser/reach.mjs"
import { Requests } from "../../browser/requests.mjs"
import { keepScale } from "../../browser/scale.mjs"
import { along, ofFit, stepArrow } from "../../browser/shapes.mjs"
import { turnSurface } from "../../browser/surface.mjs"
import { followSweep } from "../../browser/sweep.mjs"
import { openOwnData } from "../../browser/table.mjs"
import { followTheme } from "../../browser/theme.mjs"

function inDataUnits(intercept, slope, fact) {
  const turned = slope / fact("x_scale")
  return [intercept - turned * fact("x_mean"), turned]
}

// Where the line of θ begins and ends in the picture of the data.
function lineEnds(theta0, theta1, fact) {
  const [intercept, slope] = inDataUnits(theta0, theta1, fact)
  return ["x_low", "x_high"].map((name) => [fact(name), intercept + slope * fact(name)])
}

const written = (intercept, slope, short = (value, _) => number(value, 4)) => `y = ${short(intercept, 0)} ${added(short(slope, 1))} x`

const LONGEST_OF_FOUR = 7 // characters: beside longer numbers there is no room for scikit-learn's, which are SciPy's

function answer(intercept, slope, loss, fact) {
  const places = fact("places")
  const short = (value, axis) => (fact("own") ? number(Number(value.toFixed(places[axis])), 5) : fixed(value, 2))
  const row = (name, places, value, scipy, sklearn) => {
    const [now, truth, difference] = compared(value, scipy, places)
    return { name, cells: [now, truth, fixed(sklearn, places), difference] }
  }
  const rows = [
    row("intercept", places[0], intercept, fact("scipy_intercept"), fact("sklearn_intercept")),
    row("slope", places[1], slope, fact("scipy_slope"), fact("sklearn_slope")),
    row("loss", places[2], loss, fact("scipy_loss"), fact("sklearn_loss")),
  ]
  const twin = rows.some(({ cells }) => cells.some((cell) => cell.length > LONGEST_OF_FOUR)) ? " hidden" : ""
  const body = rows.map(
    ({ name, cells: [now, truth, other, difference] }) =>
      `<tr><th scope="row">${name}</th><td class="now">${now}</td><td class="truth">${truth}</td>
      <td class="truth twin"${twin}>${other}</td><td>${difference}</td></tr>`,
  )
  return `<p class="numbers">${written(intercept, slope, short)}</p><table><thead><tr><td></td><th scope="col">descent</th><th scope="col">SciPy</th>
      <th scope="col" class="twin"${twin}>scikit-learn</th><th scope="col">difference</th></tr></thead><tbody>
      ${body.join("")}</tbody></table>`
}

// The samples of the batch that the next step goes by, and the loss of each batch so far.
/** @type {(models: Models, cell: Cell) => void} */
function showBatch({ scatter, lit, batches, path }, cell) {
  const bits = cell("batch")
  if (bits === undefined && lit?.get_length() === 0) return
  const members = atob(bits ?? "")
  const isMember = (_, index) => (members.charCodeAt(index >> 3) >> (index & 7)) & 1
  if (lit) quietly(lit, { data: { x: Array.from(scatter.get("x")).filter(isMember), y: Array.from(scatter.get("y")).filter(isMember) } })
  const losses = columnOf(path, "batch_loss")
  if (batches) quietly(batches, { data: losses ? { iteration: path.get("iteration"), loss: losses } : { iteration: [], loss: [] } })
}

// The step of θ from a row to the next.
/** @type {(cell: Cell, row: number) => { from: [number, number], to: [number, number] }} */
function stepOf(cell, row) {
  const theta = (at) => /** @type {[number, number]} */ ([cell("intercept", at), cell("slope", at)])
  return { from: theta(row), to: theta(row + 1) }
}

// The step beside the samples that it goes by, as its beats show it.
/** @type {(models: Models, cell: Cell, row: number, fact: Fact) => import("../../browser/shapes.mjs").Fit} */
function fitOf({ scatter, lit }, cell, row, fact) {
  const step = stepOf(cell, row)
  const [intercept, slope] = inDataUnits(...step.from, fact)
  const used = cell("batch", row) === undefined ? scatter : lit
  return {
    ...step,
    samples: Array.from(used.get("x"), (x, index) => [x, used.get("y")[index]]),
    line: (x) => intercept + slope * x,
    u: (x) => (x - fact("x_mean")) / fact("x_scale"),
    isWhole: scatter.get_length() === fact("samples"),
  }
}

// A step's beats: what the line leaves, and the way of θ in its own figure.
/** @type {(models: Models, index: Views) => Stage} */
function stageOf(models, index) {
  const [fit, path] = [models.fit_plot, models.path_plot].map((plot) => plot && new Overlay(index.find_one(plot), models.colours))
  return (cell, row, fact, now) => {
    const step = now.beat > 0 ? stepOf(cell, row) : null
    fit?.draw(step ? ofFit(fitOf(models, cell, row, fact), now) : [])
    path?.draw(step ? stepArrow(step, now) : [])
    if (step === null || now.beat < LAST_BEAT) return null
    const [intercept, slope] = along(step.from, step.to, shareOf(now, LAST_BEAT))
    const [[x0, y0], [x1, y1]] = lineEnds(intercept, slope, fact)
    return { intercept, slope, x0, y0, x1, y1 }
  }
}

function epoch(row, fact) {
  const size = fact("batch_size")
  if (size === 0) return ""
  const steps = Math.ceil(fact("samples") / size)
  return `<p class="caption">Epoch ${Math.floor(row / steps) + 1}, batch ${(row % steps) + 1} of ${steps}</p>`
}

// What the three figures show, by their models' names.
const inWords = (titles) => {
  const path = (cell, fact, row) => {
    const [theta, best] = [cell, fact].map((found) => [found("intercept"), found("slope")])
    const place = (point) => `intercept ${number(point[0], 4)}, slope ${number(point[1], 4)}`
    const truth = mayTellTruth() ? ` The minimum is at ${place(best)}, ${away(theta, best)}.` : ""
    return `${titles.path}: ${at(row, fact)} θ is at ${place(theta)}.${truth}`
  }
  return {
    fit_plot: (cell, fact, row) => {
      const line = written(...inDataUnits(cell("intercept"), cell("slope"), fact))
      const truth = mayTellTruth() ? `; least squares has ${written(fact("scipy_intercept"), fact("scipy_slope"))}` : ""
      return `${titles.fit}, ${fact("samples")} samples: ${at(row, fact)} the line is ${line}${truth}.`
    },
    path_plot: path,
    surface_plot: path,
    loss_plot: (cell, fact, row) => {
      const [name, of] = fact("scale") === "log" ? ["gap", "the loss above its floor"] : ["loss", "the loss"]
      const truth = mayTellTruth() ? ` Least squares has ${number(fact("scipy_loss"), 4)}.` : ""
      return `${fact("title")}, ${fact("scale")} scale: ${at(row, fact)} ${of} is ${heightInWords(name, cell, fact, row)}${truth}`
    },
  }
}

// The line, θ and the loss, as the camera follows them.
/** @type {(camera: Camera, models: Models) => void} */
function follow(camera, { fit_plot, path_plot, loss_plot, facts }) {
  const theta = camera.cells("intercept", "slope")
  const fact = (name) => facts.get(name)[0]
  const ends = (row) => {
    const [intercept, slope] = theta(row)
    return lineEnds(intercept, slope, fact).map(([, y]) => y)
  }
  // A line is seen well enough as long as its ends are not far outside.
  camera.watch(fit_plot, { axes: [null, { values: ends, slack: 1, most: MOST_DOUBLINGS }], dot: nearest, names: ["x", "y"] })
  const axes = ["intercept", "slope"].map((name) => ({ values: camera.cells(name), most: MOST_DOUBLINGS }))
  const rings = path_plot?.renderers.map(({ data_source }) => data_source).find(({ name }) => name === "rings")
  const names = ["intercept", "slope"]
  camera.watch(path_plot, { axes, isEqual: true, dot: theta, names, onBack: spreading(rings, () => names.map(fact)) })
  camera.watchHeights(loss_plot, "loss", "loss")

  // The place on the line that is nearest to the middle of the picture's height: where that is not seen, no part is.
  function nearest(row) {
    const [intercept, slope] = theta(row)
    const [[x0, y0], [x1, y1]] = lineEnds(intercept, slope, fact)
    const { start, end } = fit_plot.y_range
    const share = y1 === y0 ? 0.5 : Math.max(0, Math.min(((start + end) / 2 - y0) / (y1 - y0), 1))
    return [x0 + share * (x1 - x0), y0 + share * (y1 - y0)]
  }
}

// As far away as θ is looked at from, so many level lines there are around those that the server has sent.
/** @type {(rings: Source, centre: () => number[]) => (count: number) => void} */
function spreading(rings, centre) {
  /** @type {any} */
  let [sent, drawn] = [null, null]
  return (count) => {
    if (rings.data !== drawn) sent = rings.data
    drawn = spread(sent, centre(), count)
    quietly(rings, { data: drawn })
  }
}

/** @type {(models: Models, event: unknown, data: unknown, context: { index: Views }) => void} */
export default (models, _event, _data, { index }) => {
  const trail = comet(models, models.path_plot, ["intercept", "slope"])
  const paint = (cell, row, fact) => {
    trail.draw()
    const theta = [cell("intercept"), cell("slope")]
    const [intercept, slope] = inDataUnits(...theta, fact)
    const answered = () => answer(intercept, slope, cell("loss"), fact) + epoch(row, fact)
    write(models.answer, () => (fact("runners").length > 1 ? raceTable(models, cell, row, fact) : answered()))
    showBatch(models, cell)
    const [[x0, y0], [x1, y1]] = lineEnds(...theta, fact)
    return { x0, x1, y0, y1 }
  }
  const playhead = new Playhead(models, paint, trail.keep)
  playhead.stage = stageOf(models, index)
  trail.follow(() => playhead.show(playhead.shown))
  if (models.path_plot) {
    keepScale(models.path_plot, models.facts)
    const text = (theta) => `intercept ${number(theta[0])}, slope ${number(theta[1])}`
    if (models.start) startHandle(index.find_one(models.path_plot), models, ["intercept", "slope"], text, (theta) => theta.join(", "))
  }
  const camera = new Camera(playhead, index)
  follow(camera, models)
  const repaint = followTheme(models)
  if (models.table) {
    const requests = new Requests(models.points)
    openOwnData(models, requests)
    movePoints(models, index, requests)
  }
  turnSurface(models.path_panel, index, camera, repaint)
  followSweep(models, repaint)
  colourField(models)
  furnish(playhead, index, [models.fit_plot, models.path_plot, models.loss_plot], inWords(models.titles))
}

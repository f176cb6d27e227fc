// The landscape: the step in numbers, the slope and the velocity as arrows, and the path from above or in 3-D.

import { LAST_BEAT, shareOf } from "../../browser/beats.mjs"
import { Camera } from "../../browser/camera.mjs"
import { comet } from "../../browser/comet.mjs"
import { at, away, heightInWords, mayTellTruth } from "../../browser/describe.mjs"
import { colourField } from "../../browser/field.mjs"
import { compared, escaped, number } from "../../browser/format.mjs"
import { furnish } from "../../browser/furnish.mjs"
import { startHandle } from "../../browser/handle.mjs"
import { keepLabelsApart } from "../../browser/labels.mjs"
import { quietly } from "../../browser/models.mjs"
import { showNextStep } from "../../browser/next.mjs"
import { headed, stepTable } from "../../browser/numbers.mjs"
import { Overlay } from "../../browser/overlay.mjs"
import { Playhead, write } from "../../browser/playhead.mjs"
import { raceTable } from "../../browser/race.mjs"
import { MOST_DOUBLINGS } from "../../browser/reach.mjs"
import { keepScale } from "../../browser/scale.mjs"
import { along, onPlane } from "../../browser/shapes.mjs"
import { turnSurface } from "../../browser/surface.mjs"
import { followSweep } from "../../browser/sweep.mjs"
import { followTheme } from "../../browser/theme.mjs"

const [LEAST_ARROW, MOST_ARROW] = [0.09, 0.25] // of the picture's height
const ANSWER_PLACES = 4
const [COORDINATES, SLOPES] = [
  ["x", "y"],
  ["slope_x", "slope_y"],
]
const HEAD = Math.PI / 2 // a triangle points up; angles are counted from the right

function answer(cell, fact) {
  const goal = fact("goal")
  const rows = ["x", "y", "f"].map((name, index) => {
    const [now, truth, difference] = compared(cell(name), goal ? goal[index] : 0, ANSWER_PLACES)
    const beside = goal ? `<td class="truth">${truth}</td><td>${difference}</td>` : "<td></td><td></td>"
    return `<tr><th scope="row">${name === "f" ? "f(x, y)" : name}</th><td class="now">${now}</td>${beside}</tr>`
  })
  const ball = fact("ball")
  const said =
    ball === null
      ? escaped(fact("lesson"))
      : `Noise ball: over the last half it is ${number(ball, 2)} from the minimum, on average (dashed).`
  return `<table><thead><tr><td></td><th scope="col">descent</th><th scope="col">${headed(fact("minimum"))}</th><th scope="col">difference</th></tr></thead>
    <tbody>${rows.join("")}</tbody></table><p class="caption truth">${said}</p>`
}

// An arrow for each vector from a place, as long as the step it leads to, within what can be seen.
function arrows(plot, place, vectors) {
  const height = Math.abs(plot.y_range.end - plot.y_range.start)
  const drawn = vectors.filter(([vector]) => Math.hypot(...vector) > 0 && vector.every(Number.isFinite))
  const ends = drawn.map(([vector]) => {
    const length = Math.hypot(...vector)
    const shown = Math.max(LEAST_ARROW * height, Math.min(length, MOST_ARROW * height))
    return vector.map((value, axis) => place[axis] + (value / length) * shown)
  })
  return {
    x0: drawn.map(() => place[0]),
    y0: drawn.map(() => place[1]),
    x1: ends.map(([x]) => x),
    y1: ends.map(([, y]) => y),
    angle: drawn.map(([[x, y]]) => Math.atan2(y, x) - HEAD),
    dash: drawn.map(([, dash]) => dash),
  }
}

// The step from a row to the next, as its beats show it.
/** @type {(cell: Cell, row: number, fact: Fact) => import("../../browser/shapes.mjs").Step} */
const stepOf = (cell, row, fact) => ({
  from: [cell("x", row), cell("y", row)],
  to: [cell("x", row + 1), cell("y", row + 1)],
  slope: [cell("slope_x", row), cell("slope_y", row)],
  isNoisy: fact("noisy"),
  isPlain: fact("method") === "gradient descent",
})

// What the figures show, by their models' names.
const inWords = (titles) => {
  const path = (cell, fact, row) => {
    const [theta, goal] = [[cell("x"), cell("y")], fact("goal")]
    const place = `x = ${number(theta[0], 4)}, y = ${number(theta[1], 4)}, where f is ${number(cell("f"), 4)}`
    const led = `It is on its way to ${fact("minimum") === "minimum" ? "the minimum" : fact("minimum")} at x = ${number(goal?.[0], 4)}, y = ${number(goal?.[1], 4)}`
    const truth = goal && mayTellTruth() ? ` ${led}, ${away(theta, goal)} from here.` : ""
    return `${titles.path}: ${fact("formula")}; ${at(row, fact)} the point is at ${place}.${truth}`
  }
  return {
    path_plot: path,
    surface_plot: path,
    loss_plot: (cell, fact, row) => {
      const [name, of] = fact("scale") === "log" ? ["gap", "the height above the lowest"] : ["f", "f"]
      return `${fact("title")}, ${fact("scale")} scale: ${at(row, fact)} ${of} is ${heightInWords(name, cell, fact, row)}`
    },
  }
}

/** @type {(camera: Camera, models: Models) => void} */
function follow(camera, { path_plot, loss_plot }) {
  const axes = ["x", "y"].map((name) => ({ values: camera.cells(name), most: MOST_DOUBLINGS }))
  camera.watch(path_plot, { axes, isEqual: true, dot: camera.cells("x", "y"), names: ["x", "y"] })
  camera.watchHeights(loss_plot, "f", "f")
}

// From the point, where the slope alone would take it, and where its velocity would.
/** @type {(models: Models, cell: Cell, fact: Fact, beat: number) => void} */
function showArrows({ arrows: drawn, path_plot }, cell, fact, beat) {
  if (!drawn) return
  const alpha = cell("alpha") ?? fact("step_size")
  const solid = [[-alpha * cell("slope_x"), -alpha * cell("slope_y")], []]
  const dashed = [[0, 1].map((axis) => -alpha * (cell(`velocity_${axis}`) ?? 0)), [4, 3]]
  const shown = beat > 0 ? [] : [solid, dashed] // a step's beats have arrows of their own
  quietly(drawn, { data: arrows(path_plot, [cell("x"), cell("y")], shown) })
}

/** @type {(playhead: Playhead, models: Models, view: any, makeRoom: (words: Box[]) => void) => void} */
function stageBeats(playhead, { colours }, view, makeRoom) {
  const overlay = new Overlay(view, colours)
  playhead.stage = (cell, row, fact, now) => {
    const step = now.beat > 0 ? stepOf(cell, row, fact) : null
    overlay.draw(step ? onPlane(step, now) : [])
    makeRoom(overlay.words)
    if (step === null || now.beat < LAST_BEAT) return null
    const [x, y] = along(step.from, step.to, shareOf(now, LAST_BEAT))
    return { x, y }
  }
}

/** @type {(models: Models, view: any) => void} */
function takeStarts(models, view) {
  /** @type {(place: number[]) => string} */
  const text = ([x, y]) => `x = ${number(x)}, y = ${number(y)}`
  const startAt = startHandle(view, models, ["x", "y"], text, (theta) => theta.join(", "))
  models.path_plot.on_event("tap", ({ x, y }) => startAt([x, y]))
}

/** @type {(playhead: Playhead, models: Models, index: Views) => void} */
function furnishMap(playhead, models, index) {
  const { path_plot } = models
  if (!path_plot) return
  const view = index.find_one(path_plot)
  keepScale(path_plot, models.facts)
  const makeRoom = keepLabelsApart(models, path_plot)
  const again = () => playhead.show(playhead.shown) // an arrow's length is a share of the picture
  path_plot.y_range.properties.end.change.connect(again)
  again()
  stageBeats(playhead, models, view, makeRoom)
  showNextStep(view, playhead, COORDINATES, SLOPES)
  if (models.start) takeStarts(models, view)
}

/** @type {(models: Models, event: unknown, data: unknown, context: { index: Views }) => void} */
export default (models, _event, _data, { index }) => {
  const { path_plot } = models
  const trail = comet(models, path_plot, ["x", "y"])
  const paint = (cell, row, fact, last, beat) => {
    trail.draw()
    write(models.numbers, () => stepTable(cell, row, fact, last, COORDINATES, SLOPES, beat))
    write(models.answer, () => (fact("runners").length > 1 ? raceTable(models, cell, row, fact) : answer(cell, fact)))
    showArrows(models, cell, fact, beat)
    return {}
  }
  const playhead = new Playhead(models, paint, trail.keep)
  furnishMap(playhead, models, index)
  const camera = new Camera(playhead, index)
  follow(camera, models)
  const repaint = followTheme(models)
  turnSurface(models.path_panel, index, camera, repaint)
  followSweep(models, repaint)
  colourField(models)
  furnish(playhead, index, [path_plot, models.loss_plot], inWords(models.titles))
}

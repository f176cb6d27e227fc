// Draws on one SVG: a scene with its ground and runs, or a chart. Colours are those of the page.

const WIDTH = 640
const HEIGHT = 420
const ROOM = 54 // around a chart, for its numbers
const SIDE = 26 // at its right
const TOP = 34 // above it, for the label of what goes up

export function svg(parent, name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  parent.append(made)
  return made
}

// From numbers to places along one side, also where the side goes by powers of ten.
function scaleOf([low, high], from, to, isLog = false) {
  const by = isLog ? Math.log10 : Number
  const [start, end] = [by(low), by(high)]
  return (value) => from + ((to - from) * (by(value) - start)) / (end - start || 1)
}

const points = (xs, ys, x, y) =>
  xs
    .flatMap((each, index) =>
      Number.isFinite(each) && Number.isFinite(ys[index]) && each !== null && ys[index] !== null
        ? [`${x(each).toFixed(1)},${y(ys[index]).toFixed(1)}`]
        : [],
    )
    .join(" ")

// How high a curve is at the nearest of its places to an x.
export const heightAt = ([xs, ys], x) =>
  ys[xs.reduce((best, each, index) => (Math.abs(each - x) < Math.abs(xs[best] - x) ? index : best), 0)]

const clear = (figure) => {
  figure.replaceChildren()
  figure.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`)
  figure.removeAttribute("hidden")
}

// The ground of a scene; returns what shows its runs up to a row, and what is between places and numbers.
export function drawScene(figure, scene, map, colours) {
  clear(figure)
  const [across, up] = scene.window
  const x = scaleOf(across, 0, WIDTH)
  const y = scaleOf(up, HEIGHT, 0)
  if (map) drawMap(figure, map, colours)
  if (scene.n === 1) drawMark(figure)
  for (const [xs, ys] of scene.lines) svg(figure, "polyline", { points: points(xs, ys, x, y), class: scene.n === 1 ? "graph" : "level" })
  const runs = scene.runs.map((run, index) => ({
    run,
    line: svg(figure, "polyline", { class: index ? "rival" : "run" }),
    dot: svg(figure, "circle", { r: 8, class: index ? "rival" : "now" }),
  }))
  const show = (row) => {
    for (const { run, line, dot } of runs) {
      let last = run.at.findLastIndex((each) => each <= row)
      if (last < 0) last = 0
      line.setAttribute("points", points(run.xs.slice(0, last + 1), run.ys.slice(0, last + 1), x, y))
      const there = Number.isFinite(run.xs[last]) && run.xs[last] !== null && run.ys[last] !== null
      dot.setAttribute("cx", String(there ? x(run.xs[last]) : -99))
      dot.setAttribute("cy", String(there ? y(run.ys[last]) : -99))
    }
  }
  show(0)
  return { x, y, show }
}

// Before a run is told, where it begins, in questions where that is the same for all.
export function drawStart(figure, { x, y }, { runs, start }, activity) {
  if (runs.length > 0 || !["guess", "step size"].includes(activity)) return
  svg(figure, "circle", { cx: x(start[0]), cy: y(start[1]), r: 8, class: "now" })
}

// Where a run has been: on a curve the points alone, as what lies between them is not the curve.
function drawMark(figure) {
  const mark = svg(figure, "marker", { id: "visited", markerWidth: 8, markerHeight: 8, refX: 4, refY: 4, markerUnits: "userSpaceOnUse" })
  svg(mark, "circle", { cx: 4, cy: 4, r: 3 })
}

// A basin map: a colour for each start.
function drawMap(figure, { rows }, colours) {
  const canvas = Object.assign(document.createElement("canvas"), { width: rows[0].length, height: rows.length })
  const brush = canvas.getContext("2d")
  rows.forEach((row, up) => {
    row.forEach((minimum, across) => {
      if (minimum < 0) return
      brush.fillStyle = colours[minimum % colours.length]
      brush.fillRect(across, rows.length - 1 - up, 1, 1)
    })
  })
  const place = { x: 0, y: 0, width: WIDTH, height: HEIGHT, preserveAspectRatio: "none", class: "map" }
  svg(figure, "image", { ...place, href: canvas.toDataURL() })
}

// A number beside an axis: the very number of its tick, which is a power of ten where the axis goes by those.
export const figureOf = (value, isLog) =>
  isLog && (value >= 1e4 || value < 1e-3)
    ? `10${superscript(Math.round(Math.log10(value)))}`
    : value.toLocaleString("en", { useGrouping: "min2", maximumSignificantDigits: 6 })
const superscript = (exponent) => [...String(exponent)].map((digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)])).join("")

// A chart: `curves` of xs and ys with a class, `dots` of x, y, colour and title; sides are given.
export function drawChart(figure, { across, up, isLogX, isLogY, labels, curves, dots }) {
  clear(figure)
  const x = scaleOf(across, ROOM, WIDTH - SIDE, isLogX)
  const y = scaleOf(up, HEIGHT - ROOM, TOP, isLogY)
  svg(figure, "path", { d: `M${ROOM} ${TOP}V${HEIGHT - ROOM}H${WIDTH - SIDE}`, class: "axis" })
  for (const value of ticks(across, isLogX))
    svg(figure, "text", { x: x(value), y: HEIGHT - ROOM + 18, class: "middle" }).textContent = figureOf(value, isLogX)
  for (const value of ticks(up, isLogY))
    svg(figure, "text", { x: ROOM - 6, y: y(value) + 4, class: "end" }).textContent = figureOf(value, isLogY)
  svg(figure, "text", { x: WIDTH / 2, y: HEIGHT - 6, class: "middle" }).textContent = labels[0]
  svg(figure, "text", { x: 10, y: 20 }).textContent = labels[1]
  for (const { xs, ys, name, colour } of curves) {
    const made = svg(figure, "polyline", { points: points(xs, ys, x, y), class: name })
    if (colour) made.setAttribute("style", `stroke: ${colour}`)
  }
  for (const dot of dots) drawDot(figure, x(dot.x), y(dot.y), dot)
}

export function drawDot(figure, cx, cy, { colour, title }) {
  const made = svg(figure, "circle", { cx, cy, r: 7, class: "dot", style: `fill: ${colour}` })
  svg(made, "title", {}).textContent = title
}

export function ticks([low, high], isLog) {
  if (!isLog) return [low, (low + high) / 2, high]
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)]
  const every = Math.max(1, Math.ceil((last - first) / 6))
  return Array.from({ length: Math.max(0, Math.floor((last - first) / every) + 1) }, (_, index) => 10 ** (first + index * every))
}

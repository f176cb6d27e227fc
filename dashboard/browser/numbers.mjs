// The step in numbers, for any method: what it saw, what it remembers, and how far it moved.

import { compared, number, placesOf, sub } from "./format.mjs"
import { nextPlace } from "./next.mjs"

// Before a run is played, its first step: where that leads the rows say ahead, what will be remembered they don't.
/** @type {(cell: Cell, row: number, fact: Fact, last: number, names: string[], slopes: string[], beat: number) => string} */
export function stepTable(cell, row, fact, last, names, slopes, beat) {
  const from = row < last || row === 0 ? row : row - 1
  const next = nextPlace(cell, from, last, fact, names, slopes)
  const rule = `<p class="caption rule">${fact("method")}: ${fact("rule").replaceAll("; ", "<br>")}</p>`
  if (next === null) return rule
  const taken = from < row ? "The last step" : "The next step"
  const columns = names.map((name, axis) => {
    const before = cell(name, from)
    const moved = next[axis] - before
    const [slope, velocity] = [cell(slopes[axis], from), cell(`velocity_${axis}`, from + 1)]
    const [to, start, step] = compared(next[axis], before, Math.max(2, placesOf(Math.abs(moved), 3)))
    return { velocity, slope, start, step, to }
  })
  const few = (key) => columns.map((column) => number(column[key], 3))
  const shown = (key) => columns.map((column) => column[key])
  const remembers = cell("velocity_0", 0) !== undefined
  const alpha = cell("alpha", from) ?? fact("step_size")
  const head = names.map((name) => `<th scope="col">${name}</th>`).join("")
  const lines = [
    tableLine("", `from ${point(from)}`, shown("start")),
    beatLine(1, beat, "slope there", few("slope")),
    ...(remembers ? [tableLine("", "velocity", few("velocity"))] : []),
    beatLine(2, beat, "step", shown("step")),
    beatLine(3, beat, `to ${point(from + 1)}`, shown("to")),
  ]
  const table = `<p class="caption">${taken}, at α = ${number(alpha, 4)}</p>
    <table class="step"><thead><tr><td></td>${head}</tr></thead><tbody>${lines.join("")}</tbody></table>`
  return fact("rule").includes("; ") ? `<div class="beside"><div>${table}</div>${rule}</div>` : table + rule
}

// A line that has the sign of its beat, and lights up with it.
/** @type {(beat: number, now: number, word: string, cells: string[]) => string} */
export const beatLine = (beat, now, word, cells) => tableLine(`beat beat-${beat}${beat === now ? " lit" : ""}`, word, cells)

/** @type {(look: string, word: string, cells: string[]) => string} */
const tableLine = (look, word, cells) =>
  `<tr class="${look}"><th scope="row">${word}</th>${cells.map((text) => `<td>${text}</td>`).join("")}</tr>`

const point = (index) => `θ${sub(index)}`

// The name of a minimum, whose letter tells which one a run is led to: a board keeps it back.
/** @type {(name: string) => string} */
export const headed = (name) => name.replace(/ .*/, '<span class="truth">$&</span>')

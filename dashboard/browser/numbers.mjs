// The step in numbers, for any method: what it saw, what it remembers, and how far it moved.

import { fixed, number, placesOf, sub } from "./format.mjs"

/** @type {(cell: Cell, row: number, fact: Fact, last: number, names: string[], slopes: string[]) => string} */
export function stepTable(cell, row, fact, last, names, slopes) {
  if (last === 0) return `<p class="caption">${fact("rule")}</p><p class="caption">Press Play, or Step, to see the numbers.</p>`
  const from = row < last ? row : row - 1
  const taken = from < row ? "The last step" : "The next step"
  const columns = names.map((name, axis) => {
    const [before, after, velocity] = [cell(name, from), cell(name, from + 1), cell(`velocity_${axis}`, from + 1)]
    const moved = after - before
    return { before, after, velocity, slope: cell(slopes[axis], from), moved, places: Math.max(2, placesOf(Math.abs(moved), 3)) }
  })
  const line = (word, key, digits) =>
    `<tr><th scope="row">${word}</th>${columns.map((column) => `<td>${number(column[key], digits)}</td>`).join("")}</tr>`
  const exact = (word, key, look = "") =>
    `<tr><th scope="row">${word}</th>${columns.map((column) => `<td class="${look}">${fixed(column[key], column.places)}</td>`).join("")}</tr>`
  const remembered = columns[0].velocity === undefined ? "" : line("velocity", "velocity", 3)
  const alpha = cell("alpha", from) ?? fact("step_size")
  const head = names.map((name) => `<th scope="col">${name}</th>`).join("")
  return `<p class="caption">${taken}, at α = ${number(alpha, 4)}</p>
    <table class="step"><thead><tr><td></td>${head}</tr></thead><tbody>${exact(`from ${point(from)}`, "before")}
    ${line("slope there", "slope", 3)}${remembered}${exact("step", "moved")}${exact(`to ${point(from + 1)}`, "after", "now")}</tbody></table>
    <p class="caption rule">${fact("method")}: ${fact("rule")}</p>`
}

const point = (index) => `θ${sub(index)}`

// The name of a minimum, whose letter tells which one a run is led to: a board keeps it back.
/** @type {(name: string) => string} */
export const headed = (name) => name.replace(/ .*/, '<span class="truth">$&</span>')

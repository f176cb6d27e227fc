// A race: the ways of all who started from one place, and who arrived when.

import { escaped, number } from "./format.mjs"
import { quietly } from "./models.mjs"
import { isDark } from "./theme.mjs"

// `path` holds the rows to draw by; what is at the playhead is read from `cell`.
/** @type {(models: Models, path: Record<string, Float64Array>, cell: Cell, row: number) => void} */
export function showRivals(models, path, cell, row) {
  const { lanes, facts, rivals } = models
  const known = (number) => path[`gap_${number}`] !== undefined // facts come before rows
  const numbers = facts
    .get("runners")[0]
    .map((_, index) => index)
    .filter((number) => number > 0 && known(number))
  if (numbers.length === 0 && lanes.get_length() === 0) return
  const rise = facts.get("rise")[0]
  const second = (number) => path[`theta_${number}_1`] ?? path[`value_${number}`]
  quietly(lanes, {
    data: {
      xs: numbers.map((number) => path[`theta_${number}_0`]),
      ys: numbers.map(second),
      iterations: numbers.map(() => path.iteration),
      heights: numbers.map((number) => path[`gap_${number}`].map((height) => height + rise)),
      x: numbers.map((number) => cell(`theta_${number}_0`)),
      y: numbers.map((number) => cell(`theta_${number}_1`) ?? cell(`value_${number}`)),
      iteration: numbers.map(() => row),
      height: numbers.map((number) => cell(`gap_${number}`) + rise),
      colour: numbers.map((number) => rivals.colours[number - 1][isDark(models) ? 1 : 0]),
      dash: numbers.map((number) => rivals.dashes[number - 1]),
      alpha: numbers.map((number) => rivals.alphas[facts.get("pinned")[0][number] ? "pinned" : "other"]),
    },
  })
}

/** @type {(models: Models, cell: Cell, row: number, fact: Fact) => string} */
export function raceTable({ lanes }, cell, row, fact) {
  const [names, arrivals, ends, endings] = ["runners", "arrivals", "ends", "endings"].map(fact)
  const heights = names.map((_, index) => (index === 0 ? cell(fact("height")) : cell(`gap_${index}`)))
  const colours = ["var(--given)", ...(lanes.get("colour") ?? [])]
  const rows = names.map(
    (name, index) => `<tr class="runner"><th scope="row"><i style="background: ${colours[index]}"></i>${escaped(name)}</th>
      <td class="${index === 0 ? "now" : ""}">${number(heights[index], 3)}</td><td>${arrived(row, arrivals[index], ends[index], endings[index])}</td></tr>`,
  )
  return `<table><thead><tr><td></td><th scope="col">height</th><th scope="col">arrived</th></tr></thead><tbody>${rows.join("")}</tbody></table>
    <p class="caption">Arrived: all but a ten-thousandth of the way down, and a tenth of the way there.</p>`
}

function arrived(row, arrival, end, ending) {
  if (arrival !== null && row >= arrival) return `step ${arrival}`
  if (row < end) return "…"
  return ending
}

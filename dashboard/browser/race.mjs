// A race: the ways of all who started from one place, and who arrived when.

import { escaped, number } from "./format.mjs"
import { quietly } from "./models.mjs"
import { isDark } from "./theme.mjs"

const [FIRST_RING, RING] = [17, 7] // pixels: the diameter of the winner's, and how much wider each next one is
const [ABOVE, LINE] = [12, 18] // pixels: a word above its ring, and above another word
const CROWDED = 0.04 // of the iterations: who arrive within so many of each other have their words stacked

// `path` holds the rows to draw by; what is at the playhead is read from `cell`.
/** @type {(models: Models, path: Record<string, Float64Array>, cell: Cell, row: number) => void} */
export function showRivals(models, path, cell, row) {
  const { lanes, finish, facts, rivals } = models
  const known = (number) => path[`gap_${number}`] !== undefined // facts come before rows
  const numbers = facts
    .get("runners")[0]
    .map((_, index) => index)
    .filter((number) => number > 0 && known(number))
  if (numbers.length === 0 && lanes.get_length() === 0) return
  const [rise, arrivals] = ["rise", "arrivals"].map((name) => facts.get(name)[0])
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
  const [own, near] = [models.now.columns(), facts.get("iterations")[0] * CROWDED]
  const inRace = numbers.length > 0 ? arrived(arrivals, row) : []
  const heightOf = ({ runner, at }) => cell(runner === 0 ? facts.get("height")[0] : `gap_${runner}`, at) + rise
  const placeOf = ({ runner }) => {
    if (runner === 0) return own.slice(0, 2).map((name) => cell(name))
    return [cell(`theta_${runner}_0`), cell(`theta_${runner}_1`) ?? cell(`value_${runner}`)]
  }
  quietly(finish, {
    data: {
      x: inRace.map((one) => placeOf(one)[0]),
      y: inRace.map((one) => placeOf(one)[1]),
      iteration: inRace.map(({ at }) => at),
      height: inRace.map(heightOf),
      colour: inRace.map(({ runner }) => (runner === 0 ? models.colours.given : rivals.colours[runner - 1])[isDark(models) ? 1 : 0]),
      size: inRace.map((_, index) => FIRST_RING + RING * index),
      place: inRace.map(({ rank }) => ordinal(rank)),
      align: inRace.map(({ at }) => (2 * at < facts.get("iterations")[0] ? "left" : "right")), // into the figure
      above: stacked(inRace, near).map((count) => -ABOVE - LINE * count),
    },
  })
}

// Who has arrived by a row, the first ones first, and as which: those who arrive together share a place.
/** @type {(arrivals: (number | null)[], row: number) => { runner: number, at: number, rank: number }[]} */
export function arrived(arrivals, row) {
  const found = arrivals.flatMap((at, runner) => (at !== null && at <= row ? [{ runner, at }] : []))
  found.sort((one, other) => one.at - other.at)
  return found.map((one) => ({ ...one, rank: 1 + found.filter(({ at }) => at < one.at).length }))
}

// How many words stand below that of each: it is stacked on that of one who arrived little before.
/** @type {(inRace: { at: number }[], near: number) => number[]} */
export function stacked(inRace, near) {
  const counts = []
  for (const [index, { at }] of inRace.entries()) counts.push(index > 0 && at - inRace[index - 1].at < near ? counts[index - 1] + 1 : 0)
  return counts
}

/** @type {(rank: number) => string} */
export const ordinal = (rank) => `${rank}${["st", "nd", "rd"][rank - 1] ?? "th"}`

/** @type {(models: Models, cell: Cell, row: number, fact: Fact) => string} */
export function raceTable({ lanes }, cell, row, fact) {
  const [names, arrivals, ends, endings] = ["runners", "arrivals", "ends", "endings"].map(fact)
  const heights = names.map((_, index) => (index === 0 ? cell(fact("height")) : cell(`gap_${index}`)))
  const ranks = new Map(arrived(arrivals, row).map(({ runner, rank }) => [runner, rank]))
  const colours = ["var(--given)", ...(lanes.get("colour") ?? [])]
  const rows = names.map(
    (name, index) => `<tr class="runner"><th scope="row"><i style="background: ${colours[index]}"></i>${escaped(name)}</th>
      <td class="${index === 0 ? "now" : ""}">${number(heights[index], 3)}</td><td${ranks.get(index) === 1 ? ' class="first"' : ""}>${arrivalInWords(row, arrivals[index], ends[index], endings[index], ranks.get(index))}</td></tr>`,
  )
  return `<table><thead><tr><td></td><th scope="col">height</th><th scope="col">arrived</th></tr></thead><tbody>${rows.join("")}</tbody></table>
    <p class="caption">Arrived: at most a ten-thousandth of the way down is left, and a tenth of the way there.</p>`
}

function arrivalInWords(row, arrival, end, ending, rank) {
  if (rank !== undefined) return `${ordinal(rank)}, step ${arrival}`
  if (row < end) return "…"
  return ending
}

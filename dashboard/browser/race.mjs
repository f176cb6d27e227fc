// A race: the ways of all who started from one place, and who arrived when.

import { escaped, number } from "./format.mjs"
import { quietly } from "./models.mjs"
import { isDark } from "./theme.mjs"

const [FIRST_RING, RING] = [17, 7] // pixels: the diameter of the winner's, and how much wider each next one is

// `path` holds the rows to draw by; what is at the playhead is read from `cell`.
/** @type {(models: Models, path: Record<string, Float64Array>, cell: Cell, row: number) => void} */
export function showRivals(models, path, cell, row) {
  const { lanes, finish, facts } = models
  const runners = facts.get("runners")[0].map((_, index) => index)
  const rivals = runners.filter((runner) => runner > 0 && path[`gap_${runner}`] !== undefined) // facts come before rows
  if (rivals.length === 0 && lanes.get_length() === 0) return
  quietly(lanes, { data: lanesOf(rivals, models, path, cell, row) })
  const inRace = rivals.length > 0 ? arrived(facts.get("arrivals")[0], row) : []
  quietly(finish, { data: ringsOf(inRace, models, cell) })
}

function lanesOf(rivals, models, path, cell, row) {
  const rise = models.facts.get("rise")[0]
  const isPinned = models.facts.get("pinned")[0]
  const { dashes, alphas } = models.rivals
  const places = rivals.map((rival) => placeOf(rival, models, cell))
  return {
    xs: rivals.map((rival) => path[`theta_${rival}_0`]),
    ys: rivals.map((rival) => path[`theta_${rival}_1`] ?? path[`value_${rival}`]),
    iterations: rivals.map(() => path.iteration),
    heights: rivals.map((rival) => path[`gap_${rival}`].map((height) => height + rise)),
    x: places.map(([x]) => x),
    y: places.map(([, y]) => y),
    iteration: rivals.map(() => row),
    height: rivals.map((rival) => cell(`gap_${rival}`) + rise),
    colour: rivals.map((rival) => colourOf(rival, models)),
    dash: rivals.map((rival) => dashes[rival - 1]),
    alpha: rivals.map((rival) => alphas[isPinned[rival] ? "pinned" : "other"]),
  }
}

// The rings at those who have arrived, the winner's the smallest, each with its place beside it.
function ringsOf(inRace, models, cell) {
  const [height, rise, iterations] = ["height", "rise", "iterations"].map((name) => models.facts.get(name)[0])
  const places = inRace.map(({ runner }) => placeOf(runner, models, cell))
  return {
    x: places.map(([x]) => x),
    y: places.map(([, y]) => y),
    iteration: inRace.map(({ at }) => at),
    height: inRace.map(({ runner, at }) => cell(runner === 0 ? height : `gap_${runner}`, at) + rise),
    colour: inRace.map(({ runner }) => colourOf(runner, models)),
    size: inRace.map((_, index) => FIRST_RING + RING * index),
    place: inRace.map(({ rank }) => ordinal(rank)),
    align: inRace.map(({ at }) => (2 * at < iterations ? "left" : "right")), // into the figure
    above: inRace.map(() => 0), // until they keep apart
  }
}

// Where a runner is: the run itself is the first of them.
function placeOf(runner, { now }, cell) {
  const own = now.columns().slice(0, 2)
  if (runner === 0) return own.map((name) => cell(name))
  return [cell(`theta_${runner}_0`), cell(`theta_${runner}_1`) ?? cell(`value_${runner}`)]
}

function colourOf(runner, models) {
  const pair = runner === 0 ? models.colours.given : models.rivals.colours[runner - 1]
  return pair[isDark(models) ? 1 : 0]
}

// Who has arrived by a row, the first ones first, and as which: those who arrive together share a place.
/** @type {(arrivals: (number | null)[], row: number) => { runner: number, at: number, rank: number }[]} */
export function arrived(arrivals, row) {
  const found = arrivals.flatMap((at, runner) => (at !== null && at <= row ? [{ runner, at }] : []))
  found.sort((one, other) => one.at - other.at)
  return found.map((one) => ({ ...one, rank: 1 + found.filter(({ at }) => at < one.at).length }))
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

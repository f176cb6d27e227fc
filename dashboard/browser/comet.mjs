// The path as a comet: thick where the point has just been, thin where that is long past. Its dots keep apart.

import { quietly } from "./models.mjs"

const PIECES = 6
const [FEWEST, MOST, SHARE] = [12, 80, 0.35] // points of the tail: a share of those that are drawn
const [THINNEST, THICKEST] = [1.5, 7] // pixels
const [FAINTEST, STRONGEST] = [0.8, 1]
const APART = 16 // pixels between dots

// The pieces of the tail, the oldest first: from which point to which, each longer than none.
/** @type {(count: number) => Pair[]} */
export function pieces(count) {
  const recent = Math.min(count - 1, Math.max(FEWEST, Math.min(SHARE * count, MOST)))
  const cuts = Array.from({ length: PIECES + 1 }, (_, piece) => Math.round(count - 1 - recent * (1 - piece / PIECES)))
  return cuts.slice(1).flatMap((end, piece) => (end > cuts[piece] ? [/** @type {Pair} */ ([cuts[piece], end])] : []))
}

// Lines for a path and its tail.
/** @type {(xs: Float64Array, ys: Float64Array) => Record<string, any[]>} */
export function tail(xs, ys) {
  const recent = pieces(xs.length)
  /** @type {Pair[]} */
  const old = recent.length > 0 && recent[0][0] > 0 ? [[0, recent[0][0]]] : []
  const ends = [...old, ...recent]
  const grown = [...old.map(() => 0), ...recent.map((_, piece) => (piece + 1) / recent.length)]
  return {
    xs: ends.map(([from, to]) => xs.slice(from, to + 1)),
    ys: ends.map(([from, to]) => ys.slice(from, to + 1)),
    width: grown.map((share) => THINNEST + (THICKEST - THINNEST) * share),
    alpha: grown.map((share) => FAINTEST + (STRONGEST - FAINTEST) * share),
  }
}

// Those of some rows whose places are so many units of the screen apart from the one kept before.
/** @type {(rows: number[], place: (row: number) => number[], least: number) => number[]} */
export function spread(rows, place, least) {
  /** @type {number[] | null} */
  let before = null
  return rows.filter((row) => {
    const at = place(row)
    if (before !== null && Math.hypot(at[0] - before[0], at[1] - before[1]) < least) return false
    before = at
    return true
  })
}

// What a chapter draws of its path in a figure, if it has that figure: `draw` the tail, `keep` the rows that get a dot,
// and `follow` the scale of the figure, on which these depend.
/** @type {(models: Models, plot: Plot | undefined, names: string[]) => Comet} */
export function comet({ path, trace, comet: pieced }, plot, names) {
  return {
    follow(again) {
      if (plot === undefined) return
      for (const property of [plot.x_range.properties.end, plot.y_range.properties.end, plot.properties.inner_width])
        property.change.connect(again)
    },
    draw() {
      if (pieced) quietly(pieced, { data: tail(path.get(names[0]), path.get(names[1])) })
    },
    keep(rows) {
      if (!(plot !== undefined && plot.inner_width > 0)) return rows
      const across = [
        plot.inner_width / (plot.x_range.end - plot.x_range.start),
        plot.inner_height / (plot.y_range.end - plot.y_range.start),
      ]
      return spread(rows, (row) => names.map((name, axis) => across[axis] * trace.get(name)[row]), APART)
    },
  }
}

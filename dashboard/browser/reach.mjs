// How far a figure backs away for the rows shown so far: by whole doublings, so that it stands still between them, and
// by none while they are at home.

/** @typedef {[number, number]} Interval */
/** @typedef {{ count: number, foot: number }} Look how many doublings away, about which share of home */

export const MOST_DOUBLINGS = 10 // of a picture: from farther away nothing of it is seen, and its edge says where the dot is
const FULL = 0.9 // of the way to an edge: as far as a dot comes that has left home
const ROUNDING = 1e-9

// The lowest and the highest of the values of all rows up to one. Values that are no numbers count for nothing.
export class Extent {
  /** @param {(row: number) => number[]} values */
  constructor(values) {
    this.values = values
    this.clear()
  }

  clear() {
    /** @type {number[]} */
    this.lows = []
    /** @type {number[]} */
    this.highs = []
  }

  /** @type {(row: number) => Interval} */
  upTo(row) {
    for (let next = this.lows.length; next <= row; next++) {
      let [low, high] = [this.lows[next - 1] ?? Infinity, this.highs[next - 1] ?? -Infinity]
      for (const value of this.values(next)) {
        if (value < low) low = value
        if (value > high) high = value
      }
      this.lows.push(low)
      this.highs.push(high)
    }
    return [this.lows[row], this.highs[row]]
  }
}

// How to look at an extent from a home. The foot is where the figure stands, as a share of home: what rises is seen from
// below, what sinks from above, and what does both from the middle.
/** @type {(home: Interval, extent: Interval, options?: { foot?: number, slack?: number, most?: number }) => Look} */
export function lookAt(home, [low, high], { foot = 0.5, slack = 0, most = Infinity } = {}) {
  const [sinks, rises] = [low < home[0], high > home[1]]
  const stand = sinks ? (rises ? 0.5 : 1 - foot) : foot
  const count = doublings(home, [low, high], stand)
  return { count: Math.min(Math.max(0, count - slack), most), foot: stand }
}

/** @type {(home: Interval, extent: Interval, foot: number) => number} */
function doublings([start, end], [low, high], foot) {
  const about = start + foot * (end - start)
  const need = Math.max((about - low) / (about - start), (high - about) / (end - about))
  return need > 1 + ROUNDING ? Math.max(1, Math.ceil(Math.log2(need / FULL))) : 0
}

// A home as it is seen from so many doublings away: from none it is the very same.
/** @type {(home: Interval, look: Look) => Interval} */
export function backedAway([start, end], { count, foot }) {
  if (count === 0) return [start, end]
  const about = start + foot * (end - start)
  return [about - (about - start) * 2 ** count, about + (end - about) * 2 ** count]
}

// On the way from one interval to another, that share of it further; it arrives where nobody would see the difference.
/** @type {(from: Interval, to: Interval, share: number) => Interval} */
export function eased(from, to, share) {
  const near = 0.002 * (to[1] - to[0])
  const isThere = from.every((end, side) => Math.abs(to[side] - end) <= near)
  return isThere ? to : [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]
}

// Level lines further out: those of a bowl repeat themselves, each twice as wide about its minimum and four times as high.
// What else they have, as their colours, is that of the outermost one.
/** @typedef {{ xs: ArrayLike<number>[], ys: ArrayLike<number>[], height: ArrayLike<number> }} Rings */
/** @type {(rings: Rings, centre: number[], count: number) => Rings} */
export function spread(rings, centre, count) {
  const heights = Array.from(rings.height)
  const outer = heights.indexOf(Math.max(...heights))
  if (count === 0 || outer < 0) return rings
  const powers = Array.from({ length: count }, (_, index) => 2 ** (index + 1))
  const wider = (ways, axis) =>
    powers.map((power) => Float64Array.from(ways[outer], (value) => centre[axis] + power * (value - centre[axis])))
  const alike = (column) => [...column, ...powers.map(() => column[outer])]
  return {
    ...Object.fromEntries(Object.entries(rings).map(([name, column]) => [name, alike(column)])),
    xs: [...rings.xs, ...wider(rings.xs, 0)],
    ys: [...rings.ys, ...wider(rings.ys, 1)],
    height: [...heights, ...powers.map((power) => heights[outer] * power ** 2)],
  }
}

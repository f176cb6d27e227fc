// A sheet of heights over a lattice of θ, in a box about the origin: 1 wide (θ₀, along x), 1 deep (θ₁, along y) and
// TALL high (J, along z). It is seen from so far away that parallels stay parallel.

export const TALL = 0.78
const STEP_OF_SIGHT = 1 / 48 // of the box, along a line of sight
const SKIN = 0.008 // how far below the sheet still counts as on it: a facet lies above the bowl that it is a chord of
const LONGEST_PIECE = 1 / 30

/** @type {(from: number[], to: number[], part: number) => number[]} */
export const share = (from, to, part) => from.map((value, axis) => value + part * (to[axis] - value))
/** @type {(to: number[], from: number[]) => number[]} */
export const minus = (to, from) => to.map((value, axis) => value - from[axis])
/** @type {(one: number[], other: number[]) => number} */
export const dot = (one, other) => one.reduce((sum, value, axis) => sum + value * other[axis], 0)
/** @type {(one: number[], other: number[]) => number[]} */
const cross = ([a, b, c], [p, q, r]) => [b * r - c * q, c * p - a * r, a * q - b * p]

// Looking from `azimuth`, counted from the x-axis towards the y-axis, and `elevation` above the floor, in degrees:
// the direction towards the eye, and where a place is seen, to the right of the middle and above it.
/** @type {(view: { azimuth: number, elevation: number }) => { towards: number[], project: (place: number[]) => number[] }} */
export function lookFrom({ azimuth, elevation }) {
  const [a, e] = [azimuth, elevation].map((degrees) => (degrees * Math.PI) / 180)
  const [east, north, flat, steep] = [Math.cos(a), Math.sin(a), Math.cos(e), Math.sin(e)]
  return {
    towards: [flat * east, flat * north, steep],
    project: ([x, y, z]) => [y * east - x * north, z * flat - (x * east + y * north) * steep],
  }
}

export class Sheet {
  // `height` holds the rows of the lattice one after the other: row i is at `along` i, column j at `across` j.
  /**
   * @param {ArrayLike<number>} across
   * @param {ArrayLike<number>} along
   * @param {number[]} height
   */
  constructor(across, along, height) {
    this.size = across.length
    this.sides = [across, along].map((places) => [places[0], places[places.length - 1]])
    this.top = height.reduce((high, value) => Math.max(high, value), 0) || 1
    this.corners = Array.from(height, (value, index) => {
      return this.place(across[index % this.size], along[Math.floor(index / this.size)], value)
    })
    this.z = Float64Array.from(this.corners, (corner) => corner[2])
    this.facets = this.corners.map((_, index) => this.facet(index))
  }

  // Where θ at a height above the minimum is in the box.
  /** @type {(across: number, along: number, height: number) => number[]} */
  place(across, along, height) {
    const [x, y] = [across, along].map((value, axis) => {
      const [low, high] = this.sides[axis]
      return (value - low) / (high - low) - 0.5
    })
    return [x, y, TALL * (height / this.top - 0.5)]
  }

  // There is none at the last row and column.
  /** @type {(index: number) => Facet | null} */
  facet(index) {
    const around = [index, index + 1, index + this.size + 1, index + this.size]
    const [a, b, c, d] = around.map((corner) => this.corners[corner])
    if (c === undefined) return null
    const normal = cross(minus(c, a), minus(d, b))
    const length = Math.hypot(...normal)
    return { around, normal: normal.map((value) => value / length), height: (a[2] + b[2] + c[2] + d[2]) / 4 / TALL + 0.5 }
  }

  // The facets from the farthest to the nearest, as none of a lattice hides one behind it in this order.
  /** @type {(towards: number[]) => Facet[]} */
  fromAfar([dx, dy]) {
    const places = Array.from({ length: this.size - 1 }, (_, index) => index)
    const [columns, rows] = [dx, dy].map((towards) => (towards < 0 ? [...places].reverse() : places))
    return rows.flatMap((row) => columns.map((column) => /** @type {Facet} */ (this.facets[row * this.size + column])))
  }

  // The height of the sheet at (x, y), between the four corners around it.
  above(x, y) {
    const last = this.size - 1
    const u = (x + 0.5) * last
    const v = (y + 0.5) * last
    const column = Math.min(Math.floor(u), last - 1)
    const row = Math.min(Math.floor(v), last - 1)
    const at = row * this.size + column
    const along = (index) => this.z[index] + (u - column) * (this.z[index + 1] - this.z[index])
    return along(at) + (v - row) * (along(at + this.size) - along(at))
  }

  // Is the sheet in the way from a place to the eye?
  /** @type {(place: number[], towards: number[]) => boolean} */
  hides([x, y, z], [dx, dy, dz]) {
    const stride = STEP_OF_SIGHT / Math.max(Math.hypot(dx, dy), 1e-6)
    for (let way = stride; ; way += stride) {
      const u = x + way * dx
      const v = y + way * dy
      const w = z + way * dz
      if (Math.abs(u) > 0.5 || Math.abs(v) > 0.5 || w > TALL / 2) return false
      if (this.above(u, v) > w + SKIN) return true
    }
  }
}

/** @type {(place: number[]) => boolean} */
export const isInside = (place) => clipped(place, place) !== null

// The part of a straight way that is in the box: its ends, or null. Source: Y.-D. Liang and B. Barsky, A new concept
// and method for line clipping, ACM Transactions on Graphics 3 (1984), pp. 1-22.
/** @type {(from: number[], to: number[]) => number[][] | null} */
function clipped(from, to) {
  let [enter, leave] = [0, 1]
  for (const [axis, half] of [0.5, 0.5, TALL / 2].entries()) {
    const [edge, way] = [half + 1e-9, to[axis] - from[axis]]
    if (way === 0 && !(Math.abs(from[axis]) <= edge)) return null
    if (way === 0) continue
    const [one, other] = [(-edge - from[axis]) / way, (edge - from[axis]) / way]
    enter = Math.max(enter, Math.min(one, other))
    leave = Math.min(leave, Math.max(one, other))
  }
  return enter <= leave ? [enter > 0 ? share(from, to, enter) : from, leave < 1 ? share(from, to, leave) : to] : null
}

// A way through places, cut where it leaves the box and where the sheet begins or ends to hide it.
/** @type {(places: number[][], isHidden: (place: number[]) => boolean) => { hidden: boolean, places: number[][] }[]} */
export function pieces(places, isHidden) {
  const found = []
  const add = (from, to) => {
    const hidden = isHidden(share(from, to, 0.5))
    const piece = found[found.length - 1]
    if (piece?.hidden === hidden && piece.places[piece.places.length - 1] === from) piece.places.push(to)
    else found.push({ hidden, places: [from, to] })
  }
  for (let index = 1; index < places.length; index++) {
    const [from, to] = clipped(places[index - 1], places[index]) ?? []
    if (from === undefined) continue
    const count = Math.max(1, Math.ceil(Math.hypot(...minus(to, from)) / LONGEST_PIECE))
    const stops = Array.from({ length: count + 1 }, (_, step) => (step === count ? to : step === 0 ? from : share(from, to, step / count)))
    for (let step = 1; step <= count; step++) add(stops[step - 1], stops[step])
  }
  return found
}

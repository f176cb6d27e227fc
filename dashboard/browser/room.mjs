// Room for a dot at the ends of what a figure shows: as many pixels as a dot takes, however low the figure is. What it
// is to show the server sets; the room around that is the browser's, and goes with the figure's size.

const ROOM = { desk: 9, board: 13 } // pixels, on each side
const AXES = /** @type {const} */ ([
  ["x_range", "x_scale", "inner_width"],
  ["y_range", "y_scale", "inner_height"],
])

/** @typedef {[number, number]} Interval */

export const roomOf = () => ROOM[document.body.matches(".board") ? "board" : "desk"]

// An interval on an axis of so many pixels, with some of them for room at either end; on a logarithmic axis by factors.
/** @type {(ends: Interval, length: number, room: number, isLog?: boolean) => Interval} */
export function widened([low, high], length, room, isLog = false) {
  const inside = length - 2 * room
  if (!(inside > 0)) return [low, high]
  const share = room / inside
  if (isLog) return [low * (low / high) ** share, high * (high / low) ** share]
  return [low - share * (high - low), high + share * (high - low)]
}

/** @type {(plot: Plot) => void} */
export function keepRoom(plot) {
  for (const [name, scale, length] of AXES) {
    /** @type {Range} */
    const range = plot[name]
    let isOurs = false
    const set = (values) => {
      isOurs = true
      range.setv(values, { sync: false })
      isOurs = false
    }
    /** @type {Interval} */
    const given = [range.reset_start, range.reset_end]
    const fit = () => {
      if (!(plot[length] > 0)) return
      const isHome = [range.reset_start, given[0]].includes(range.start) && [range.reset_end, given[1]].includes(range.end)
      const [start, end] = widened(given, plot[length], roomOf(), plot[scale].type === "LogScale")
      set({ reset_start: start, reset_end: end, ...(isHome ? { start, end } : {}) })
    }
    const { start, end, reset_start, reset_end } = range.properties
    for (const [side, property] of [reset_start, reset_end].entries())
      property.change.connect(() => {
        if (isOurs) return
        given[side] = property.get_value()
        fit()
      })
    for (const property of [start, end]) property.change.connect(() => !isOurs && given.includes(property.get_value()) && fit())
    for (const property of [plot.properties[scale], plot.properties[length]]) property.change.connect(fit)
    fit()
  }
}

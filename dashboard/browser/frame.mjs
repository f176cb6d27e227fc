// A figure's frame: what of it is where on the screen, by which strides the keys go in it, and when it has changed.

const STRIDES = 100 // of the arrow keys, from side to side
const DIGITS = 4 // of what a frame shows: a place is not known more finely
const MOST_DECIMALS = 15

/** @type {Record<string, number[] | undefined>} */
export const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }

/** @type {(value: number, low: number, high: number) => number} */
export const clamp = (value, low, high) => Math.max(low, Math.min(value, high))

/** @type {(box: Box, pixels: number[]) => boolean} */
export const contains = ({ left, right, top, bottom }, [x, y]) => x >= left && x <= right && y >= top && y <= bottom

// Where on a figure a place of its coordinates is, in pixels.
/** @type {(view: any, place: number[]) => number[]} */
export const onScreen = ({ frame }, [x, y]) => [frame.x_scale.compute(x), frame.y_scale.compute(y)]

// Where on a figure something was pressed, in pixels.
/** @type {(view: any, event: { clientX: number, clientY: number }) => number[]} */
export function pixelsOf(view, { clientX, clientY }) {
  const { left, top } = view.el.getBoundingClientRect()
  return [clientX - left, clientY - top]
}

// The place in a figure's coordinates that is under some pixels, or is the nearest in its frame.
/** @type {(view: any, pixels: number[]) => number[]} */
export function placeAt({ frame }, [x, y]) {
  const { bbox, x_scale, y_scale } = frame
  return [x_scale.invert(clamp(x, bbox.left, bbox.right)), y_scale.invert(clamp(y, bbox.top, bbox.bottom))]
}

/** @type {(plot: Plot) => number[]} */
const spansOf = ({ x_range, y_range }) => [x_range, y_range].map(({ start, end }) => Math.abs(end - start))

// How far a press of an arrow key moves along each axis.
/** @type {(plot: Plot) => number[]} */
export const stridesOf = (plot) => spansOf(plot).map((span) => span / STRIDES)

// A place with as many decimals as can be seen.
/** @type {(plot: Plot, place: number[]) => number[]} */
export function rounded(plot, place) {
  const decimals = spansOf(plot).map((span) => clamp(DIGITS - Math.ceil(Math.log10(span)), 0, MOST_DECIMALS))
  return place.map((value, axis) => Number(value.toFixed(decimals[axis])))
}

// Act whenever a figure shows another part, or has another size.
/** @type {(plot: Plot, act: () => void) => void} */
export function followFrame(plot, act) {
  for (const range of [plot.x_range, plot.y_range]) range.change.connect(act)
  for (const name of ["inner_width", "inner_height"]) plot.properties[name].change.connect(act)
}

// Words in a figure stay apart: where there is no room beside the names of minima, a saddle keeps its cross alone.

import { quietly } from "./models.mjs"

const LETTER = 8 // pixels: how wide one is, at most
const [PADDING, TALL] = [8, 18] // pixels of a word's piece of panel
const [MARK, ABOVE] = [8, 16] // pixels: half the width of a mark, and from a saddle to the middle of its word

/** @type {(one: Box, other: Box) => boolean} */
export const overlap = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom

// Those of some boxes that can be there, the first ones first, beside those that have to.
/** @type {(fixed: Box[], wanted: Box[]) => boolean[]} */
export function room(fixed, wanted) {
  const taken = [...fixed]
  return wanted.map((box) => {
    const free = !taken.some((other) => overlap(box, other))
    if (free) taken.push(box)
    return free
  })
}

/** @type {(x: number, y: number, halfWide: number, halfTall: number) => Box} */
const around = (x, y, halfWide, halfTall) => ({ left: x - halfWide, right: x + halfWide, top: y - halfTall, bottom: y + halfTall })

/** @type {(models: Models, plot: Plot) => void} */
export function keepLabelsApart({ minima, saddles }, plot) {
  if (!(minima && saddles)) return
  const place = () => {
    const { x_range, y_range, inner_width, inner_height } = plot
    if (!(inner_width > 0)) return
    const [across, down] = [inner_width / (x_range.end - x_range.start), -inner_height / (y_range.end - y_range.start)]
    const places = (source) => Array.from(source.get("x"), (x, index) => [across * x, down * source.get("y")[index]])
    const bottoms = places(minima).flatMap(([x, y], index) => {
      const half = (LETTER * minima.get("name")[index].length + PADDING) / 2
      const offset = minima.get("beside")[index]
      return [around(x, y, MARK, MARK), around(x + offset + Math.sign(offset) * half, y, half, TALL / 2)]
    })
    const crosses = places(saddles)
    const words = crosses.map(([x, y]) => around(x, y - ABOVE, 22, TALL / 2))
    const marks = crosses.map(([x, y]) => around(x, y, MARK, MARK / 2))
    const shown = words.map((word, index) => room([...bottoms, ...marks.toSpliced(index, 1)], [word])[0])
    const alone = room(
      [],
      words.filter((_, index) => shown[index]),
    )
    const left = shown.map((is) => (is && alone.shift() ? 1 : 0))
    const same = left.every((value, index) => value === saddles.get("shown")[index])
    if (!same) quietly(saddles, { data: { x: saddles.get("x"), y: saddles.get("y"), shown: left } })
  }
  for (const source of [minima, saddles]) source.properties.data.change.connect(place)
  for (const property of [plot.x_range.properties.end, plot.y_range.properties.end, plot.properties.inner_width])
    property.change.connect(place)
  place()
}

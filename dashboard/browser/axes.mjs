// Names of axes fit their figures: what is longer than its axis has two lines, and dots where these are too short.

import { quietly } from "./models.mjs"

const AFTER_A_WORD = /(?<=\p{L}{2}) /u // and nowhere in a formula
const AROUND = 2 // pixels that a name may be longer than its axis

const lines = (words, split) => [words.slice(0, split), words.slice(split)].map((each) => each.join(" ")).filter(Boolean)

// The text, in one line or else in two of which the longer one is as short as can be, each no wider than there is room.
/** @type {(text: string, room: number, width: (text: string) => number) => string} */
export function fitted(text, room, width) {
  if (width(text) <= room) return text
  const words = text.split(AFTER_A_WORD)
  const broken = words.map((_, split) => lines(words, split))
  const longest = (found) => Math.max(...found.map(width))
  const best = broken.reduce((one, other) => (longest(other) < longest(one) ? other : one))
  return best.map((each) => shortened(each, room, width)).join("\n")
}

/** @type {(text: string, room: number, width: (text: string) => number) => string} */
function shortened(text, room, width) {
  if (width(text) <= room) return text
  const letters = [...text]
  while (letters.length > 1 && width(`${letters.join("")}…`) > room) letters.pop()
  return `${letters.join("").trimEnd()}…`
}

/** @type {(plots: (Plot | undefined)[]) => void} */
export function fitAxes(plots) {
  const brush = document.createElement("canvas").getContext("2d")
  if (brush === null) return
  for (const plot of plots) {
    if (plot === undefined) continue
    for (const [axis, side] of [
      [plot.below[0], "inner_width"],
      [plot.left[0], "inner_height"],
    ]) {
      const fit = () => {
        const room = plot[side] + AROUND
        if (!(plot[side] > 0) || !axis.axis_label) return
        brush.font = `${axis.axis_label_text_font_size} ${axis.axis_label_text_font}`
        const name = fitted(axis.axis_label.replace("\n", " "), room, (text) => brush.measureText(text).width)
        if (name !== axis.axis_label) quietly(axis, { axis_label: name })
      }
      plot.properties[side].change.connect(fit)
      axis.properties.axis_label.change.connect(fit)
      fit()
    }
  }
}

// The ditch, a chapter for tests.

import { number } from "../../browser/format.mjs"
import { furnish } from "../../browser/furnish.mjs"
import { Playhead, write } from "../../browser/playhead.mjs"

/** @type {(models: Models, event: unknown, data: unknown, context: { index: Views }) => void} */
export default (models, _event, _data, { index }) => {
  const playhead = new Playhead(models, (cell, _row, fact) => {
    write(models.answer, () => `<p>x = ${number(cell("x"))} in a ditch of depth ${number(fact("depth"))}</p>`)
    return {}
  })
  furnish(playhead, index, [models.loss_plot], {})
}

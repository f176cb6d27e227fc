// The ditch, a chapter for tests.

import { number } from "../../browser/format.mjs"
import { Playhead, write } from "../../browser/playhead.mjs"

/** @type {(models: Models) => void} */
export default (models) => {
  new Playhead(models, (cell, _row, fact) => {
    write(models.answer, () => `<p>x = ${number(cell("x"))} in a ditch of depth ${number(fact("depth"))}</p>`)
    return {}
  })
}

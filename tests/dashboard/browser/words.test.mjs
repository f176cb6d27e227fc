// Words are put where they stand: the element stays, and plain text stays plain.

import assert from "node:assert/strict"
import { test } from "node:test"
import { writeInPlace } from "../../../dashboard/browser/words.mjs"

test("another text of a Div is put into the element that is there, and nothing is rendered anew", () => {
  const models = {
    plain: { type: "Div", text: "1 < 2", render_as_text: true },
    rich: { type: "Div", text: "<b>2</b>" },
    other: { type: "Slider" },
  }
  const views = new Map(
    Object.values(models).map((model) => [model, { markup_el: {}, rerender: () => assert.fail("Bokeh renders it anew") }]),
  )
  const index = { find_one: (model) => views.get(model) }
  writeInPlace({ _all_models: new Map(Object.entries(models)) }, index)
  for (const model of [models.plain, models.rich]) views.get(model).rerender()
  assert.deepEqual(views.get(models.plain).markup_el, { textContent: "1 < 2" })
  assert.deepEqual(views.get(models.rich).markup_el, { innerHTML: "<b>2</b>" })
  assert.throws(() => views.get(models.other).rerender())
})

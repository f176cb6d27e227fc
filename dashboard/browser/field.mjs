// The field of a landscape: bands of height have a column of colours for each theme. The basin map comes in their place
// when it is asked for: its picture has numbers of colours, and the layer knows those of a light page and of a dark one.

import { quietly } from "./models.mjs"
import { isDark } from "./theme.mjs"

const THEMES = ["light", "dark"]

/** @param {Models} models */
export function colourField(models) {
  const { path_plot: plot } = models
  const paint = () => {
    const bands = plot?.renderers.filter(({ glyph }) => THEMES.includes(glyph.fill_color?.field)) ?? []
    for (const { glyph } of bands) quietly(glyph, { fill_color: { field: isDark(models) ? "dark" : "light" } })
    const layer = plot?.renderers.find(({ name }) => name === "basin_layer")
    if (layer) quietly(layer.glyph.color_mapper, { palette: layer.tags[isDark(models) ? 1 : 0] })
  }
  plot?.properties.renderers.change.connect(paint)
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint)
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-theme"] })
  paint()
}

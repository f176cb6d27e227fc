// The basin map comes under the contours when it is asked for. Its picture has numbers of colours, and the layer knows
// those of a light page and those of a dark one.

import { quietly } from "./models.mjs"
import { isDark } from "./theme.mjs"

/** @param {Models} models */
export function colourBasins(models) {
  const { path_plot: plot } = models
  const paint = () => {
    const layer = plot?.renderers.find(({ name }) => name === "basin_layer")
    if (layer) quietly(layer.glyph.color_mapper, { palette: layer.tags[isDark(models) ? 1 : 0] })
  }
  plot?.properties.renderers.change.connect(paint)
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint)
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-theme"] })
  paint()
}

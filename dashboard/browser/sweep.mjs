// The sweep comes into its panel when it is asked for: then its colours are those of the page's theme.

/** @type {(models: Models, repaint: () => void) => void} */
export function followSweep({ sweep_panel: panel }, repaint) {
  panel?.properties.children.change.connect(repaint)
  if (panel?.children.length) repaint()
}

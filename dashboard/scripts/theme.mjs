// Figures in the colours of the page: every colour that has a twin in the other theme is swapped for it.

function followTheme({ trace: anchor, facts, colours }) {
  const system = matchMedia("(prefers-color-scheme: dark)")
  const chosen = () => (isOurs() ? document.documentElement.dataset.theme : facts.get("theme")[0])
  const isDark = () => chosen() === "dark" || (chosen() === "system" && system.matches)
  const paint = () => {
    const swap = new Map(colours.map((pair) => (isDark() ? pair : [...pair].reverse())))
    for (const model of anchor.document?._all_models.values() ?? []) recolour(model, swap)
  }
  const plots = [...anchor.document._all_models.values()].filter(({ type }) => type === "Plot")
  for (const plot of plots) plot.properties.renderers.change.connect(paint) // what is drawn later, too
  system.addEventListener("change", paint)
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-theme"] })
  paint()
  return paint
}

// Is this a page of ours, rather than one that a figure is embedded in?
const isOurs = () => document.body.dataset.app !== undefined

function recolour(model, swap) {
  for (const property of model) {
    if (!property.attr.endsWith("_color") || property.is_unset) continue
    const value = property.get_value()
    const twin = swap.get(value?.value ?? value)
    if (twin === undefined) continue
    model.setv({ [property.attr]: value.value === undefined ? twin : { ...value, value: twin } }, { sync: false })
  }
}

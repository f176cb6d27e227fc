// Figures in the colours of the page: every colour that has a twin in the other theme is swapped for it.

const system = () => matchMedia("(prefers-color-scheme: dark)")

// Is the page dark, as its visitor, its link or the system has it?
/** @type {(models: { facts: Source }) => boolean} */
export function isDark({ facts }) {
  const chosen = isOurs() ? document.documentElement.dataset.theme : facts.get("theme")[0]
  return chosen === "dark" || (chosen === "system" && system().matches)
}

/** @type {(models: Models) => () => void} */
export function followTheme(models) {
  const { trace: anchor, colours, rivals } = models
  const pairs = [...Object.values(colours), ...rivals.colours] // each of a light page and of a dark one
  const paint = () => {
    const dark = isDark(models)
    const swap = new Map(pairs.map(([light, other]) => (dark ? [light, other] : [other, light])))
    for (const model of anchor.document?._all_models.values() ?? []) recolour(model, swap)
  }
  const plots = [...anchor.document._all_models.values()].filter(({ type }) => type === "Plot")
  for (const plot of plots) plot.properties.renderers.change.connect(paint) // what is drawn later, too
  system().addEventListener("change", paint)
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-theme"] })
  paint()
  return paint
}

// Is this a page of ours, rather than one that a figure is embedded in?
/** @type {() => boolean} */
export const isOurs = () => document.body.dataset.app !== undefined

/** @type {(model: Model, swap: Map<string, string>) => void} */
function recolour(model, swap) {
  for (const property of model) {
    if (!property.attr.endsWith("_color") || property.is_unset) continue
    const value = property.get_value()
    const twin = swap.get(value?.value ?? value)
    if (twin === undefined) continue
    model.setv({ [property.attr]: value.value === undefined ? twin : { ...value, value: twin } }, { sync: false })
  }
}

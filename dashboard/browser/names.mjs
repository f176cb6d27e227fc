// Names and states that Bokeh does not give to what the keyboard and a screen reader reach.

const NAMES = {
  playhead: "Playhead: iteration shown",
  step_size_slider: "Step size α, logarithmic",
  presets: "Step sizes worth trying",
  scale: "Scale of the height",
  view: "View",
}
const CHANGES = ["title", "label", "labels", "active", "start", "end"] // after which a widget may have been drawn anew

const nameOf = (model) => NAMES[model.name] ?? (model.title || model.name?.replaceAll("_", " ") || "Value")

/** @type {Record<string, ((model: Model, find: (part: string) => HTMLElement[], view: any) => void) | undefined>} */
const NAMING = {
  Slider: (model, find) => {
    for (const handle of find(".noUi-handle")) handle.ariaLabel = nameOf(model)
  },
  Checkbox: (model, find) => {
    for (const box of find("input")) box.ariaLabel = model.label
  },
  // The field's own arrow keys do what these buttons do: Tab need not stop at them.
  Spinner: (model, find) => {
    for (const button of find(".bk-spin-btn")) {
      button.ariaLabel = `${nameOf(model)}: ${button.matches(".bk-spin-btn-up") ? "more" : "less"}`
      button.tabIndex = -1
    }
  },
  RadioButtonGroup: (model, find) => {
    for (const group of find(".bk-btn-group")) Object.assign(group, { role: "group", ariaLabel: nameOf(model) })
    for (const [index, button] of find(".bk-btn").entries()) button.ariaPressed = String(index === model.active)
  },
}

// Words that are told unasked: on our page their places say so, embedded they have to themselves.
const TOLD = { verdict: "status", notice: "alert" }
NAMING.Div = (model, _find, view) => {
  const role = TOLD[model.name]
  if (role && !view.el.closest("[role]")) view.el.role = role
}

/** @type {(document_: any, index: Views) => void} */
export function nameWidgets(document_, index) {
  for (const model of document_._all_models.values()) {
    const naming = NAMING[model.type]
    const view = naming && index.find_one(model)
    if (!view) continue
    const name = () => naming(model, (part) => [...view.shadow_el.querySelectorAll(part)], view)
    for (const change of CHANGES) model.properties[change]?.change.connect(name)
    name()
  }
}

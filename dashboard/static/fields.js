// What is typed into a field goes to the server as it is written, which reads it. What it does not take stays in its
// field, marked, with the reason beneath; Escape puts back the value that the run has.
{
  const LONGEST = 3900 // characters: more than any setting has
  const TYPED = ["Spinner", "TextInput"]
  const WHY = "why"
  const STEPS = ["ArrowUp", "ArrowDown", "PageUp", "PageDown"]

  // A field shows what is being typed into it, or what is held in it (a text that is not answered yet, or one that was
  // refused), or else its setting.
  class Field {
    constructor(widget, send) {
      this.widget = widget
      this.send = send
      this.typed = null
      this.held = null
      this.refused = false
      this.view = Bokeh.index.find_one(widget)
      const root = this.view.shadow_el
      root.addEventListener("input", (event) => this.type(event), true)
      root.addEventListener("change", (event) => this.change(event), true)
      root.addEventListener("keydown", (event) => this.press(event), true)
      for (const step of ["mousedown", "wheel"]) root.addEventListener(step, (event) => this.step(event), true)
      root.addEventListener("focusout", () => this.leave())
      widget.properties.value.change.connect(() => this.show())
    }

    get input() {
      return this.view.input_el
    }

    get setting() {
      return this.widget.type === "Spinner" ? this.view.format_value : this.widget.value
    }

    type(event) {
      event.stopPropagation() // Bokeh would take out what it cannot read
      this.typed = this.input.value
    }

    change(event) {
      event.stopPropagation()
      if (this.input.value !== (this.held ?? this.setting)) this.enter()
    }

    press(event) {
      if (STEPS.includes(event.key)) this.typed = null
      if (event.key === "Escape" && this.refused) this.input.value = this.setting
      const again = this.refused && ["Enter", "Escape"].includes(event.key)
      if (again || (event.key === "Enter" && this.input.value !== this.setting)) this.enter()
    }

    // A spinner's buttons, and the wheel, go on from its setting.
    step(event) {
      if (event.type === "wheel" || event.target !== this.input) this.typed = null
    }

    leave() {
      this.typed = null
      this.show()
    }

    enter() {
      this.held = this.input.value
      this.typed = null
      this.send(this.held.slice(0, LONGEST))
    }

    answer(text, why) {
      const wasHeld = this.held !== null
      const isNew = this.held !== (text ?? null) || this.why?.textContent !== why
      Object.assign(this, { held: text ?? null, refused: text !== undefined })
      if (wasHeld && this.held === null && this.typed === null) this.input.value = this.setting
      if (isNew) this.mark(why)
    }

    mark(why) {
      this.why?.remove()
      this.why = undefined
      this.input.toggleAttribute("aria-invalid", false)
      this.input.removeAttribute("aria-describedby")
      if (this.refused) {
        this.why = Object.assign(document.createElement("p"), { id: WHY, className: WHY, textContent: why })
        this.view.shadow_el.append(this.why)
        this.input.setAttribute("aria-invalid", "true")
        this.input.setAttribute("aria-describedby", WHY)
      }
      this.show()
    }

    show() {
      const text = this.typed ?? this.held
      if (text !== null) this.input.value = text
    }
  }

  function follow(doc) {
    const entries = doc.get_model_by_name("playhead").tags.find((source) => source.name === "entries")
    const fields = new Map()
    for (const place of document.querySelectorAll(".rail .control")) {
      const name = [...place.classList].find((each) => each.startsWith("control-"))?.slice("control-".length)
      const widget = name && doc.get_model_by_name(name)
      if (TYPED.includes(widget?.type)) fields.set(name, new Field(widget, (text) => (entries.tags = [`${name} ${text}`])))
    }
    const answer = () => {
      if (entries.tags.length > 0) return
      const [names, texts, reasons] = ["field", "text", "why"].map((column) => entries.get(column) ?? [])
      for (const [name, field] of fields) {
        const row = names.indexOf(name)
        field.answer(texts[row], reasons[row])
      }
    }
    entries.properties.tags.change.connect(answer)
    entries.properties.data.change.connect(answer)
  }

  whenReady(follow)
}

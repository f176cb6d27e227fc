// What a visitor takes away. What the server has to make comes in the parcel; figures are drawn here.
{
  const TITLE = 36 // pixels above a figure
  const SHARPEST = 2 // pixels of a picture for one of the page, or more where the screen has more
  const ENDINGS = { csv: ".csv", script: ".py", notebook: ".ipynb", standalone: ".html" }
  const TYPES = { csv: "text/csv", script: "text/x-python", notebook: "application/x-ipynb+json", standalone: "text/html" }
  const panel = document.querySelector(".exports")
  const model = (name) => Bokeh.documents[0].get_model_by_name(name)
  let parcel = null

  const save = (blob, name) => {
    const address = URL.createObjectURL(blob)
    Object.assign(document.createElement("a"), { href: address, download: name }).click()
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
  }

  // JavaScript writes the fewest digits that lead back to the very number; it only forgets the sign of zero.
  const written = (value) => (Object.is(value, -0) ? "-0.0" : String(value))

  function csv(source) {
    const names = source.columns()
    const columns = names.map((name) => source.get(name))
    const lines = Array.from({ length: source.get_length() }, (_, row) => columns.map((column) => written(column[row])).join())
    return `${[names.join(), ...lines].join("\n")}\n`
  }

  function deliver() {
    const [kind] = parcel.tags
    if (kind === undefined || parcel.get_length() < 1) return
    const text = kind === "csv" ? csv(parcel) : parcel.get("text")[0]
    save(new Blob([text], { type: `${TYPES[kind]};charset=utf-8` }), panel.dataset.stem + ENDINGS[kind])
    parcel.tags = [] // the server need not keep it
  }

  function ask(kind) {
    if (parcel === null) {
      parcel = model("parcel")
      parcel.properties.data.change.connect(deliver)
    }
    parcel.tags = [] // whoever asks twice gets it twice
    parcel.tags = [kind]
  }

  // Of two figures in one panel that which is in view.
  const inView = (name) => (name === "path_plot" && model("surface_plot")?.visible ? model("surface_plot") : model(name))

  function look() {
    const style = getComputedStyle(document.documentElement)
    const [paper, ink] = ["--panel", "--text"].map((name) => style.getPropertyValue(name).trim())
    return { paper, ink, font: "600 16px system-ui, sans-serif" }
  }

  // Bokeh draws for the pixels that the screen has: while it does, this screen has as many as are wanted.
  function atRatio(ratio, act) {
    const screen = Object.getOwnPropertyDescriptor(window, "devicePixelRatio")
    Object.defineProperty(window, "devicePixelRatio", { value: ratio, configurable: true })
    try {
      return act()
    } finally {
      Object.defineProperty(window, "devicePixelRatio", screen)
    }
  }

  function png(view, title) {
    const { paper, ink, font } = look()
    const drawn = atRatio(Math.max(SHARPEST, devicePixelRatio), () => view.export("png").canvas)
    const ratio = drawn.width / view.bbox.width
    const canvas = Object.assign(document.createElement("canvas"), { width: drawn.width, height: drawn.height + TITLE * ratio })
    const context = canvas.getContext("2d")
    context.fillStyle = paper
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.drawImage(drawn, 0, TITLE * ratio)
    context.scale(ratio, ratio)
    context.fillStyle = ink
    context.font = font
    context.fillText(title, 16, 24)
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"))
  }

  function svg(view, title) {
    const { paper, ink, font } = look()
    const { width, height } = view.bbox
    const text = view.export("svg").ctx.get_serialized_svg(true)
    const drawn = new DOMParser().parseFromString(text, "image/svg+xml").documentElement
    drawn.setAttribute("y", String(TITLE))
    const made = document.implementation.createDocument("http://www.w3.org/2000/svg", "svg")
    const add = (name, attributes) => {
      const element = made.createElementNS("http://www.w3.org/2000/svg", name)
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
      made.documentElement.append(element)
      return element
    }
    const size = { width, height: height + TITLE }
    for (const [key, value] of Object.entries(size)) made.documentElement.setAttribute(key, value)
    add("rect", { ...size, fill: paper })
    add("text", { x: 16, y: 24, fill: ink, style: `font: ${font}` }).textContent = title
    made.documentElement.append(drawn)
    return new Blob([new XMLSerializer().serializeToString(made)], { type: "image/svg+xml" })
  }

  async function draw(button) {
    const { plot, figure, type } = button.dataset
    const title = button.closest(".exports").querySelector(`p[data-of=${figure}]`).textContent
    const blob = await { png, svg }[type](Bokeh.index.find_one(inView(plot)), title)
    save(blob, `${panel.dataset.stem}-${figure}.${type}`)
  }

  for (const button of panel.querySelectorAll("button[data-export]")) {
    button.addEventListener("click", () => ask(button.dataset.export))
  }
  for (const button of panel.querySelectorAll("button[data-type]")) {
    button.addEventListener("click", () => draw(button))
  }
}

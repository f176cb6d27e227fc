// The sheet of a visitor's own data: a file or a pasted table goes up, its columns and its points come back.

const LARGEST = 2 ** 20 // bytes, as the server has it

/** @type {(models: Models, requests: import("./requests.mjs").Requests) => void} */
export function ownSheet({ scatter, facts, table, trace }, requests) {
  const sheet = /** @type {HTMLElement | null} */ (document.querySelector(".sheet.own"))
  if (sheet === null) return
  /** @type {(name: string) => any} */
  const part = (name) => sheet.querySelector(`#own-${name}`)
  const [file, text, axes, told, readings] = ["file", "text", "axes", "told", "readings"].map(part)
  const fold = /** @type {HTMLDetailsElement} */ (sheet.closest("details"))
  const fact = (name) => facts.get(name)[0]

  const bring = async (blob, name) => {
    told.textContent = ""
    if (blob.size > LARGEST) {
      told.textContent = `${name} has ${(blob.size / LARGEST).toFixed(1)} MB. Up to 1 MB is allowed.`
      return
    }
    const reader = new FileReader()
    reader.addEventListener("load", () => requests.ask(`table ${String(reader.result).split(",")[1] ?? ""}`))
    reader.addEventListener("error", () => (told.textContent = `${name} could not be read.`))
    reader.readAsDataURL(blob)
  }
  file.addEventListener("change", () => {
    if (file.files.length) bring(file.files[0], file.files[0].name)
    file.value = "" // the same file may come again
  })
  sheet.addEventListener("dragover", (event) => event.preventDefault())
  sheet.addEventListener("drop", (event) => {
    event.preventDefault()
    const [dropped] = event.dataTransfer?.files ?? []
    if (dropped) bring(dropped, dropped.name)
  })
  part("use").addEventListener("click", () => bring(new Blob([text.value]), "This text"))
  part("save").addEventListener("click", () => requests.ask("save"))

  // A press on the advice follows it.
  sheet.addEventListener("click", (event) => {
    const [pressed] = event.composedPath()
    const isAdvice = pressed instanceof HTMLElement && pressed.matches(".advice")
    if (isAdvice) trace.document.get_model_by_name("standardise").active = true
  })

  const lists = ["x", "y"].map(part)
  for (const list of lists) {
    list.addEventListener("change", () => requests.ask(`columns ${lists.map(({ value }) => value).join()}`))
  }
  const offer = ([request, words]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words })
    button.addEventListener("click", () => requests.ask(request))
    return button
  }
  const fillReadings = (offers) => {
    const pressed = [...readings.children].indexOf(document.activeElement)
    readings.hidden = offers.length === 0
    readings.replaceChildren(...offers.map(offer))
    if (pressed >= 0) (readings.children[Math.min(pressed, offers.length - 1)] ?? part("x")).focus()
  }
  const fillLists = ([columns, x, y, offers]) => {
    fillReadings(offers ?? [])
    const chosen = [x, y]
    axes.hidden = columns === undefined
    for (const [axis, list] of axes.hidden ? [] : lists.entries()) {
      list.replaceChildren(...columns.map(([number, name]) => new Option(name, number)))
      list.value = chosen[axis]
    }
  }
  const fillText = () => {
    const own = fact("own")
    part("save").hidden = !own
    if (!fold.open || text === document.activeElement) return
    const isWhole = scatter.get_length() === fact("samples")
    const [x, y] = ["x", "y"].map((name) => scatter.get(name))
    const lines = Array.from(x, (value, row) => `${value},${y[row]}`)
    text.value = own && isWhole ? [fact("header").join(), ...lines].join("\n") : ""
  }
  const fill = () => {
    if (table.tags.length === 1) return download(table.tags[0])
    fillLists(table.tags)
    fillText()
  }
  table.properties.tags.change.connect(fill)
  facts.properties.data.change.connect(fillText)
  requests.whenAnswered(fill)
  fold.addEventListener("toggle", fill)
  fill()
  const data = trace.document.get_model_by_name("data")
  data.properties.value.change.connect(() => (fold.open ||= data.value === "own"))
}

function download(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }))
  const link = Object.assign(document.createElement("a"), { href: address, download: "points.csv" })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}

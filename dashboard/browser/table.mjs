// The sheet of a visitor's own data: a file or a pasted table goes up, its columns and its points come back.

const LARGEST = 2 ** 20 // bytes, as the server has it
const AXES = ["x", "y"]

/** @type {(models: Models, requests: import("./requests.mjs").Requests) => void} */
export function openOwnData(models, requests) {
  const sheet = /** @type {HTMLElement | null} */ (document.querySelector(".sheet.own"))
  if (sheet) new OwnData(sheet, models, requests)
}

class OwnData {
  /**
   * @param {HTMLElement} sheet
   * @param {Models} models
   * @param {import("./requests.mjs").Requests} requests
   */
  constructor(sheet, { scatter, facts, table, trace }, requests) {
    this.sheet = sheet
    this.fold = /** @type {HTMLDetailsElement} */ (sheet.closest("details"))
    this.lists = AXES.map((axis) => this.part(axis))
    this.scatter = scatter
    this.facts = facts
    this.table = table
    this.page = trace.document
    this.requests = requests
    this.listen()
    this.follow()
    this.fill()
  }

  /** @type {(name: string) => any} */
  part(name) {
    return this.sheet.querySelector(`#own-${name}`)
  }

  fact(name) {
    return this.facts.get(name)[0]
  }

  say(message) {
    this.part("message").textContent = message
  }

  listen() {
    const { sheet, requests } = this
    const file = this.part("file")
    file.addEventListener("change", () => {
      if (file.files.length) this.bring(file.files[0], file.files[0].name)
      file.value = "" // the same file may come again
    })
    sheet.addEventListener("dragover", (event) => event.preventDefault())
    sheet.addEventListener("drop", (event) => {
      event.preventDefault()
      const [dropped] = event.dataTransfer?.files ?? []
      if (dropped) this.bring(dropped, dropped.name)
    })
    sheet.addEventListener("click", (event) => this.followAdvice(event))
    this.part("use").addEventListener("click", () => this.bring(new Blob([this.part("text").value]), "This text"))
    this.part("save").addEventListener("click", () => requests.ask("save"))
    for (const list of this.lists) {
      list.addEventListener("change", () => requests.ask(`columns ${this.lists.map(({ value }) => value).join()}`))
    }
  }

  follow() {
    const fill = () => this.fill()
    this.table.properties.tags.change.connect(fill)
    this.facts.properties.data.change.connect(() => this.fillText())
    this.requests.whenAnswered(fill)
    this.fold.addEventListener("toggle", fill)
    const data = this.page.get_model_by_name("data")
    data.properties.value.change.connect(() => (this.fold.open ||= data.value === "own"))
  }

  bring(blob, name) {
    this.say("")
    if (blob.size > LARGEST) {
      this.say(`${name} has ${(blob.size / LARGEST).toFixed(1)} MB. Up to 1 MB is allowed.`)
      return
    }
    const reader = new FileReader()
    reader.addEventListener("load", () => this.requests.ask(`table ${String(reader.result).split(",")[1] ?? ""}`))
    reader.addEventListener("error", () => this.say(`${name} could not be read.`))
    reader.readAsDataURL(blob)
  }

  // A press on the advice follows it.
  followAdvice(event) {
    const [pressed] = event.composedPath()
    const isAdvice = pressed instanceof HTMLElement && pressed.matches(".advice")
    if (isAdvice) this.page.get_model_by_name("standardise").active = true
  }

  // The table's tags: a text to save, alone; or what can be chosen of a table, if there is one.
  fill() {
    const { tags } = this.table
    if (tags.length === 1) return download(tags[0])
    const [columns, x, y, readings] = tags
    this.fillReadings(readings ?? [])
    this.fillLists(columns, [x, y])
    this.fillText()
  }

  fillReadings(offers) {
    const readings = this.part("readings")
    const focused = [...readings.children].indexOf(document.activeElement)
    readings.hidden = offers.length === 0
    readings.replaceChildren(...offers.map((offer) => this.makeButton(offer)))
    if (focused >= 0) (readings.children[Math.min(focused, offers.length - 1)] ?? this.part("x")).focus()
  }

  makeButton([request, words]) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words })
    button.addEventListener("click", () => this.requests.ask(request))
    return button
  }

  fillLists(columns, chosen) {
    this.part("axes").hidden = columns === undefined
    if (columns === undefined) return
    for (const [axis, list] of this.lists.entries()) {
      list.replaceChildren(...columns.map(([number, name]) => new Option(name, number)))
      list.value = chosen[axis]
    }
  }

  fillText() {
    const [text, areOwn] = [this.part("text"), this.fact("own")]
    this.part("save").hidden = !areOwn
    if (!this.fold.open || text === document.activeElement) return
    const isWhole = this.scatter.get_length() === this.fact("samples")
    const [x, y] = AXES.map((axis) => this.scatter.get(axis))
    const lines = Array.from(x, (value, row) => `${value},${y[row]}`)
    text.value = areOwn && isWhole ? [this.fact("header").join(), ...lines].join("\n") : ""
  }
}

function download(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }))
  const link = Object.assign(document.createElement("a"), { href: address, download: "points.csv" })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}

// A lesson or a bug: a guess, then the run, then what happened and why.

const card = document.querySelector(".card")
const said = card.querySelector(".said")
const options = [...card.querySelectorAll("[role=radio]")]
const right = Number(card.dataset.right)
const isLesson = card.dataset.kind === "lesson"
const tried = new Set() // in a search for a fault, all that was not it
let guess = null
let told = false
let hidden = null // what the code says of a program whose fault is sought

const model = (name) => Bokeh.documents[0].get_model_by_name(name)
const fact = (name) => model("facts").get(name)[0]
const isPlaying = () => model("play").label === "Pause"
const hasEnded = () => !isPlaying() && model("trace").get_length() > fact("last")
const pressPlay = () => model("play").trigger_event(new (Bokeh.require("core/bokeh_events").ButtonClick)())

// A lesson takes one guess, and its own run answers it; a fault may be sought for as long as it takes.
function phase() {
  if (told) return "why"
  if (!fact("as_given")) return "changed"
  if (guess === null) return null
  if (isLesson) return hasEnded() ? "why" : "waiting"
  return guess === right ? "why" : "hint"
}

function refresh() {
  const now = phase()
  if (now === "why" && !told) {
    told = true
    const { kind, name } = card.dataset
    document.dispatchEvent(new CustomEvent("exercise-done", { detail: { kind, name } }))
  }
  if (said.dataset.phase !== String(now)) say(now)
  card.classList.toggle("told", told)
  for (const [index, option] of options.entries()) {
    option.setAttribute("aria-checked", String(index === guess))
    option.setAttribute("aria-disabled", String(["why", "changed", "waiting"].includes(now)))
    option.classList.toggle("right", told && index === right)
    option.classList.toggle("wrong", tried.has(index) && (told || !isLesson) && index !== right)
  }
  if (!isLesson) showProgram()
}

// What is written in its place until then is the server's, which goes on writing that, and so does not undo this.
function showProgram() {
  const code = model("code")
  hidden ??= code.text
  code.setv({ text: told ? code.tags[0] : hidden }, { sync: false })
}

function say(phase) {
  said.dataset.phase = phase
  if (phase === null) return said.replaceChildren()
  said.replaceChildren(card.querySelector(`template.${phase}`).content.cloneNode(true))
  if (phase === "why") said.querySelector(".outcome").textContent = outcome()
}

function outcome() {
  const what = options[right].textContent
  const happened = guess === right ? "Right." : `Not quite: ${what[0].toLowerCase()}${what.slice(1)}.`
  return isLesson ? `You said “${options[guess].textContent}”. ${happened}` : happened
}

function choose(option) {
  if (option.getAttribute("aria-disabled") === "true") return
  guess = options.indexOf(option)
  tried.add(guess)
  if (isLesson && !hasEnded() && !isPlaying()) pressPlay()
  refresh()
}

// A digit is the option of that place, wherever the focus is but in a field; and here nothing else.
function answerDigit(event) {
  const [inner] = event.composedPath()
  const isTyped = inner instanceof Element && inner.matches("input, select, textarea")
  if (isTyped || !/^[1-9]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
  event.preventDefault()
  const option = options[Number(event.key) - 1]
  if (option) choose(option)
}

// One stop of the Tab key, as radio buttons are; what the arrows come to is chosen by Enter or Space.
function move(event) {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
  if (by === undefined) return
  event.preventDefault()
  const next = options.at((options.indexOf(event.target) + by) % options.length)
  for (const option of options) option.tabIndex = option === next ? 0 : -1
  next.focus()
}

function begin() {
  guess = null
  told = false
  tried.clear()
  refresh()
}

function follow() {
  for (const option of options) {
    option.addEventListener("click", () => choose(option))
    option.addEventListener("keydown", move)
  }
  for (const [name, property] of [
    ["play", "label"],
    ["facts", "data"],
    ["code", "tags"],
  ]) {
    model(name).properties[property].change.connect(refresh)
  }
  document.addEventListener("keydown", answerDigit, true) // before the board's keys
  model("reset").on_event("button_click", begin)
  refresh()
}

whenReady(follow)

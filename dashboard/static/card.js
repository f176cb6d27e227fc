// A lesson or a bug: a guess, then the run, then what happened and why.

const card = document.querySelector(".card")
const said = card.querySelector(".said")
const options = [...card.querySelectorAll(".options button")]
const right = Number(card.dataset.right)
let guess = null
let told = false

function say(name) {
  const words = card.querySelector(`template.${name}`).content.cloneNode(true)
  said.replaceChildren(words)
  said.hidden = false
}

function tell() {
  told = true
  say("why")
  said.querySelector(".outcome").textContent = guess === right ? "Right." : `Not quite: ${options[right].textContent.toLowerCase()}.`
  options[right].classList.add("right")
}

function mark(chosen) {
  for (const option of options) option.setAttribute("aria-pressed", String(option === chosen))
}

const model = (name) => Bokeh.documents[0].get_model_by_name(name)
const pressPlay = () => model("play").trigger_event(new (Bokeh.require("core/bokeh_events").ButtonClick)())

// A lesson takes one guess, and the run answers it; the fault of a program may be sought for as long as it takes.
function choose(option) {
  if (told) return
  guess = options.indexOf(option)
  mark(option)
  if (card.dataset.kind === "bug") {
    if (guess === right) tell()
    else say("hint")
    return
  }
  say("waiting")
  for (const other of options) other.disabled = other !== option
  if (hasEnded()) tell()
  else if (model("play").label === "Play") pressPlay()
}

const hasEnded = () => {
  const { text } = model("verdict")
  return model("play").label === "Play" && text !== "" && !text.includes("ahead") && model("trace").get_length() > 1
}

function follow() {
  if (!window.Bokeh?.documents[0]?.is_idle) return setTimeout(follow, 30)
  for (const option of options) option.addEventListener("click", () => choose(option))
  if (card.dataset.kind === "bug") return
  for (const [name, property] of [["verdict", "text"], ["play", "label"]]) {
    model(name).properties[property].change.connect(() => guess !== null && !told && hasEnded() && tell())
  }
}

follow()

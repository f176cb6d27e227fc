// A pupil's page: what the room's snapshot says, and one answer that goes up.

import { byId, element, Follower, keep, modelOf, press, read, say, showAddress, whenRoomReady } from "./room.js"
import { drawScene, svg } from "./sketch.js"

const figure = byId("figure")
const form = byId("answering")
const ACTS = { "step size": ["step_size"], start: ["start"], own: ["step_size", "start"] }
let asked = "" // what the fields were made for
let drawn = "" // what is in the figure
let sketch = null
let picked = { text: () => "" }
let snapshot = null
const follower = new Follower((row) => sketch?.show(row))

function drawFigure(scene) {
  const text = modelOf("scene").tags[0] ?? ""
  if (text === drawn) return
  drawn = text
  sketch = null
  if (scene) sketch = drawScene(figure, scene)
  else figure.setAttribute("hidden", "")
  follower.told = ""
}

// The options of a guess.
function makeOptions(options, answer) {
  const boxes = options.map((option, index) =>
    element("input", {
      type: "radio",
      name: "option",
      value: String(index),
      checked: String(index) === answer,
      required: true,
      ariaLabel: option,
    }),
  )
  byId("fields").replaceChildren(...options.map((option, index) => element("label", { className: "option" }, boxes[index], option)))
  return { text: () => boxes.find((box) => box.checked)?.value ?? "" }
}

// What was answered before, by the names of settings.
function before(activity, answer) {
  if (activity === "step size" || activity === "start") return answer ? { [ACTS[activity][0]]: answer } : {}
  return Object.fromEntries(new URLSearchParams(activity === "own" ? answer.replace(/^.*\?/, "") : answer))
}

function makeStepSize(scene, given) {
  const [low, high] = scene.exponents
  const value = Number(given ?? scene.step_size)
  const slider = element("input", { type: "range", min: low, max: high, step: 0.05, value: Math.log10(value), id: "alpha" })
  const told = element("output", {})
  const chosen = { value }
  const show = () => (told.textContent = `α = ${chosen.value}`)
  slider.addEventListener("input", () => {
    chosen.value = Number((10 ** Number(slider.value)).toPrecision(2))
    show()
  })
  show()
  return {
    name: "step_size",
    fields: [element("label", {}, "Step size ", told, slider)],
    text: () => String(chosen.value),
    first: String(scene.step_size),
  }
}

function makeStart(scene, given) {
  const first = scene.start.slice(0, scene.n)
  const values = given ? given.split(",").map(Number) : first
  const names = scene.n === 1 ? ["x"] : ["x", "y"]
  const boxes = values.map((value, index) => element("input", { type: "number", step: "any", value, ariaLabel: `Start ${names[index]}` }))
  const dot = svg(figure, "circle", { r: 11, class: "start" })
  const curve = scene.lines[0]
  const height = (x) => {
    const [xs, ys] = curve
    const at = xs.reduce((best, each, index) => (Math.abs(each - x) < Math.abs(xs[best] - x) ? index : best), 0)
    return ys[at]
  }
  const show = () => {
    const [x, y] = boxes.map((box) => Number(box.value))
    dot.setAttribute("cx", String(sketch.x(x)))
    dot.setAttribute("cy", String(sketch.y(scene.n === 1 ? height(x) : y)))
  }
  const drag = (event) => {
    if (event.buttons === 0 || form.hidden) return
    const box = figure.getBoundingClientRect()
    const shares = [(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height]
    boxes.forEach((each, index) => {
      const [low, high] = scene.window[index]
      each.value = String(Number((low + (high - low) * Math.min(1, Math.max(0, shares[index]))).toPrecision(3)))
    })
    show()
  }
  figure.onpointerdown = drag
  figure.onpointermove = drag
  for (const box of boxes) box.addEventListener("input", show)
  show()
  return {
    name: "start",
    fields: [element("label", {}, "Start: drag the dot ", ...boxes)],
    text: () => boxes.map((box) => box.value).join(","),
    first: first.join(","),
  }
}

function makeMethod(methods, scene, given) {
  const options = methods.map((name) => element("option", { value: name, textContent: name, selected: name === (given ?? scene.method) }))
  const select = element("select", {}, ...options)
  return { name: "method", fields: [element("label", {}, "Method ", select)], text: () => select.value, first: scene.method }
}

function makeFields({ activity, may, methods, link }, scene, answer) {
  const given = before(activity, answer)
  const names = ACTS[activity] ?? may
  const makers = { step_size: makeStepSize, start: makeStart, method: (...on) => makeMethod(methods, ...on) }
  const made = names
    .filter((name) => name in makers && !(name === "method" && methods.length < 2))
    .map((name) => makers[name](scene, given[name]))
  byId("fields").replaceChildren(...made.flatMap((each) => each.fields))
  if (activity === "step size" || activity === "start") return made[0]
  const changed = () => made.filter((each) => each.text() !== each.first).map((each) => [each.name, each.text()])
  if (activity === "steps") return { text: () => new URLSearchParams(changed()).toString() }
  const whole = () => {
    const settings = new URLSearchParams(link.replace(/^\?/, ""))
    for (const [name, text] of changed()) settings.set(name, text)
    return `?${settings}`
  }
  return { text: whole }
}

const TITLES = {
  "step size": "Pick the step size that arrives in the fewest steps.",
  start: "Pick a start. Which minimum will it reach?",
  steps: "Arrive in as few steps as you can.",
  own: "On your own: try what you like, and submit where you are.",
}

function said({ activity, options }, answer) {
  if (activity === "guess") return options[Number(answer)]
  if (activity === "step size") return `α = ${answer}`
  if (activity === "start") return `(${answer.replaceAll(",", ", ")})`
  const names = { step_size: "α", start: "start", method: "method" }
  const changes = [...new URLSearchParams(answer.replace(/^.*\?/, ""))].filter(([name]) => name in names)
  return changes.map(([name, text]) => `${names[name]} = ${text}`).join(", ") || "the settings as they are"
}

function answerInWords({ asked, answer, has_answered, result, phase }) {
  if (!has_answered) return ""
  const words = asked ? [`Your answer: ${said(asked, answer)}.`] : []
  if (phase === "ask") words.push("You may still change it.")
  if (result?.is_right === true) words.push("Right!")
  if (result?.is_right === false) words.push("Not this time.")
  if (typeof result?.steps === "number") words.push(`It arrived after ${result.steps} steps.`)
  else if (result && asked?.activity !== "guess") words.push("It did not arrive.")
  return words.join(" ")
}

function paint(told) {
  snapshot = told
  const { asked: question, alias, colour, code, phase } = told
  const scene = read("scene")
  say("alias", alias)
  byId("alias").hidden = byId("where").hidden = false
  byId("alias").style.setProperty("--own", colour)
  say("code", code)
  say("phase", told.words)
  document.body.dataset.phase = phase
  say("question", question ? question.text || (TITLES[question.activity] ?? "") : "")
  drawFigure(scene)
  const mayAnswer = phase === "ask" && question && !told.is_paused && !told.is_removed
  form.hidden = !mayAnswer
  const wanted = `${told.turn} ${question?.link} ${mayAnswer}`
  if (wanted !== asked) {
    asked = wanted
    figure.onpointerdown = figure.onpointermove = null
    byId("fields").replaceChildren()
    figure.querySelector(".start")?.remove()
    if (mayAnswer)
      picked =
        question.activity === "guess"
          ? makeOptions(question.options, told.answer)
          : scene
            ? makeFields(question, scene, told.answer)
            : picked
  }
  figure.classList.toggle("dragged", Boolean(figure.onpointerdown))
  say("answer", answerInWords(told) + (phase === "revealed" && question?.why ? ` ${question.why}` : ""))
  follower.take(told.shown)
}

function begin() {
  const [seat] = modelOf("seat")?.tags ?? []
  const code = modelOf("code").text
  if (!seat) return
  keep("seat", code, seat)
  showAddress(code, seat)
}

form.addEventListener("submit", (event) => {
  event.preventDefault()
  modelOf("answer").value = `${snapshot.turn}|${picked.text()}`
  press("submit")
})
whenRoomReady(begin, ["snapshot", "scene", "notice", "phase"], paint)

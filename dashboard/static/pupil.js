// A pupil's page: what the room's snapshot says, and one answer that goes up.

import {
  byId,
  drawnOf,
  element,
  Follower,
  inSteps,
  inWords,
  keep,
  modelOf,
  press,
  readScene,
  say,
  showAddress,
  titleOf,
  whenRoomReady,
} from "./room.js"
import { drawScene, drawStart, heightAt, svg } from "./sketch.js"

const figure = byId("figure")
const form = byId("answering")
const ACTS = { "step size": ["step_size"], start: ["start"], own: ["step_size", "start"] }
const TIPS = {
  step_size: "How much of the slope one step takes. Try twice as much.",
  start: "Where the run begins. Drag the dot, or type a number.",
  method: "The rule of a step. Try momentum, with the same α.",
  schedule: "How α changes on the way. Try 1/k.",
}
let asked = "" // what the fields were made for
let drawn = "" // what is in the figure
let sketch = null
let picked = { text: () => "" }
let snapshot = null
let scene = null
const known = JSON.parse(byId("known").textContent)
const follower = new Follower((row) => {
  sketch?.show(row)
  say("legend", scene?.runs?.length ? inWords(scene, row) : "")
})

function drawFigure({ asked: question }) {
  const text = `${question?.activity} ${drawnOf()}`
  if (text === drawn) return
  drawn = text
  scene = readScene()
  sketch = null
  if (scene) {
    sketch = drawScene(figure, scene)
    drawStart(figure, sketch, scene, question?.activity)
  } else figure.setAttribute("hidden", "")
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
  const chosenText = element("output", {})
  const chosen = { value }
  const show = () => (chosenText.textContent = `α = ${chosen.value}`)
  slider.addEventListener("input", () => {
    chosen.value = Number((10 ** Number(slider.value)).toPrecision(2))
    show()
  })
  show()
  return {
    name: "step_size",
    fields: [element("label", { title: TIPS.step_size }, "Step size ", chosenText, slider)],
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
  const show = () => {
    const [x, y] = boxes.map((box) => Number(box.value))
    dot.setAttribute("cx", String(sketch.x(x)))
    dot.setAttribute("cy", String(sketch.y(scene.n === 1 ? heightAt(scene.lines[0], x) : y)))
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
    fields: [element("label", { className: "place", title: TIPS.start }, "Start: drag the dot ", ...boxes)],
    text: () => boxes.map((box) => box.value).join(","),
    first: first.join(","),
  }
}

function makeSelect(words, name, choices, chosen, first) {
  const options = choices.map((each) => element("option", { value: each, textContent: each, selected: each === chosen }))
  const select = element("select", {}, ...options)
  return { name, select, fields: [element("label", { title: TIPS[name] }, words, select)], text: () => select.value, first }
}

const makeSchedule = (scene, given) => makeSelect("Schedule of α ", "schedule", known.schedules, given ?? scene.schedule, scene.schedule)

// A method, and the numbers that its rule takes.
function makeMethod(methods, scene, given, all) {
  const made = makeSelect("Method ", "method", methods, given ?? scene.method, scene.method)
  const place = element("div", { className: "numbers" })
  let numbers = []
  const fill = (before) => {
    const usual = made.select.value === scene.method ? scene.hyperparameters : {}
    numbers = known.hyperparameters[made.select.value].map(({ name, label, tip, first }) => {
      const value = String(usual[name] ?? first)
      const box = element("input", { type: "number", step: "any", value: before[name] ?? value })
      return { name, first: value, text: () => box.value, field: element("label", { title: tip }, `${label} `, box) }
    })
    place.replaceChildren(...numbers.map((each) => each.field))
  }
  made.select.addEventListener("change", () => fill({}))
  fill(all)
  return { ...made, fields: methods.length > 1 ? [...made.fields, place] : [place], more: () => numbers }
}

const makers = {
  method: (question, ...on) => makeMethod(question.methods, ...on),
  step_size: (_, ...on) => makeStepSize(...on),
  schedule: (_, ...on) => makeSchedule(...on),
  start: (_, ...on) => makeStart(...on),
}

function makeFields(question, scene, answer) {
  const { activity, may, link } = question
  const given = before(activity, answer)
  const made = (ACTS[activity] ?? may).map((name) => makers[name](question, scene, given[name], given))
  byId("fields").replaceChildren(...made.flatMap((each) => each.fields))
  if (activity === "step size" || activity === "start") return made[0]
  const all = () => made.flatMap((each) => [each, ...(each.more?.() ?? [])])
  const changed = () =>
    all()
      .filter((each) => each.text() !== each.first)
      .map((each) => [each.name, each.text()])
  if (activity === "steps") return { text: () => new URLSearchParams(changed()).toString() }
  const whole = () => {
    const settings = new URLSearchParams(link.replace(/^\?/, ""))
    for (const [name, text] of changed()) settings.set(name, text)
    return `?${settings}`
  }
  return { text: whole }
}

function describeAnswer({ activity, options }, answer) {
  if (activity === "guess") return options[Number(answer)]
  if (activity === "step size") return `α = ${answer}`
  if (activity === "start") return `(${answer.replaceAll(",", ", ")})`
  const names = { step_size: "α", start: "start", method: "method", schedule: "schedule" }
  for (const { name, label } of Object.values(known.hyperparameters).flat()) names[name] = label
  const changes = [...new URLSearchParams(answer.replace(/^.*\?/, ""))].filter(([name]) => name in names)
  return changes.map(([name, text]) => `${names[name]} = ${text}`).join(", ") || "the settings as they are"
}

function answerInWords({ asked, answer, has_answered, result, phase }) {
  if (!has_answered) return ""
  const words = asked ? [`Your answer: ${describeAnswer(asked, answer)}.`] : []
  if (phase === "ask") words.push("You may still change it.")
  if (result?.is_right === true) words.push("Right!")
  if (result?.is_right === false) words.push("Not this time.")
  if (typeof result?.steps === "number") words.push(`It arrived after ${inSteps(result.steps)}.`)
  else if (result && asked?.activity !== "guess") words.push("It did not arrive.")
  return words.join(" ")
}

function paint(pupil) {
  snapshot = pupil
  const { asked: question, alias, colour, code, phase } = pupil
  say("alias", alias)
  byId("alias").hidden = byId("where").hidden = false
  byId("alias").style.setProperty("--own", colour)
  say("code", code)
  say("phase", pupil.words)
  document.body.dataset.phase = phase
  say("question", titleOf(question))
  drawFigure(pupil)
  const mayAnswer = phase === "ask" && question && !pupil.is_paused && !pupil.is_removed
  form.hidden = !mayAnswer
  const wanted = `${pupil.turn} ${question?.link} ${mayAnswer}`
  if (wanted !== asked) {
    asked = wanted
    figure.onpointerdown = figure.onpointermove = null
    byId("fields").replaceChildren()
    figure.querySelector(".start")?.remove()
    if (mayAnswer)
      picked =
        question.activity === "guess"
          ? makeOptions(question.options, pupil.answer)
          : scene
            ? makeFields(question, scene, pupil.answer)
            : picked
  }
  figure.classList.toggle("dragged", Boolean(figure.onpointerdown))
  say("answer", answerInWords(pupil) + (phase === "revealed" && question?.why ? ` ${question.why}` : ""))
  if (!pupil.shown) say("legend", "")
  follower.take(pupil.shown)
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
whenRoomReady(begin, ["snapshot", "scene", "runs", "notice", "phase"], paint)

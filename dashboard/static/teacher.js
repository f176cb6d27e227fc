// The board: what the room's snapshot says, for all to see, and what the teacher tells the class.

import { byId, copy, element, Follower, forget, keep, kept, modelOf, press, read, say, showAddress, whenRoomReady } from "./room.js"
import { drawChart, drawDot, drawScene, svg } from "./sketch.js"

const figure = byId("figure")
const activity = byId("activity")
const own = document.querySelector("#own input")
let drawn = ""
let sketch = null
let snapshot = null
const follower = new Follower((row) => sketch?.show(row))

function choose() {
  for (const place of document.querySelectorAll("[data-activity]")) place.hidden = place.dataset.activity !== activity.value
  byId("own").hidden = activity.value === "guess"
  modelOf("activity").value = activity.value
  const listed = document.querySelector(`.choice[data-activity="${activity.value}"] select`).value
  modelOf("question").value = activity.value !== "guess" && own.value.trim() ? own.value.trim() : listed
}

function showAddressToType(told) {
  const link = new URL(told.address)
  const isOwn = /^(localhost|127\.|\[::1\])/.test(link.hostname)
  say("address", `${link.host}${link.pathname}${link.search}`)
  byId("warning").hidden = !isOwn
  say(
    "warning",
    isOwn
      ? "Phones cannot open this address: the server listens to this computer only. Start it with --address 0.0.0.0, on a network that the class is in."
      : "",
  )
  const place = byId("qr")
  if (place.childElementCount || !told.qr.length) return
  const size = told.qr.length
  const code = svg(place, "svg", { viewBox: `-4 -4 ${size + 8} ${size + 8}`, role: "img", "aria-label": "The address as a QR code" })
  svg(code, "rect", { x: -4, y: -4, width: size + 8, height: size + 8, fill: "#fff" })
  const cells = told.qr.flatMap((row, y) => [...row].flatMap((cell, x) => (cell === "1" ? [`M${x} ${y}h1v1h-1z`] : [])))
  svg(code, "path", { d: cells.join(""), fill: "#000" })
}

function paintBars(told) {
  const bars = told.asked?.activity === "guess" ? (told.tally?.bars ?? []) : []
  const options = told.asked?.activity === "guess" ? told.asked.options : []
  const most = Math.max(1, ...bars.flat())
  const rows = options.map((option, index) => {
    const counts = bars.map((counted) => counted[index])
    const lines = counts.map((count) => {
      const bar = element("i", {})
      bar.style.width = `${(100 * count) / most}%`
      return element("span", { className: "bar" }, bar, element("b", { textContent: String(count) }))
    })
    return element(
      "div",
      { className: told.asked.right === index ? "option right" : "option" },
      element("span", { textContent: option }),
      ...lines,
    )
  })
  byId("bars").replaceChildren(...rows)
}

function paintMembers({ members, phase }) {
  const items = members
    .filter((each) => each.is_here || each.is_removed || each.answered_at !== null)
    .map((each) => {
      const name = element("button", {
        type: "button",
        title: each.is_removed ? "Give the seat back" : "Take the seat away",
        textContent: each.alias,
      })
      name.style.setProperty("--own", each.colour)
      name.addEventListener("click", () => {
        modelOf("member").value = each.alias
        press("seats")
      })
      const classes = [
        each.is_here ? "" : "away",
        each.is_removed ? "removed" : "",
        each.answered_at !== null && phase === "ask" ? "answered" : "",
      ]
      return element("li", { className: classes.join(" ") }, name)
    })
  byId("members").replaceChildren(...items)
}

const colourOf = (told, alias) => told.members.find((each) => each.alias === alias)?.colour ?? "#888"
const stepsIn = (result) => (typeof result?.steps === "number" ? result.steps : null)

function paintSizes(told) {
  const swept = told.tally.swept.filter(([, steps]) => steps !== null)
  const dots = Object.entries(told.answers).map(([alias, text]) => ({
    x: Number(text),
    steps: stepsIn(told.tally.results[alias]),
    colour: colourOf(told, alias),
    alias,
  }))
  const all = [...dots.map((dot) => dot.x), ...swept.map(([size]) => size)]
  const most = Math.max(10, ...dots.map((dot) => dot.steps ?? 0), ...swept.map(([, steps]) => steps))
  const ceiling = 3 * most // where those lie that do not arrive
  drawChart(figure, {
    across: all.length ? [Math.min(...all) / 1.5, Math.max(...all) * 1.5] : [0.001, 1],
    up: [0.8, ceiling * 1.3],
    isLogX: true,
    isLogY: true,
    labels: ["step size α", "steps to arrive (top: never)"],
    curves: swept.length ? [{ xs: swept.map(([size]) => size), ys: swept.map(([, steps]) => Math.max(1, steps)), name: "truth" }] : [],
    dots: dots.map((dot) => ({
      x: dot.x,
      y: dot.steps === null ? ceiling : Math.max(1, dot.steps),
      colour: dot.colour,
      title: `${dot.alias}: α = ${dot.x}`,
    })),
  })
}

function paintStarts(told, scene) {
  sketch = drawScene(figure, scene, read("map"), told.basins)
  for (const [alias, text] of Object.entries(told.answers)) {
    const [x, y] = text.split(",").map(Number)
    const minimum = told.tally.results[alias]?.minimum ?? -1
    const at = scene.n === 1 ? nearest(scene.lines[0], x) : y
    drawDot(figure, sketch.x(x), sketch.y(at), { colour: minimum < 0 ? "#888" : told.basins[minimum % told.basins.length], title: alias })
  }
  say("legend", "Colour: the minimum that a start leads to. Grey: none.")
}

const nearest = ([xs, ys], x) => ys[xs.reduce((best, each, index) => (Math.abs(each - x) < Math.abs(xs[best] - x) ? index : best), 0)]

function paintLosses(told) {
  const { iterations, heights, band } = told.tally
  const positive = Object.values(heights)
    .flat()
    .filter((each) => each > 0)
  if (!positive.length) return figure.setAttribute("hidden", "")
  const isMany = band.length > 0
  const curves = Object.entries(heights).map(([alias, ys]) => ({
    xs: iterations,
    ys: ys.map((each) => (each > 0 ? each : null)),
    name: isMany ? "faint" : "loss",
    colour: colourOf(told, alias),
  }))
  for (const ys of band) curves.push({ xs: iterations, ys: ys.map((each) => (each > 0 ? each : null)), name: "band", colour: "" })
  drawChart(figure, {
    across: [0, Math.max(1, iterations.at(-1))],
    up: [Math.max(1e-12, Math.min(...positive)), Math.max(...positive)],
    isLogX: false,
    isLogY: true,
    labels: ["iteration", isMany ? "loss above the minimum: 10, 50, 90 %" : "loss above the minimum"],
    curves,
    dots: [],
  })
}

function paintBest(told) {
  const isRanked = told.tally && ["step size", "steps"].includes(told.activity)
  const places = (isRanked ? told.tally.best : []).map((alias) =>
    element("li", { textContent: `${alias}: ${told.tally.results[alias].steps} steps` }),
  )
  const overview =
    told.tally && told.activity === "own"
      ? Object.entries(told.tally.results).map(([alias, result]) =>
          element("li", {
            textContent: `${alias}: ${result.ending}${stepsIn(result) === null ? "" : `, arrived after ${result.steps} steps`}`,
          }),
        )
      : []
  byId("best").replaceChildren(...places, ...overview)
}

function paintFigure(told) {
  const scene = read("scene")
  const results = told.tally && told.phase !== "ask" && told.phase !== "free" ? told.activity : ""
  const wanted = JSON.stringify([
    results,
    results && [told.tally, told.answers],
    told.phase,
    Boolean(told.shown),
    modelOf("scene").tags,
    modelOf("map").tags,
  ])
  if (wanted === drawn) return
  drawn = wanted
  sketch = null
  follower.told = ""
  say("legend", "")
  if (results === "step size") paintSizes(told)
  else if (results === "start" && scene) paintStarts(told, scene)
  else if (results === "steps") paintLosses(told)
  else if (scene && (told.shown || told.phase === "ask" || told.phase === "closed")) sketch = drawScene(figure, scene)
  else figure.setAttribute("hidden", "")
}

const MAY = {
  free: ["ask", "pause", "export", "end"],
  ask: ["close", "free", "pause", "end"],
  closed: ["again", "reveal", "free", "pause", "end"],
  revealed: ["ask", "free", "pause", "export", "end"],
  ended: ["export"],
}
const TITLES = {
  "step size": "Pick the step size that arrives in the fewest steps.",
  start: "Pick a start. Which minimum will it reach?",
  steps: "Arrive in as few steps as you can.",
  own: "On your own.",
}

function paintButtons(told) {
  for (const button of document.querySelectorAll("[data-press]")) {
    const name = button.dataset.press
    const is_again = name === "again" && (told.activity !== "guess" || told.vote === 2)
    button.hidden = !MAY[told.phase].includes(name) || is_again
    if (name === "pause") button.textContent = told.is_paused ? "Go on" : "Pause"
  }
}

function paint(told) {
  if (told.stranger) {
    forget("key", new URLSearchParams(location.search).get("room"))
    return setTimeout(() => location.replace(`?room=${new URLSearchParams(location.search).get("room")}`), 1500)
  }
  snapshot = told
  say("code", told.code)
  say("here", modelOf("here").text)
  say("answered", told.phase === "free" || told.phase === "ended" ? "" : modelOf("answered").text)
  say("phase", told.words)
  document.body.dataset.phase = told.phase
  say("question", told.asked ? told.asked.text || TITLES[told.asked.activity] : "")
  say("why", told.asked?.why ?? "")
  showAddressToType(told)
  paintBars(told)
  paintMembers(told)
  paintBest(told)
  paintButtons(told)
  paintFigure(told)
  follower.take(told.shown)
}

function save() {
  const [text] = modelOf("csv").tags
  if (!text) return
  const link = element("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: `class ${snapshot.code}.csv` })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}

// A new room is opened once more by its code, which leads to the server that it stays at.
function begin() {
  const key = modelOf("key")
  if (!key) return
  const [made] = key.tags
  const code = modelOf("code").text || new URLSearchParams(location.search).get("room")
  if (made && keep("key", code, made)) return location.replace(`?${new URLSearchParams({ room: code, as: "teacher" })}`)
  showAddress(code, "")
  if (!made) key.tags = [kept("key", code) ?? "none"]
  modelOf("csv").properties.tags.change.connect(save)
  for (const button of document.querySelectorAll("[data-press]")) button.addEventListener("click", () => press(button.dataset.press))
  for (const place of document.querySelectorAll("aside select, aside input")) place.addEventListener("change", choose)
  byId("device").addEventListener("click", async () => {
    await copy(`${snapshot.address}#key=${kept("key", code)}`)
    byId("device").textContent = "Copied: keep it to yourself"
  })
  choose()
}

whenRoomReady(
  begin,
  ["snapshot", "scene", "notice", "here", "answered", ...(document.documentElement.dataset.role === "teacher" ? ["map"] : [])],
  paint,
)

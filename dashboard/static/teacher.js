// The board: what the room's snapshot says, for all to see, and what the teacher tells the class.

import { copy } from "./copy.js"
import {
  byId,
  drawnOf,
  element,
  Follower,
  forget,
  inSteps,
  inWords,
  keep,
  kept,
  lastOf,
  modelOf,
  press,
  read,
  readScene,
  say,
  showAddress,
  titleOf,
  whenRoomReady,
} from "./room.js"
import { drawChart, drawDot, drawScene, drawStart, heightAt, svg } from "./sketch.js"

const figure = byId("figure")
const activity = byId("activity")
const own = document.querySelector("#own input")
let drawn = ""
let sketch = null
let snapshot = null
let scene = null
let row = 0 // that is shown of a run that is followed
const LEADS = 150 // milliseconds at least between two things that all pages are led to
const OWN = "own" // a guess that the teacher types
const playhead = byId("playhead")
const alpha = byId("alpha")
const follower = new Follower((due) => {
  row = Math.min(due, lastOf(scene))
  sketch?.show(row)
  if (!playhead.matches(":active")) playhead.value = String(Math.floor(row))
  byId("play").textContent = isPlaying() ? "Stop" : "Play"
  say("legend", scene?.runs?.length ? inWords(scene, row) : "")
})
const isPlaying = () => snapshot?.shown?.speed > 0 && row < lastOf(scene)

let led = "" // what all pages are about to be led to
function lead(from, plays, link = snapshot.shown.link) {
  if (!led) setTimeout(tellLead, LEADS)
  led = `${from}|${plays ? 1 : 0}|${link}`
}

function tellLead() {
  const model = modelOf("lead")
  if (model.value === led) model.value = "" // else nothing would be sent
  model.value = led
  led = ""
}

function leadToSize() {
  const settings = new URLSearchParams(snapshot.shown.link.replace(/^\?/, ""))
  settings.set("step_size", String(Number((10 ** Number(alpha.value)).toPrecision(2))))
  lead(0, true, `?${settings}`)
}

const checked = (name) => [...document.querySelectorAll(`#limits [name="${name}"]:checked`)].map((box) => [name, box.value])
const lines = () =>
  byId("options")
    .value.split("\n")
    .map((line) => line.trim())
    .filter(Boolean)

function offerRight() {
  const chosen = byId("right").value
  const offered = lines().map((line, index) =>
    element("option", { value: String(index), textContent: line, selected: String(index) === chosen }),
  )
  byId("right").replaceChildren(...offered)
}

// The limits that the teacher sets, or the question that is typed.
function detailsOf(listed) {
  if (activity.value === "steps") return [...checked("may"), ["iterations", byId("iterations").value], ...checked("methods"), ["may", ""]]
  if (listed !== OWN) return []
  return [["text", byId("asked").value], ...lines().map((line) => ["option", line]), ["right", byId("right").value]]
}

function choose() {
  for (const place of document.querySelectorAll("[data-activity]")) place.hidden = place.dataset.activity !== activity.value
  const listed = document.querySelector(`.choice[data-activity="${activity.value}"] select`).value
  const isListed = activity.value === "guess" && listed !== OWN
  byId("own").hidden = isListed
  byId("guess").hidden = listed !== OWN
  const pasted = isListed ? "" : own.value.trim()
  if (listed.startsWith("challenge ") && !pasted) byId("limits").hidden = true // it has its own
  modelOf("activity").value = activity.value
  modelOf("question").value = listed === OWN ? `${OWN}${pasted}` : pasted || listed
  modelOf("details").value = new URLSearchParams(detailsOf(listed)).toString()
  document.querySelector('[data-press="ask"]').textContent = activity.value === "follow" ? "Show" : "Ask"
}

function showAddressToType(board) {
  const link = new URL(board.address)
  const isOwn = /^(localhost|127\.|\[::1\])/.test(link.hostname)
  say("address", `${link.host}${link.pathname}${link.search}`)
  byId("warning").hidden = !isOwn
  say(
    "warning",
    isOwn
      ? "Phones cannot open this address: the server listens to this computer only. Start it with --address 0.0.0.0, on a network that the class is in."
      : "",
  )
  const [small, large] = [byId("qr"), byId("door").lastElementChild]
  byId("door").hidden = board.phase !== "free" || Boolean(board.shown) || board.is_paused
  byId("door").querySelector("b").textContent = `${link.host}${link.pathname}${link.search}`
  if (small.childElementCount || !board.qr.length) return
  for (const place of [small, large]) drawCode(place, board)
}

function drawCode(place, board) {
  const size = board.qr.length
  const code = svg(place, "svg", { viewBox: `-4 -4 ${size + 8} ${size + 8}`, role: "img", "aria-label": "The address as a QR code" })
  svg(code, "rect", { x: -4, y: -4, width: size + 8, height: size + 8, fill: "#fff" })
  const cells = board.qr.flatMap((row, y) => [...row].flatMap((cell, x) => (cell === "1" ? [`M${x} ${y}h1v1h-1z`] : [])))
  svg(code, "path", { d: cells.join(""), fill: "#000" })
}

function paintBars(board) {
  const bars = board.asked?.activity === "guess" ? (board.tally?.bars ?? []) : []
  const options = board.asked?.activity === "guess" ? board.asked.options : []
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
      { className: board.asked.right === index ? "option right" : "option" },
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
        title: each.is_removed
          ? "Give the seat back, with its answers."
          : "Take the seat away: its answers count no more, until another press gives it back. Who sat there can still come in anew, by another browser, under another alias.",
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

const colourOf = (board, alias) => board.members.find((each) => each.alias === alias)?.colour ?? "#888"
const stepsIn = (result) => (typeof result?.steps === "number" ? result.steps : null)

function paintSizes(board) {
  const swept = board.tally.swept.filter(([, steps]) => steps !== null)
  const dots = Object.entries(board.answers).map(([alias, text]) => ({
    x: Number(text),
    steps: stepsIn(board.tally.results[alias]),
    colour: colourOf(board, alias),
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

function paintStarts(board) {
  sketch = drawScene(figure, scene, read("map"), board.basins)
  for (const [alias, text] of Object.entries(board.answers)) {
    const [x, y] = text.split(",").map(Number)
    const minimum = board.tally.results[alias]?.minimum ?? -1
    const at = scene.n === 1 ? heightAt(scene.lines[0], x) : y
    drawDot(figure, sketch.x(x), sketch.y(at), { colour: minimum < 0 ? "#888" : board.basins[minimum % board.basins.length], title: alias })
  }
  say("legend", "Colour: the minimum that a start leads to. Grey: none.")
}

// Who is where: each start that was submitted, in the colour of its alias.
function paintOwn(board) {
  sketch = drawScene(figure, scene)
  for (const [alias, text] of Object.entries(board.answers)) {
    const given = new URLSearchParams(text.replace(/^.*\?/, "")).get("start")
    const [x, y] = given ? given.split(",").map(Number) : scene.start
    const at = scene.n === 1 ? heightAt(scene.lines[0], x) : y
    drawDot(figure, sketch.x(x), sketch.y(at), { colour: colourOf(board, alias), title: alias })
  }
}

function paintLosses(board) {
  const { iterations, heights, band } = board.tally
  const positive = Object.values(heights)
    .flat()
    .filter((each) => each > 0)
  if (!positive.length) return figure.setAttribute("hidden", "")
  const isMany = band.length > 0
  const curves = Object.entries(heights).map(([alias, ys]) => ({
    xs: iterations,
    ys: ys.map((each) => (each > 0 ? each : null)),
    name: isMany ? "faint" : "loss",
    colour: colourOf(board, alias),
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

function paintBest(board) {
  const isRanked = board.tally && ["step size", "steps"].includes(board.activity)
  const places = (isRanked ? board.tally.best : []).map((alias) =>
    element("li", { textContent: `${alias}: ${inSteps(board.tally.results[alias].steps)}` }),
  )
  const overview =
    board.tally && board.activity === "own"
      ? Object.entries(board.tally.results).map(([alias, result]) =>
          element("li", {
            textContent: `${alias}: ${result.ending}${stepsIn(result) === null ? "" : `, arrived after ${inSteps(result.steps)}`}`,
          }),
        )
      : []
  byId("best").replaceChildren(...places, ...overview)
}

function paintTransport(board) {
  const leads = board.shown && scene?.exponents
  byId("transport").hidden = !leads || board.is_paused || board.phase === "ended"
  if (!leads) return
  playhead.max = String(lastOf(scene))
  const [low, high] = scene.exponents
  alpha.min = String(low)
  alpha.max = String(high)
  if (!alpha.matches(":active")) alpha.value = String(Math.log10(scene.step_size))
}

function paintFigure(board) {
  const results = board.tally && board.phase !== "free" ? board.activity : ""
  const wanted = JSON.stringify([
    results,
    results && [board.tally, board.answers],
    board.phase,
    Boolean(board.shown),
    drawnOf(),
    modelOf("map").tags,
  ])
  if (wanted === drawn) return
  drawn = wanted
  scene = readScene()
  sketch = null
  follower.told = ""
  say("legend", "")
  if (results === "step size") paintSizes(board)
  else if (results === "start" && scene) paintStarts(board)
  else if (results === "steps") paintLosses(board)
  else if (results === "own" && scene) paintOwn(board)
  else if (scene && (board.shown || board.phase === "ask" || board.phase === "closed")) {
    sketch = drawScene(figure, scene)
    drawStart(figure, sketch, scene, board.activity)
  } else figure.setAttribute("hidden", "")
}

const MAY = {
  free: ["ask", "pause", "export", "end"],
  ask: ["close", "free", "pause", "end"],
  closed: ["again", "reveal", "free", "pause", "end"],
  revealed: ["ask", "free", "pause", "export", "end"],
  ended: ["export"],
}
const SURE = "End for all?"

function paintButtons(board) {
  for (const button of document.querySelectorAll("[data-press]")) {
    const name = button.dataset.press
    const is_again = name === "again" && (board.activity !== "guess" || board.vote === 2)
    button.hidden = !MAY[board.phase].includes(name) || is_again
    if (name === "pause") button.textContent = board.is_paused ? "Go on" : "Pause"
  }
}

function paint(board) {
  if (board.stranger) {
    forget("key", new URLSearchParams(location.search).get("room"))
    return setTimeout(() => location.replace(`?room=${new URLSearchParams(location.search).get("room")}`), 1500)
  }
  snapshot = board
  say("code", board.code)
  say("here", modelOf("here").text)
  say("answered", board.phase === "free" || board.phase === "ended" ? "" : modelOf("answered").text)
  say("phase", board.words)
  document.body.dataset.phase = board.phase
  say("question", titleOf(board.asked))
  say("why", board.asked?.why ?? "")
  showAddressToType(board)
  paintBars(board)
  paintMembers(board)
  paintBest(board)
  paintButtons(board)
  paintFigure(board)
  paintTransport(board)
  follower.take(board.shown)
}

function save() {
  const [text] = modelOf("csv").tags
  if (!text) return
  const link = element("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: `class ${snapshot.code}.csv` })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}

// The end is the end: it is asked for twice.
function pressIfSure(button) {
  const isEnd = button.dataset.press === "end"
  if (!isEnd || button.textContent === SURE) return press(button.dataset.press)
  button.textContent = SURE
  for (const event of ["pointerleave", "blur"]) button.addEventListener(event, () => (button.textContent = "End"), { once: true })
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
  for (const button of document.querySelectorAll("[data-press]")) button.addEventListener("click", () => pressIfSure(button))
  for (const place of document.querySelectorAll("aside select, aside input, aside textarea"))
    for (const event of ["input", "change"]) place.addEventListener(event, choose)
  byId("options").addEventListener("input", offerRight)
  byId("play").addEventListener("click", () => lead(isPlaying() || row < lastOf(scene) ? Math.floor(row) : 0, !isPlaying()))
  playhead.addEventListener("input", () => lead(Number(playhead.value), false))
  alpha.addEventListener("input", leadToSize)
  byId("device").addEventListener("click", async () => {
    await copy(`${snapshot.address}#key=${kept("key", code)}`)
    byId("device").textContent = "Copied: keep it to yourself"
  })
  choose()
}

whenRoomReady(
  begin,
  ["snapshot", "scene", "runs", "notice", "here", "answered", ...(document.documentElement.dataset.role === "teacher" ? ["map"] : [])],
  paint,
)

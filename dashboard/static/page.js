// The page around the document: its theme, keys, tooltips and address, and what happens when the server goes away.

const all = (selector) => [...document.querySelectorAll(selector)]
const tip = document.querySelector("#tip")

// Acts once the document is there and its row is shown, the one that it comes back to: until then there is no playhead
// to answer.
function whenReady(act) {
  const doc = window.Bokeh?.documents[0]
  const isComing = !doc?.is_idle || !doc.get_model_by_name("counter").text || "returning" in document.documentElement.dataset
  if (isComing) return setTimeout(() => whenReady(act), 30)
  act(doc)
}

function ready(doc) {
  document.body.classList.remove("loading")
  const model = (name) => doc.get_model_by_name(name)
  followSettings(model("facts"))
  carryStepSize(model("facts"))
  showNotice(model("notice"))
  listenToKeys(model)
  hideUnused(model)
  followFolds(model("open"))
  followMenus()
  labelBoxes()
}

// The place of a control that this function or method does not have takes no room either. What a field of the pool
// is for, its widget says.
function hideUnused(model) {
  for (const place of all(".rail .control")) {
    const name = [...place.classList].find((each) => each.startsWith("control-"))
    if (name === undefined) continue
    const widget = model(name.slice("control-".length))
    const follow = () => {
      place.hidden = !widget.visible
      if (name.startsWith("control-hyperparameter")) place.dataset.tip = widget.tags[0] ?? place.dataset.tip
    }
    for (const name of ["visible", "tags"]) widget.properties[name].change.connect(follow)
    follow()
  }
}

// An instrument that is opened closes the others, which lie in the same place; the page's link has the last fold.
function followFolds(open) {
  const folds = all("details[data-fold]")
  for (const sheet of all(".beside .sheet")) {
    const close = Object.assign(document.createElement("button"), { type: "button", className: "close", textContent: "×" })
    close.setAttribute("aria-label", "Close")
    sheet.prepend(close)
    const fold = sheet.closest("details")
    close.addEventListener("click", () => (fold.open = false))
    closeOnEscape(fold)
  }
  for (const fold of folds) {
    const named = open.tags.find((name) => fold.dataset.fold === name || fold.querySelector(`[data-fold="${name}"]`))
    if (named) {
      fold.open = true
      bringIntoView(fold.querySelector(`[data-fold="${named}"]`) ?? fold)
    }
    fold.addEventListener("toggle", () => {
      const name = fold.dataset.fold
      if (fold.open) {
        bringIntoView(fold)
        for (const other of folds) other.open &&= other === fold || !(other.matches(".beside") && fold.matches(".beside"))
        const over = folds.find((each) => each.open && each.matches(".beside")) // what it shows is kept up
        open.tags = [(over ?? fold).dataset.fold]
      } else if (open.tags.includes(name) || open.tags.includes(named)) open.tags = []
    })
  }
}

function closeOnEscape(fold) {
  document.addEventListener("keydown", (event) => {
    const isMeant = event.target === document.body || fold.contains(event.target)
    if (event.key !== "Escape" || !fold.open || !isMeant) return
    fold.open = false
    fold.querySelector("summary").focus()
  })
}

// All of what was opened, or where it does not fit its beginning.
function bringIntoView(fold) {
  const opened = fold.matches(".beside") ? fold.querySelector(".sheet") : fold
  const room = fold.closest(".rail, main").clientHeight || innerHeight
  opened.scrollIntoView({ block: opened.offsetHeight > room ? "start" : "nearest" })
}

// A menu lies over the page: a press elsewhere puts it away.
function followMenus() {
  for (const menu of all(".menu")) {
    closeOnEscape(menu)
    document.addEventListener("pointerdown", (event) => {
      if (!menu.contains(event.target)) menu.open = false
    })
  }
}

// What was wrong with a value stays in view until it is dismissed, or another value is taken.
function showNotice(notice) {
  const panel = document.querySelector(".notice")
  if (panel === null) return
  const follow = () => (panel.hidden = notice.text === "")
  notice.properties.text.change.connect(follow)
  panel.querySelector("button").addEventListener("click", () => (panel.hidden = true))
  follow()
}

// The same page for a projector; from there, the same page at a desk.
function withBoard(link) {
  const settings = new URLSearchParams(link)
  if (settings.has("board")) settings.delete("board")
  else settings.set("board", "1")
  return `?${settings}`
}

// Another chapter takes a step size that was chosen here, where it can: its link has it once it is followed, or copied.
function carryStepSize(facts) {
  for (const link of all("[data-chapter]")) {
    const carry = () => {
      const settings = new URLSearchParams(link.search)
      if (facts.get("carried")[0].includes(link.dataset.chapter)) settings.set("step_size", facts.get("step_size")[0])
      else settings.delete("step_size")
      link.search = settings.toString()
    }
    for (const event of ["click", "auxclick", "contextmenu"]) link.addEventListener(event, carry)
  }
}

const ADDRESS_EVERY = 100 // milliseconds: a browser lets go of addresses that change with every move of a finger

// The newest address in the bar, at once where the last one has stood for a while.
function keepAddress(facts) {
  let [written, timer] = [-Infinity, 0]
  return function write() {
    clearTimeout(timer)
    const wait = written + ADDRESS_EVERY - performance.now()
    if (wait > 0) {
      timer = setTimeout(write, wait)
      return
    }
    written = performance.now()
    history.replaceState(null, "", facts.get("link")[0])
  }
}

function followSettings(facts) {
  const board = document.querySelector("#board")
  const places = all("[data-fact]")
  const writeAddress = document.body.dataset.app ? keepAddress(facts) : () => {}
  const follow = () => {
    writeAddress()
    if (board) board.href = withBoard(facts.get("link")[0])
    for (const place of places) {
      const text = facts.get(place.dataset.fact)[0]
      if (place.textContent !== text) place.textContent = text
    }
  }
  facts.properties.data.change.connect(follow)
  follow()
}

// A key belongs to what has the focus: a field that is typed in, a slider; of a button only those that press it. A word
// of several that was pressed with the mouse, or a fold, does not keep the focus: what follows is the run.
function listenToKeys(model) {
  const keys = { " ": "play", ArrowRight: "step", ArrowLeft: "back", r: "reset", R: "reset" }
  const taken = "input, select, textarea, [role=slider], [role=radio], [tabindex]:not(body, .bk-btn)"
  const pressed = "button, a, summary, .bk-btn"
  const chips = ".bk-btn-group .bk-btn, summary"
  document.addEventListener("click", (event) => {
    const chip = event.composedPath().find((each) => each instanceof HTMLElement && each.matches(chips))
    if (event.detail > 0 && chip instanceof HTMLElement) chip.blur()
  })
  document.addEventListener("keydown", (event) => {
    const name = keys[event.key]
    if (!name || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const inner = event.composedPath()[0]
    const isTyped = inner instanceof Element && inner.matches("input, select, textarea")
    const isTaken = inner instanceof Element && (inner.matches(taken) || (name === "play" && inner.matches(pressed)))
    if (isTyped || (isTaken && name !== "reset")) return
    event.preventDefault()
    model(name).trigger_event(new (Bokeh.require("core/bokeh_events").ButtonClick)())
  })
}

// Words that Bokeh does not make the label of their box.
function labelBoxes() {
  for (const widget of Bokeh.documents[0].roots().filter((root) => root.type === "Checkbox")) {
    const box = Bokeh.index.find_one(widget)?.shadow_el
    box?.querySelector(".bk-label").addEventListener("click", () => box.querySelector("input").click())
  }
}

function showTips() {
  let timer = null
  let byKey = false // a tip that a click brought up would lie over what was clicked for
  const hide = () => {
    clearTimeout(timer)
    tip.hidden = true
  }
  const show = (element) => {
    tip.textContent = element.dataset.tip
    tip.hidden = false
    const [box, own] = [element.getBoundingClientRect(), tip.getBoundingClientRect()]
    const below = box.bottom + 8 + own.height < innerHeight
    tip.style.top = `${below ? box.bottom + 8 : box.top - own.height - 8}px`
    tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - own.width - 8))}px`
  }
  for (const element of all("[data-tip]")) {
    const later = () => {
      hide()
      timer = setTimeout(() => show(element), 500)
    }
    element.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && later())
    element.addEventListener("pointerleave", hide)
    element.addEventListener("pointerdown", hide)
    element.addEventListener("focusin", () => byKey && later())
    element.addEventListener("focusout", hide)
    element.setAttribute("aria-description", element.dataset.tip)
  }
  document.addEventListener("pointerdown", () => (byKey = false), true)
  document.addEventListener(
    "keydown",
    (event) => {
      byKey = true
      if (event.key === "Escape") hide()
    },
    true,
  )
}

document.querySelector("#theme").addEventListener("click", () => {
  const { dataset } = document.documentElement
  dataset.theme = dataset.theme === "dark" ? "light" : "dark"
  try {
    localStorage.setItem("theme", dataset.theme)
  } catch {
    // then it holds for this page only
  }
})
showTips()
whenReady(ready)

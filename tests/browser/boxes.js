// Boxes of all text that is seen on a page, and where they collide. To be run before anything else on the page, so that
// it hears what is written on canvases; then `findCollisions()` says what is wrong, one line a fault.

;(() => {
  const MOST_COVER = 3 // pixels that two texts may share along both axes: letters have air around them
  const SLACK = 1.5 // pixels that a text may reach beyond its box
  const INK = 0.62 // of a line's height is letters
  const NARROW = 800 // pixels: a narrower window's rows of words may be scrolled
  const WIDE = "pre, table, .program, .rows, .code" // what may be wider than its panel
  const STEPPERS = ".bk-spin-btn, .bk-spin-btn *" // they stand in their field
  const HANDLE = 22 // pixels: what is seen of a handle in a figure
  const BLOCKS = ".panel, .rail, .card, .sheet, .notice, .tools, header, .transport, aside, #opening"

  // What is written on each canvas since it was last cleared, in the canvas's own pixels.
  const written = new Map()
  const { fillText, clearRect } = CanvasRenderingContext2D.prototype
  CanvasRenderingContext2D.prototype.clearRect = function (x, y, width, height) {
    if (width * height * 2 > this.canvas.clientWidth * this.canvas.clientHeight) written.set(this.canvas, [])
    return clearRect.call(this, x, y, width, height)
  }
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
    if (text.trim() && this.globalAlpha > 0.05 && !/, 0\)$/.test(String(this.fillStyle))) {
      const { actualBoundingBoxLeft: left, actualBoundingBoxRight: right } = this.measureText(text)
      const { actualBoundingBoxAscent: ascent, actualBoundingBoxDescent: descent } = this.measureText(text)
      const corners = [
        [x - left, y - ascent],
        [x + right, y - ascent],
        [x - left, y + descent],
        [x + right, y + descent],
      ].map(([left, top]) => this.getTransform().transformPoint(new DOMPoint(left, top)))
      if (!written.has(this.canvas)) written.set(this.canvas, [])
      written.get(this.canvas).push({ text, corners })
    }
    return fillText.call(this, text, x, y, ...rest)
  }

  const parentOf = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null
  function* ancestors(element) {
    for (let each = element; each; each = parentOf(each)) yield each
  }
  const pixels = (value) => Number.parseFloat(value) || 0
  const named = (element) => {
    const part = [...ancestors(element)].find((each) => each.className || each.id)
    return part ? `${part.localName}${part.id ? `#${part.id}` : ""}.${[...part.classList].join(".")}` : element.localName
  }

  // Every text node with its lines, formulas as one, through shadow roots.
  function* nodesIn(root) {
    for (const node of root.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) {
        if (node.textContent.trim()) yield node
      } else if (node.nodeType === Node.ELEMENT_NODE) {
        if (!["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "OPTION"].includes(node.nodeName)) {
          if (node.localName === "math" || node.matches("input, select, textarea, canvas")) yield node
          else {
            if (node.shadowRoot) yield* nodesIn(node.shadowRoot)
            yield* nodesIn(node)
          }
        }
      }
    }
  }

  const isShown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })

  function rectsOf(node) {
    if (node.nodeType === Node.ELEMENT_NODE) return [node.getBoundingClientRect()]
    const range = document.createRange()
    range.selectNodeContents(node)
    return [...range.getClientRects()]
  }

  /** The letters of a line: what is above and below them is air. */
  function ink({ left, right, top, bottom }) {
    const air = ((bottom - top) * (1 - INK)) / 2
    return { left, right, top: top + air, bottom: bottom - air }
  }

  // The room inside an element's borders; where dots stand for what is cut off, they stand before its padding.
  function roomOf(element, style) {
    const box = element.getBoundingClientRect()
    const [left, top] = [box.left + element.clientLeft, box.top + element.clientTop]
    const dots = style.textOverflow === "ellipsis" ? pixels(style.paddingRight) : 0
    return { left, top, right: left + element.clientWidth - dots, bottom: top + element.clientHeight }
  }

  // What cuts a box off, from the inside out, each side by itself.
  function clippers(element) {
    const found = []
    for (const each of ancestors(element)) {
      const style = getComputedStyle(each)
      if (style.position === "fixed") return found
      if (each.matches("body, html") || style.display === "contents" || style.display === "inline") continue
      const [x, y] = [style.overflowX, style.overflowY]
      if (x !== "visible" || y !== "visible") found.push({ each, x, y, box: roomOf(each, style) })
    }
    return found
  }

  function deepest(x, y) {
    let found = document.elementFromPoint(x, y)
    while (found?.shadowRoot) {
      const inner = found.shadowRoot.elementFromPoint(x, y)
      if (!inner || inner === found) break
      found = inner
    }
    return found
  }

  const isOpaque = (element) => {
    const style = getComputedStyle(element)
    const colour = style.backgroundColor
    const alpha = /^rgba\(.*, ([\d.]+)\)$/.exec(colour)
    return (!alpha || Number(alpha[1]) > 0.6) && colour !== "transparent" && Number(style.opacity) > 0.6
  }

  // What lies over a place of an element, and hides it.
  function coverAt(element, x, y) {
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return null
    const own = new Set(ancestors(element))
    for (const each of ancestors(deepest(x, y))) {
      if (own.has(each)) return null
      if (isOpaque(each)) return each
    }
    return null
  }

  const floats = (element) =>
    [...ancestors(element)].some((each) => ["fixed", "sticky"].includes(getComputedStyle(each).position)) ||
    element.closest?.(".sheet, .tools, .shelves, .instruments, #tip")

  /** One text, or a reason why it is no text that is seen. */
  function judge(item, faults) {
    const { text, element, box } = item
    for (const { each, x, y, box: outer } of clippers(element)) {
      const inside = outer
      if (box.right <= inside.left || box.left >= inside.right) {
        if (getComputedStyle(each).textOverflow === "ellipsis") faults.push(`cut: "${text}" by ${named(each)}`)
        return null
      }
      if (box.bottom <= inside.top || box.top >= inside.bottom) return null
      const cut = box.left < inside.left - SLACK || box.right > inside.right + SLACK
      if (cut && ["hidden", "clip"].includes(x)) faults.push(`cut: "${text}" by ${named(each)}`)
      else if (cut && innerWidth > NARROW && !each.closest(WIDE)) faults.push(`has to be scrolled to: "${text}" in ${named(each)}`)
      if (cut) {
        item.scrolls = true
        box.corners = undefined
        box.left = Math.max(box.left, inside.left)
        box.right = Math.min(box.right, inside.right)
      }
      const low = box.top < inside.top - SLACK || box.bottom > inside.bottom + SLACK
      if (low && ["hidden", "clip"].includes(y)) faults.push(`cut below or above: "${text}" by ${named(each)}`)
      if (low) {
        box.corners = undefined
        box.top = Math.max(box.top, inside.top)
        box.bottom = Math.min(box.bottom, inside.bottom)
        if (box.bottom - box.top < 4) return null
      }
    }
    const middle = (box.top + box.bottom) / 2
    if (middle >= 0 && middle < innerHeight && getComputedStyle(element).pointerEvents !== "none") {
      const places = [box.left + 2, (box.left + box.right) / 2, box.right - 2]
      const covers = places.map((x) => coverAt(element, x, middle))
      if (covers.every(Boolean)) return null
      const cover = covers.find(Boolean)
      if (cover && !floats(cover)) faults.push(`half covered: "${text}" by ${named(cover)}`)
    }
    const bar =
      innerWidth > NARROW && [...ancestors(element)].some((each) => each.matches(".verdict")) && document.querySelector(".transport")
    if (bar && box.bottom > bar.getBoundingClientRect().bottom) faults.push(`leaves its bar: "${text}"`)
    if (box.left < -SLACK || box.right > innerWidth + SLACK) faults.push(`leaves the window: "${text}"`)
    const block = [...ancestors(element)].find((each) => each.matches(BLOCKS))
    const room = block && getComputedStyle(block).display !== "contents" ? block.getBoundingClientRect() : null
    if (room?.width && !item.scrolls && (box.left < room.left - SLACK || box.right > room.right + SLACK))
      faults.push(`leaves its panel: "${text}" of ${named(block)}`)
    return item
  }

  function* controlsIn(root) {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches("button, input, select, textarea, summary, a, [role=slider]") && !element.matches(STEPPERS)) yield element
      if (element.shadowRoot) yield* controlsIn(element.shadowRoot)
    }
  }

  // What is pressed has an edge around its word: it leaves a panel, and meets another, before the word does.
  function judgeControls(faults) {
    const seen = [...controlsIn(document.body)].filter((each) => isShown(each) && each.getBoundingClientRect().width > 2)
    const items = seen.flatMap((element) => {
      const item = { text: wordsOf(element), element, box: seenOf(element) }
      return judge(item, faults) ? [item] : []
    })
    items.sort((one, other) => one.box.left - other.box.left)
    items.forEach((one, place) => {
      for (const other of items.slice(place + 1)) {
        if (other.box.left > one.box.right) break
        if (contains(one.element, other.element) || contains(other.element, one.element)) continue
        if (shared(one.box, other.box) > MOST_COVER && !isCovered(one, other)) faults.push(`overlap: ${one.text} and ${other.text}`)
      }
    })
  }

  // A handle in a figure has room for a finger around what is seen of it.
  function seenOf(element) {
    const { left, right, top, bottom } = element.getBoundingClientRect()
    const around = element.matches("[role=slider]") ? Math.max(0, (right - left - HANDLE) / 2) : 0
    return { left: left + around, right: right - around, top: top + around, bottom: bottom - around }
  }

  const wordsOf = (element) =>
    `${element.localName} "${(element.ariaLabel || element.textContent || element.name || element.id || element.className).trim().slice(0, 30)}"`
  const contains = (one, other) => [...ancestors(other)].includes(one)

  const measure = document.createElement("canvas").getContext("2d")

  // A field's words are no text of the page: they are cut off where the field is too narrow.
  function judgeField(field, faults) {
    const style = getComputedStyle(field)
    const room = field.clientWidth - pixels(style.paddingLeft) - pixels(style.paddingRight)
    const text = field.matches("select") ? field.selectedOptions[0]?.textContent : field.value || field.placeholder
    if (!text || field.matches("textarea, [type=text]:not([inputmode]), [type=checkbox], [type=file], [type=range], [type=radio]")) return
    measure.font = style.font
    if (measure.measureText(text).width > room + SLACK) faults.push(`cut in its field: "${text}" of ${named(field)}`)
  }

  /** Texts on a canvas, in the page's pixels; of each the figure's frame it is cut off by. */
  function textsOn(canvas, faults) {
    const texts = (written.get(canvas) ?? []).filter(() => canvas.width > 0)
    const outer = canvas.getBoundingClientRect()
    const [x, y] = [outer.width / canvas.width, outer.height / canvas.height]
    const frame = frameOf(canvas)
    return texts.flatMap(({ text, corners }) => {
      const [xs, ys] = [corners.map((each) => outer.left + each.x * x), corners.map((each) => outer.top + each.y * y)]
      const box = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
      box.corners = xs.map((x, index) => ({ x, y: ys[index] }))
      const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }
      const within = (room) => middle.x > room.left && middle.x < room.right && middle.y > room.top && middle.y < room.bottom
      if (box.left >= outer.right || box.right <= outer.left || box.top >= outer.bottom || box.bottom <= outer.top) return []
      const room = frame && within(frame) ? frame : outer
      const reaches = box.left < room.left - SLACK || box.right > room.right + SLACK
      const rises = box.top < room.top - SLACK || box.bottom > room.bottom + SLACK
      if (reaches || rises) faults.push(`cut in its figure: "${text}" of ${named(canvas)}`)
      return [{ text, element: canvas, box, drawn: true }]
    })
  }

  function frameOf(canvas) {
    const views = window.Bokeh?.index?.roots ?? []
    for (const view of everyView(views)) {
      const layers = view.canvas_view ? [view.canvas_view.primary, view.canvas_view.overlays] : []
      if (!layers.some((layer) => layer?.el === canvas || layer?.canvas === canvas)) continue
      const outer = view.canvas_view.el.getBoundingClientRect()
      const { left, top, width, height } = view.frame.bbox
      const [x, y] = [outer.left + left, outer.top + top]
      return { left: x, right: x + width, top: y, bottom: y + height }
    }
    return null
  }

  function* everyView(views) {
    for (const view of views) {
      yield view
      yield* everyView(view.child_views ?? [])
    }
  }

  const cornersOf = ({ left, right, top, bottom }) => [
    { x: left, y: top },
    { x: right, y: top },
    { x: left, y: bottom },
    { x: right, y: bottom },
  ]

  // The ways across a box, which may be turned.
  function axesOf([first, second, third]) {
    return [second, third].map(({ x, y }) => {
      const length = Math.hypot(x - first.x, y - first.y) || 1
      return [(x - first.x) / length, (y - first.y) / length]
    })
  }

  // How far one box has to move so that it lies beside another one: in pixels, and negative where it does.
  function shared(one, other) {
    const [these, those] = [one, other].map((box) => box.corners ?? cornersOf(box))
    const depths = [...axesOf(these), ...axesOf(those)].map(([x, y]) => {
      const [a, b] = [these, those].map((corners) => corners.map((each) => each.x * x + each.y * y))
      return Math.min(Math.max(...a), Math.max(...b)) - Math.max(Math.min(...a), Math.min(...b))
    })
    return Math.min(...depths)
  }

  // Whether what lies over the page covers the place where two texts meet.
  function isCovered(one, other) {
    const x = (Math.max(one.box.left, other.box.left) + Math.min(one.box.right, other.box.right)) / 2
    const y = (Math.max(one.box.top, other.box.top) + Math.min(one.box.bottom, other.box.bottom)) / 2
    return [one, other].some(({ element }) => {
      const cover = coverAt(element, x, y)
      return cover && floats(cover)
    })
  }

  /** @returns {string[]} */
  window.findCollisions = () => {
    const faults = []
    const texts = []
    const seen = new Set()
    for (const node of nodesIn(document.body)) {
      const element = node.nodeType === Node.TEXT_NODE ? (node.parentElement ?? node.getRootNode().host) : node
      if (!element || !isShown(element)) continue
      const box = element.getBoundingClientRect()
      if (element.matches("input, select, textarea")) {
        if (box.width > 0 && clippers(element).every(({ box: room }) => shared(box, room) > 0)) judgeField(element, faults)
        continue
      }
      if (element.localName === "canvas") {
        for (const item of textsOn(element, faults)) if (judge(item, faults)) texts.push(item)
        continue
      }
      if (getComputedStyle(element).clipPath !== "none" && box.width <= 2) continue
      const text = node.textContent.trim().replace(/\s+/g, " ").slice(0, 48)
      for (const rect of rectsOf(node)) {
        if (rect.width < 1 || rect.height < 1) continue
        const item = { text, element, node, box: ink(rect) }
        if (judge(item, faults)) texts.push(item)
      }
    }
    texts.sort((one, other) => one.box.left - other.box.left)
    texts.forEach((one, place) => {
      for (const other of texts.slice(place + 1)) {
        if (other.box.left > one.box.right) break
        if (one.node && one.node === other.node) continue
        if (shared(one.box, other.box) > MOST_COVER && !isCovered(one, other)) faults.push(`overlap: "${one.text}" and "${other.text}"`)
      }
    })
    judgeControls(faults)
    for (const fault of faults) seen.add(fault)
    if (document.documentElement.scrollWidth > innerWidth + 1) seen.add("the page is wider than its window")
    window.seenTexts = texts.length
    return [...seen]
  }
})()

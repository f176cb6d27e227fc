// The rows around the playhead as a table, while the fold for it is open.

import { number, spelled } from "./format.mjs"
import { columnOf } from "./models.mjs"
import { isOurs } from "./theme.mjs"

const ROWS_SHOWN = 12

/** @param {import("./playhead.mjs").Playhead} playhead */
export function tabulate(playhead) {
  const fold = isOurs() && /** @type {HTMLDetailsElement | null} */ (document.querySelector("details[data-fold=rows]"))
  if (!fold) return
  const place = /** @type {HTMLElement} */ (fold.querySelector(".rows"))
  /** @type {number | null} */
  let waiting = null
  const fill = () => {
    waiting = null
    if (!fold.open) return
    place.replaceChildren(rowsAsTable(playhead))
    showCurrent(place)
  }
  const later = () => {
    if (fold.open && waiting === null) waiting = requestAnimationFrame(fill)
  }
  const { now, facts, trace } = playhead
  for (const { properties } of [now, facts]) properties.data.change.connect(later)
  trace.streaming.connect(later) // the rows after the playhead
  fold.addEventListener("toggle", later)
  later()
}

// Where there is less room than rows, that under the playhead is in the middle of it.
/** @type {(place: HTMLElement) => void} */
function showCurrent(place) {
  const row = /** @type {HTMLElement | null} */ (place.querySelector("[aria-current]"))
  if (row) place.scrollTop = row.offsetTop - (place.clientHeight - row.offsetHeight) / 2
}

function rowsAsTable(playhead) {
  const { trace, shown, last } = playhead
  const columns = playhead.fact("headings").filter(([name]) => columnOf(trace, name) !== undefined)
  const first = Math.max(0, Math.min(shown - ROWS_SHOWN / 2, last + 1 - ROWS_SHOWN))
  const rows = Array.from({ length: Math.min(ROWS_SHOWN, last + 1) }, (_, index) => first + index)
  const table = document.createElement("table")
  table.createCaption().textContent = captionOf(first, rows[rows.length - 1], last, shown)
  const head = table.createTHead().insertRow()
  for (const [, heading] of columns) head.append(headed(heading, "col"))
  const body = table.createTBody()
  for (const row of rows) {
    const line = body.insertRow()
    if (row === shown) line.ariaCurrent = "true"
    line.append(headed(String(row), "row"))
    for (const [name] of columns.slice(1)) line.insertCell().textContent = sixDigits(trace.get(name)[row])
  }
  return table
}

/** @type {(first: number, to: number, last: number, shown: number) => string} */
export const captionOf = (first, to, last, shown) =>
  last === 0 ? "Row 0, the start. Play or Step brings more." : `Rows ${first} to ${to} of ${last}; the playhead is at ${shown}.`

// Zeros at the end are digits, too, and keep the points below each other.
/** @type {(value: number) => string} */
export function sixDigits(value) {
  const size = Math.abs(value)
  return size < 1e5 && size >= 1e-4 ? spelled(value.toPrecision(6)) : number(value)
}

function headed(text, scope) {
  return Object.assign(document.createElement("th"), { textContent: text, scope })
}

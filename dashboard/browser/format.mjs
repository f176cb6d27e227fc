// Numbers as a reader writes them: a true minus, few digits, thousands apart, × 10ⁿ from five digits on, never −0.

export const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
const SUBSCRIPT = "₀₁₂₃₄₅₆₇₈₉"
export const POWERS_FROM = 5 // digits
const APART_FROM = 10_000
const [MOST_PLACES, MOST_BEFORE_POWER] = [12, 4] // decimals; digits before × 10ⁿ
/** @type {(text: string | number, digits: string) => string} */
export const raised = (text, digits) =>
  String(text)
    .replace("-", "⁻")
    .replace(/\d/g, (digit) => digits[digit])

/** @type {(index: number) => string} */
export const sub = (index) => raised(index, SUBSCRIPT)

const trimmed = (digits) => (digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits)

// Decimal digits with thousands apart and a true minus; nothing but zeros has no minus.
/** @type {(digits: string) => string} */
export function spelled(digits) {
  const [whole, rest] = digits.replace("-", "").split(".")
  const minus = digits.startsWith("-") && /[1-9]/.test(digits) ? "−" : ""
  const apart = Number(whole) >= APART_FROM ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole
  return minus + (rest === undefined ? apart : `${apart}.${rest}`)
}

/** @type {(mantissa: string, power: string) => string} */
const withPower = (mantissa, power) => `${spelled(trimmed(mantissa))} × 10${raised(Number(power), SUPERSCRIPT)}`

// Is it written with a power of ten, if it has so many digits?
/** @type {(value: number, digits: number) => boolean} */
function hasPower(value, digits) {
  const [, exponent] = value.toExponential(digits - 1).split("e")
  return value !== 0 && Math.abs(Number(exponent)) >= POWERS_FROM
}

/** @type {(value: number, digits?: number) => string} */
export function number(value, digits = 6) {
  if (!Number.isFinite(value)) return "–"
  const shown = digitsShown(value, digits)
  const [mantissa, exponent] = value.toExponential(shown - 1).split("e")
  if (hasPower(value, digits)) return withPower(mantissa, exponent)
  const places = Math.max(0, digits - 1 - Number(exponent))
  return spelled(trimmed(Number(`${mantissa}e${exponent}`).toFixed(places)))
}

/** @type {(value: number, places: number) => string} */
export const fixed = (value, places) => (Math.abs(value) >= 10 ** POWERS_FROM ? number(value) : spelled(value.toFixed(places)))

// How many digits of a number are shown, of so many that may be: before a power of ten they are few.
/** @type {(value: number, digits: number) => number} */
const digitsShown = (value, digits) => (hasPower(value, digits) ? Math.min(digits, MOST_BEFORE_POWER) : digits)

// All digits that there are.
/** @type {(value: number) => string} */
export function inFull(value) {
  const [mantissa, power] = String(value).split("e")
  return power === undefined ? spelled(mantissa) : withPower(mantissa, power)
}

// A value, what it should be, and their difference, all with the same decimals: the difference is that of what is shown.
/** @type {(value: number, truth: number, places: number) => string[]} */
export function compared(value, truth, places) {
  const [shown, other] = [value, truth].map((each) => Number(each.toFixed(places)))
  return [value, truth, Math.abs(value) < 10 ** POWERS_FROM ? shown - other : value - truth].map((each) => fixed(each, places))
}

// Decimals that show so many significant digits of a size.
/** @type {(size: number, digits: number) => number} */
export const placesOf = (size, digits) =>
  size > 0 ? Math.min(MOST_PLACES, Math.max(0, digits - 1 - Math.floor(Math.log10(size)))) : digits - 1

// Digits enough to tell two numbers apart, six or more: one more than first do, for rounding may hide that again.
/** @type {(one: number, other: number) => number} */
export function digitsToTell(one, other) {
  const areTold = (digits) => number(one, digits) !== number(other, digits)
  let digits = 6
  if (one === other || areTold(digits)) return digits
  do digits += 1
  while (digits < 15 && !(areTold(digits - 1) && areTold(digits)))
  return digits
}

// A number after the one that it is added to: its sign stands apart from it.
/** @type {(text: string) => string} */
export const added = (text) => (text.startsWith("−") ? `− ${text.slice(1)}` : `+ ${text}`)

/** @type {(text: string) => string} */
export const inBrackets = (text) => (text.startsWith("−") ? `(${text})` : text)

// Is the shown text all there is, or was something left out? 24 × 0.01 is 0.24 to a reader, whatever the last bit says.
/** @type {(value: number, digits?: number) => boolean} */
export const isExact = (value, digits = 6) =>
  Math.abs(Number(value.toPrecision(digitsShown(value, digits))) - value) <= 4e-15 * Math.abs(value)

// A text that came from elsewhere, as HTML.
/** @type {(text: string) => string} */
export const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

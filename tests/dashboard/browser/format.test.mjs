// Numbers in words, against the browser's own Intl, which knows nothing of this code.

import assert from "node:assert/strict"
import { test } from "node:test"
import {
  added,
  compared,
  digitsToTell,
  escaped,
  fixed,
  inBrackets,
  inFull,
  isExact,
  number,
  placesOf,
  sub,
} from "../../../dashboard/browser/format.mjs"
import { captionOf, sixDigits } from "../../../dashboard/browser/rows.mjs"
import { tickText } from "../../../dashboard/browser/ticks.mjs"
import { between, generator, ofAnySize, times } from "./random.mjs"

const LOW = Object.fromEntries([..."0123456789-"].map((sign, index) => [sign, "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"[index]]))
const spoken = (options) => {
  const format = new Intl.NumberFormat("en", { useGrouping: "min2", signDisplay: "negative", ...options })
  return (value) => format.format(value).replace("-", "−")
}
const asValue = (text) => Number(text.replace("−", "-").replaceAll(",", ""))
const asPower = (text) => Number(Object.entries(LOW).reduce((found, [sign, low]) => found.replaceAll(low, sign), text))

// The number that a reader takes from a text.
function taken(text) {
  const [mantissa, power] = text.split(" × 10")
  return Number(`${mantissa.replace("−", "-").replaceAll(",", "")}e${power === undefined ? 0 : asPower(power)}`)
}

function expected(value, digits = 6) {
  const plain = spoken({ maximumSignificantDigits: digits })(value)
  const size = Math.abs(asValue(plain))
  if (size === 0 || (size >= 1e-4 && size < 1e5)) return plain
  const text = spoken({ notation: "scientific", maximumSignificantDigits: Math.min(digits, 4) })(value)
  const [mantissa, power] = text.split("E")
  return `${mantissa} × 10${[...power.replace("−", "-")].map((sign) => LOW[sign]).join("")}`
}

test("a number is written as Intl writes it, with a true minus, and a power of ten where it is long", () => {
  const random = generator(2015)
  for (const digits of [2, 3, 4, 5, 6, 9]) {
    for (const value of times(2000, () => ofAnySize(random, -12, 12))) assert.equal(number(value, digits), expected(value, digits))
  }
})

test("a number at the edge of the powers of ten, and no number", () => {
  for (const value of [0, 1, 10, 9999, 10_000, 99_999, 99_999.4, 99_999.96, 1e5, 1e-4, 9.999999e-5, 1e300, 1e-300]) {
    for (const signed of [value, -value]) assert.equal(number(signed), expected(signed), String(signed))
  }
  assert.deepEqual([NaN, Infinity, -Infinity, undefined, null].map(number), ["–", "–", "–", "–", "–"])
})

test("a number that is added has its sign apart, and nothing but zeros has a plus", () => {
  const sign = [-94.05, 94.05, -0.001, 0].map((value) => added(fixed(value, 2)))
  assert.deepEqual(sign, ["− 94.05", "+ 94.05", "+ 0.00", "+ 0.00"])
})

test("fixed decimals are those of Intl, and nothing but zeros has no minus", () => {
  const random = generator(7)
  for (const places of [0, 1, 2, 5]) {
    const text = spoken({ minimumFractionDigits: places, maximumFractionDigits: places })
    for (const value of times(2000, () => ofAnySize(random, -7, 4.99))) assert.equal(fixed(value, places), text(value), String(value))
  }
  assert.equal(fixed(-0.001, 2), "0.00")
  assert.deepEqual(
    [99_999.99, 1e5, -1e5].map((value) => fixed(value, 2)),
    ["99,999.99", "1 × 10⁵", "−1 × 10⁵"],
  )
})

test("the difference is that of the two numbers beside it, to the last decimal shown", () => {
  const random = generator(11)
  for (const places of [0, 2, 4]) {
    const whole = (text) => Math.round(asValue(text) * 10 ** places)
    for (let turn = 0; turn < 2000; turn++) {
      const truth = ofAnySize(random, -3, 4)
      const [value, other, difference] = compared(truth + ofAnySize(random, -5, 2), truth, places)
      assert.equal(whole(difference), whole(value) - whole(other))
    }
  }
})

test("as many digits as tell two numbers apart", () => {
  const random = generator(13)
  for (let turn = 0; turn < 2000; turn++) {
    const one = ofAnySize(random, -3, 4)
    const other = one * (1 + ofAnySize(random, -11, -1))
    const digits = digitsToTell(one, other)
    assert.notEqual(number(one, digits), number(other, digits))
    assert.ok(digits >= 6 && digits <= 15)
  }
  assert.equal(digitsToTell(1.5, 1.5), 6)
})

test("places show so many significant digits", () => {
  const random = generator(17)
  for (const digits of [3, 5]) {
    for (const size of times(500, () => 10 ** between(random, -6, digits - 1))) {
      const shown = size.toFixed(placesOf(size, digits)).replace(/^[0.]+|\./g, "")
      assert.ok(shown.length === digits || shown.length === digits + 1, `${size}: ${shown}`) // 9.996 is 10.00
    }
  }
  assert.equal(placesOf(0, 3), 2)
})

test("what is shown is all there is, to a reader", () => {
  for (const value of [24 * 0.01, 0.1 + 0.2, 15 - 0.24, 0, -3]) assert.ok(isExact(value), String(value))
  for (const value of [1 / 3, Math.PI, 0.1 + 1e-9]) assert.ok(!isExact(value), String(value))
  assert.ok(isExact(475_200) && !isExact(475_215)) // which are 4.752 × 10⁵ both
  const random = generator(29)
  for (const digits of [3, 6, 9]) {
    for (const long of times(2000, () => ofAnySize(random, -9, 9))) {
      const value = Number(long.toPrecision(1 + Math.floor(between(random, 0, 9))))
      const isAll = Math.abs(taken(number(value, digits)) - value) <= 4e-15 * Math.abs(value)
      assert.equal(isExact(value, digits), isAll, `${value}: ${number(value, digits)}`)
    }
  }
})

test("in full a number has all its digits, and no e", () => {
  const random = generator(31)
  for (const value of [0, 3.5, 12_345.678, 1e-7, -1.5e-7, 1e21, ...times(2000, () => ofAnySize(random, -12, 24))]) {
    assert.equal(taken(inFull(value)), value)
    assert.doesNotMatch(inFull(value), /[e-]/)
  }
})

test("a tick's digits lead back to its value", () => {
  const random = generator(19)
  const value = (text) => {
    const [mantissa, power] = text.split(" × 10")
    const sign = (each) => Object.keys(LOW).find((key) => LOW[key] === each)
    return asValue(mantissa) * 10 ** Number([...(power ?? "")].map(sign).join("") || 0)
  }
  for (let turn = 0; turn < 3000; turn++) {
    const step = [1, 2, 5][turn % 3] * 10 ** Math.floor(between(random, -9, 9))
    const tick = step * Math.round(between(random, -3000, 3000))
    const text = tickText(tick)
    assert.ok(Math.abs(value(text) - tick) <= 1e-9 * Math.abs(tick), `${tick}: ${text}`)
    assert.match(text, /^−?\d[\d,]*(\.\d+)?( × 10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?$/)
    assert.ok(text.length <= 16, text)
  }
})

test("a column of rows keeps its points below each other", () => {
  const random = generator(23)
  for (const value of times(2000, () => ofAnySize(random, -3.9, 4.9))) {
    assert.equal(asValue(sixDigits(value)), Number(value.toPrecision(6)))
    assert.equal(sixDigits(value).replace(/^[−0.]+|[.,]/g, "").length, 6)
  }
})

test("marks around a text", () => {
  assert.equal(sub(1290), "₁₂₉₀")
  assert.deepEqual([number(-2), number(2)].map(inBrackets), ["(−2)", "2"])
  assert.equal(escaped(`<i title="'">&`), "&#60;i title=&#34;&#39;&#34;&#62;&#38;")
})

test("before a run is played its table says that it is at the start", () => {
  assert.match(captionOf(0, 0, 0, 0), /^Row 0, the start/)
  assert.match(captionOf(3, 14, 40, 9), /3 to 14 of 40.* 9\./)
})

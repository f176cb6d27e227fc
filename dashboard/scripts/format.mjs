// Numbers as a reader writes them: a true minus, few digits, and ≈ where digits were left out.

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
const SUBSCRIPT = "₀₁₂₃₄₅₆₇₈₉"
const raised = (text, digits) => String(text).replace("-", "⁻").replace(/\d/g, (digit) => digits[digit])

const sub = (index) => raised(index, SUBSCRIPT)

function number(value, digits = 6) {
  if (!Number.isFinite(value)) return "–"
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) {
    const [mantissa, exponent] = value.toExponential(Math.min(digits - 1, 3)).split("e")
    return `${mantissa.replace("-", "−")} × 10${raised(Number(exponent), SUPERSCRIPT)}`
  }
  return String(Number(value.toPrecision(digits))).replace("-", "−")
}

const fixed = (value, places) =>
  (Math.abs(value) >= 1e7 ? number(value) : value.toFixed(places)).replace(/^-(0\.?0*)$/, "$1").replace("-", "−")

const inBrackets = (text) => (text.startsWith("−") ? `(${text})` : text)

// Is the shown text all there is, or was something left out? 24 × 0.01 is 0.24 to a reader, whatever the last bit says.
const isExact = (value, digits = 6) => Math.abs(Number(value.toPrecision(digits)) - value) <= 4e-15 * Math.abs(value)

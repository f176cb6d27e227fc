// A number beside an axis: all the digits that tell it from its neighbours.

import { POWERS_FROM, SUPERSCRIPT, raised, spelled } from "./format.mjs"

/** @type {(tick: number) => string} */
export function tickText(tick) {
  const size = Math.abs(tick)
  if (size < 10 ** POWERS_FROM && (tick === 0 || size >= 10 ** -POWERS_FROM * 10)) return spelled(String(Number(tick.toPrecision(12))))
  const [mantissa, power] = String(Number(tick.toPrecision(9)).toExponential()).split("e")
  return `${spelled(mantissa)} × 10${raised(Number(power), SUPERSCRIPT)}`
}

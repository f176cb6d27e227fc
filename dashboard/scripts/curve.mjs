// The curve: the point on it, its tangent, and the step in the numbers of the row under the playhead.

const REACH = 5 // half a tangent's length, in units of x

function stepInNumbers(cell, row, fact, last) {
  const from = row < last || row === 0 ? row : row - 1
  const [x, slope, alpha] = [cell("x", from), cell("estimate", from), fact("step_size")]
  const next = x - alpha * slope
  const result = number(next)
  const equals = isExact(next) && isExact(x) && isExact(slope) ? "=" : "≈"
  const [symbol, following] = [`x${sub(from)}`, `x${sub(from + 1)}`]
  const taken = from < row ? "The last step" : "The next step"
  const move = number(alpha * slope)
  return `<p class="caption">${taken}</p>
    <p class="numbers">${following} = ${symbol} − α · f′(${symbol})</p>
    <p class="numbers">${number(x)} − ${number(alpha)} × ${inBrackets(number(slope))}</p>
    <p class="result">${equals} ${result}</p>
    <p class="caption">At x = ${number(x)} the slope is ${number(slope)}. Times ${number(alpha)} that is ${move}, which is
    taken off x.</p>`
}

function answer(cell, fact) {
  const rows = [
    ["x", cell("x"), fact("x")],
    ["f(x)", cell("f"), fact("f")],
  ].map(([name, value, truth]) => `<tr><th scope="row">${name}</th><td class="now">${fixed(value, 2)}</td>
      <td class="truth">${number(truth)}</td><td>${number(value - truth, 3)}</td></tr>`)
  rows.push(`<tr><th scope="row">distance²</th><td class="now">${number(cell("distance"), 3)}</td><td class="truth">0</td><td></td></tr>`)
  return `<table><thead><tr><th></th><th scope="col">descent</th><th scope="col">minimum</th><th scope="col">difference</th></tr></thead>
    <tbody>${rows.join("")}</tbody></table>
    <p class="caption">x in full: ${String(cell("x")).replace("-", "−")}</p>`
}

export default (models, _event, _data, { index }) => {
  const paint = (cell, row, fact, last) => {
    write(models.numbers, () => stepInNumbers(cell, row, fact, last))
    write(models.answer, () => answer(cell, fact))
    const [x, f, slope] = [cell("x"), cell("f"), cell("slope")]
    return {
      x: [x], f: [f], iteration: [row], distance: [cell("distance")],
      x0: [x - REACH], y0: [f - REACH * slope], x1: [x + REACH], y1: [f + REACH * slope],
    }
  }
  new Playhead(models, paint)
  whenLost(models.trace.document, models.verdict)
  if (models.curve_plot) {
    startHandle(index.find_one(models.curve_plot), models, ["x", "f"], ([x]) => `x = ${number(x)}`, ([x]) => x)
  }
  followTheme(models)
  leaveScrolling(models.trace.document)
}

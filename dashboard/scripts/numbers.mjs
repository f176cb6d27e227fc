// The step in numbers, for any method: what it saw, what it remembers, and how far it moved.

function stepTable(cell, row, fact, last, names, slopes) {
  if (last === 0) return `<p class="caption">${fact("rule")}</p><p class="caption">Press Play, or Step, to see the numbers.</p>`
  const from = row < last ? row : row - 1
  const taken = from < row ? "The last step" : "The next step"
  const columns = names.map((name, axis) => {
    const [before, after, velocity] = [cell(name, from), cell(name, from + 1), cell(`velocity_${axis}`, from + 1)]
    return { before, after, velocity, slope: cell(slopes[axis], from), moved: after - before }
  })
  const line = (word, key, digits, look = "") =>
    `<tr><th scope="row">${word}</th>${columns.map((column) => `<td class="${look}">${number(column[key], digits)}</td>`).join("")}</tr>`
  const remembered = columns[0].velocity === undefined ? "" : line("velocity", "velocity", 3)
  const alpha = cell("alpha", from) ?? fact("step_size")
  const head = names.map((name) => `<th scope="col">${name}</th>`).join("")
  return `<p class="caption">${taken}, at α = ${number(alpha, 4)}</p>
    <table class="step"><thead><tr><td></td>${head}</tr></thead><tbody>${line(`from ${point(from)}`, "before", 5)}
    ${line("slope there", "slope", 3)}${remembered}${line("step", "moved", 3)}${line(`to ${point(from + 1)}`, "after", 5, "now")}</tbody></table>
    <p class="caption rule">${fact("method")}: ${fact("rule")}</p>`
}

const point = (index) => `θ${sub(index)}`

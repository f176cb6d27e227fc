// A race: the ways of all who started from one place, and who arrived when.

const DASHES = ["solid", [8, 4], [2, 3], [8, 4, 2, 4], [12, 3]]
const isDark = ({ facts }) => {
  const chosen = isOurs() ? document.documentElement.dataset.theme : facts.get("theme")[0]
  return chosen === "dark" || (chosen === "system" && matchMedia("(prefers-color-scheme: dark)").matches)
}

// `path` holds the rows to draw by; what is at the playhead is read from `cell`.
function showRivals(models, path, cell, row) {
  const { lanes, facts, rival_colours: colours } = models
  const known = (number) => path[`gap_${number}`] !== undefined // facts come before rows
  const numbers = facts.get("runners")[0].map((_, index) => index).filter((number) => number > 0 && known(number))
  if (numbers.length === 0 && lanes.get_length() === 0) return
  const rise = facts.get("rise")[0]
  const second = (number) => path[`theta_${number}_1`] ?? path[`value_${number}`]
  quietly(lanes, { data: {
    xs: numbers.map((number) => path[`theta_${number}_0`]),
    ys: numbers.map(second),
    iterations: numbers.map(() => path.iteration),
    heights: numbers.map((number) => path[`gap_${number}`].map((height) => height + rise)),
    x: numbers.map((number) => cell(`theta_${number}_0`)),
    y: numbers.map((number) => cell(`theta_${number}_1`) ?? cell(`value_${number}`)),
    iteration: numbers.map(() => row),
    height: numbers.map((number) => cell(`gap_${number}`) + rise),
    colour: numbers.map((number) => colours[isDark(models) ? 1 : 0][number - 1]),
    dash: numbers.map((number) => DASHES[number - 1]),
    alpha: numbers.map((number) => (facts.get("pinned")[0][number] ? 0.75 : 0.9)),
  } })
}

function raceTable({ lanes }, cell, row, fact) {
  const [names, arrivals, ends, endings] = ["runners", "arrivals", "ends", "endings"].map(fact)
  const heights = names.map((_, index) => (index === 0 ? cell("gap") ?? cell("distance") : cell(`gap_${index}`)))
  const colours = ["var(--given)", ...(lanes.get("colour") ?? [])]
  const rows = names.map((name, index) => `<tr class="runner"><th scope="row"><i style="background: ${colours[index]}"></i>${escaped(name)}</th>
      <td class="${index === 0 ? "now" : ""}">${number(heights[index], 3)}</td><td>${arrived(row, arrivals[index], ends[index], endings[index])}</td></tr>`)
  return `<table><thead><tr><td></td><th scope="col">height</th><th scope="col">arrived</th></tr></thead><tbody>${rows.join("")}</tbody></table>
    <p class="caption">Arrived: all but a ten-thousandth of the way down, and a tenth of the way there.</p>`
}

function arrived(row, arrival, end, ending) {
  if (arrival !== null && row >= arrival) return `step ${arrival}`
  if (row < end) return "…"
  return ending
}

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

// Equal scales on both axes, whatever the shape of the panel, so that a step is seen to cross the contours squarely.

/** @type {(plot: Plot, facts: Source) => void} */
export function keepScale(plot, facts) {
  const fit = () => {
    const [left, right, bottom, top] = ["left", "right", "bottom", "top"].map((side) => facts.get(side)[0])
    const { inner_width: width, inner_height: height } = plot
    if (!(width > 0 && height > 0)) return
    const unit = Math.max((right - left) / width, (top - bottom) / height)
    look(plot.x_range, (left + right) / 2, (unit * width) / 2)
    look(plot.y_range, (bottom + top) / 2, (unit * height) / 2)
  }
  const look = (range, middle, half) => {
    const [start, end] = [middle - half, middle + half]
    range.setv({ start, end, reset_start: start, reset_end: end }, { sync: false })
  }
  plot.properties.inner_width.change.connect(fit)
  plot.properties.inner_height.change.connect(fit)
  let before = ""
  facts.properties.data.change.connect(() => {
    const window = ["left", "right", "bottom", "top"].map((side) => facts.get(side)[0]).join()
    if (window !== before) fit()
    before = window
  })
  fit()
}

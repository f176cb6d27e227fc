// The timeline lies under its figure and begins where the frame does, however wide the numbers beside the axis are.

const AROUND = 8 // pixels of a frame's border that the playhead's handle reaches over

/** @type {(view: any) => void} */
export function alignTimeline(view) {
  const timeline = /** @type {HTMLElement | null} */ (document.querySelector(".timeline"))
  if (!view || !timeline) return
  const align = () => {
    const { left, width } = view.frame.bbox
    if (width > 0) timeline.style.setProperty("--axis", `${left - AROUND}px`)
  }
  view.model.properties.inner_width.change.connect(align)
  align()
}

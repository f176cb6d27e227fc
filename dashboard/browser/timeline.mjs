// The timeline lies under its figure and begins where the first row is, however wide the numbers beside the axis are.

import { keepRoom, roomOf } from "./room.mjs"

const AROUND = 8 // pixels of a frame's border that the playhead's handle reaches over

/** @type {(view: any) => void} */
export function alignTimeline(view) {
  if (!view) return
  keepRoom(view.model)
  const timeline = /** @type {HTMLElement | null} */ (document.querySelector(".timeline"))
  if (!timeline) return
  timeline.style.setProperty("--room", `${roomOf()}px`)
  const align = () => {
    const { left, width } = view.frame.bbox
    if (width > 0) timeline.style.setProperty("--axis", `${left - AROUND}px`)
  }
  view.model.properties.inner_width.change.connect(align)
  align()
}

// What every chapter's page has beside what its rows show: names and words for who cannot see it, names of axes that fit,
// words that keep within their figures, the table of rows, and a word where the server goes away.

import { fitAxes } from "./axes.mjs"
import { Describer } from "./describe.mjs"
import { awaitLanding } from "./landing.mjs"
import { whenLost } from "./lost.mjs"
import { nameWidgets } from "./names.mjs"
import { tabulate } from "./rows.mjs"
import { alignTimeline } from "./timeline.mjs"
import { keepWithin } from "./within.mjs"
import { writeInPlace } from "./words.mjs"

// The last of the plots is the timeline. `texts` has what a figure shows in words, by the name of its model.
/** @type {(playhead: import("./playhead.mjs").Playhead, index: Views, plots: (Plot | undefined)[], texts: Record<string, Words>) => void} */
export function furnish(playhead, index, plots, texts) {
  const { trace, verdict } = playhead.models
  const timeline = plots[plots.length - 1]
  whenLost(trace.document, verdict)
  if (timeline) alignTimeline(index.find_one(timeline))
  fitAxes(plots)
  keepWithin(plots, index)
  nameWidgets(trace.document, index)
  writeInPlace(trace.document, index)
  awaitLanding(playhead.models, index, playhead.beats)
  tabulate(playhead)
  new Describer(playhead, index, texts)
}

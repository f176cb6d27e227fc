// What the server says of a run's end waits until the last step has landed, whose beats its visitor still sees.

/** @type {(models: Models, index: Views, beats: import("./beats.mjs").Beats) => void} */
export function awaitLanding({ verdict, judged }, index, beats) {
  const view = index.find_one(verdict)
  if (view) {
    const put = view.rerender
    view.rerender = () => beats.afterwards(put)
  }
  const tell = () => document.dispatchEvent(new Event("judged"))
  judged?.properties.data.change.connect(() => beats.afterwards(tell))
}

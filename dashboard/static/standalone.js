// What the server does on a page that has one: the run goes back to its start, and words say how it ended.
{
  const { ended } = document.body.dataset
  const begin = () => {
    const model = (name) => window.Bokeh?.documents[0]?.get_model_by_name(name)
    if (!model("counter")?.text) return setTimeout(begin, 30) // until then there is no playhead to answer
    const [playhead, play, reset, trace, verdict] = ["playhead", "play", "reset", "trace", "verdict"].map(model)
    const last = trace.get_length() - 1
    const say = () => {
      const text = playhead.value === last ? ended : playhead.value === 0 ? "Press Play." : ""
      if (verdict.text !== text) verdict.text = text
    }
    const again = () => {
      if (playhead.value !== last || play.label !== "Play") return
      playhead.value = 0
      play.trigger_event(new (Bokeh.require("core/bokeh_events").ButtonClick)())
    }
    play.on_event("button_click", again)
    reset.on_event("button_click", () => (playhead.value = 0))
    playhead.properties.value.change.connect(say)
    playhead.value = 0
    say()
  }
  begin()
}

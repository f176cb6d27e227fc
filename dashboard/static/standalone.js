// What the server does on a page that has one: the run goes back to its start, and words say how it ended.
{
  const { ended } = document.body.dataset
  const begin = (doc) => {
    const names = ["playhead", "play", "reset", "trace", "verdict"]
    const [playhead, play, reset, trace, verdict] = names.map((name) => doc.get_model_by_name(name))
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
  whenReady(begin)
}

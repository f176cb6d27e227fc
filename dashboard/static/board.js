// The board, for a projector: the truth stays hidden until it is revealed, and keys choose step sizes. Nobody is told.
{
  const button = document.querySelector("#reveal")
  const typed = "input, select, textarea"

  // What tells the truth is out of view again, and does not come back open.
  function closeInstruments() {
    for (const fold of document.querySelectorAll(".instruments [data-fold]")) fold.open &&= getComputedStyle(fold).display !== "none"
  }

  function begin(doc) {
    const models = ["hidden_truth", "trace", "presets", "facts", "heights"].map((name) => doc.get_model_by_name(name))
    const [truth, trace, presets, facts, heights] = models
    const reveal = (shown) => {
      document.body.classList.toggle("revealed", shown)
      button.textContent = shown ? "Hide" : "Reveal"
      truth.setv({ booleans: shown ? null : [] }, { sync: false })
      showHeights()
      if (!shown) closeInstruments()
    }
    // How far there is to go tells where the truth is.
    const showHeights = () => {
      const alpha = document.body.matches(".revealed") || !facts.get("is_distance")[0] ? 1 : 0
      heights.setv({ major_label_text_alpha: alpha, axis_label_text_alpha: alpha }, { sync: false })
    }
    facts.properties.data.change.connect(showHeights)
    const turn = () => reveal(!document.body.matches(".revealed"))
    button.addEventListener("click", turn)
    trace.properties.data.change.connect(() => reveal(false)) // another run, or the same from its start
    reveal(false)
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
      const [inner] = event.composedPath()
      if (inner instanceof Element && inner.matches(typed)) return
      const isExercise = document.querySelector(".options, [data-fold=presets][hidden]") !== null // digits answer, or would tell
      if (event.key.toLowerCase() === "v") turn()
      else if (!isExercise && /^[1-9]$/.test(event.key) && event.key <= presets.labels.length) presets.active = Number(event.key) - 1
    })
  }

  whenReady(begin)
}

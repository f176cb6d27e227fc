// The board, for a projector: the truth stays hidden until it is revealed, and keys choose step sizes. Nobody is told.
{
  const button = document.querySelector("#reveal")
  const typed = "input, select, textarea"

  function begin(doc) {
    const [truth, trace, presets] = ["hidden_truth", "trace", "presets"].map((name) => doc.get_model_by_name(name))
    const reveal = (shown) => {
      document.body.classList.toggle("revealed", shown)
      button.textContent = shown ? "Hide" : "Reveal"
      truth.setv({ booleans: shown ? null : [] }, { sync: false })
    }
    const turn = () => reveal(!document.body.matches(".revealed"))
    button.addEventListener("click", turn)
    trace.properties.data.change.connect(() => reveal(false)) // another run, or the same from its start
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
      const [inner] = event.composedPath()
      if (inner instanceof Element && inner.matches(typed)) return
      if (event.key.toLowerCase() === "v") turn()
      else if (/^[1-9]$/.test(event.key) && event.key <= presets.labels.length) presets.active = Number(event.key) - 1
    })
  }

  whenReady(begin)
}

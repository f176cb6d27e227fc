// The opening of a first visit: a curve, its dot, α and Play under one sentence, another one after each run. It is
// there for who has not been here, and is left at any moment; all else of the page only waits out of view. Settled in
// the head, before anything is painted.
{
  const KEPT = "introduced"
  const root = document.documentElement
  let runs = 0

  const isIntroduced = () => {
    try {
      return localStorage.getItem(KEPT) !== null
    } catch {
      return false // storage may be forbidden: then each visit is a first one
    }
  }

  const leave = () => {
    delete root.dataset.opening
    try {
      localStorage.setItem(KEPT, "1")
    } catch {
      // then it holds for this page only
    }
  }

  const tell = () => {
    const sentences = [...document.querySelectorAll("#opening p")]
    root.dataset.opening = String(Math.min(runs, sentences.length - 1))
    for (const [place, sentence] of sentences.entries()) sentence.hidden = String(place) !== root.dataset.opening
  }

  const countRuns = (doc) => {
    const [play, trace, facts] = ["play", "trace", "facts"].map((name) => doc.get_model_by_name(name))
    play.properties.label.change.connect(() => {
      const hasEnded = play.label === "Play" && trace.get_length() > facts.get("last")[0]
      if (!hasEnded || root.dataset.opening === undefined) return
      runs += 1
      tell()
    })
  }

  const begin = () => {
    document.querySelector("#everything").addEventListener("click", leave)
    document.addEventListener("keydown", (event) => {
      const [inner] = event.composedPath()
      if (event.key === "Escape" && !(inner instanceof Element && inner.matches("input, select, textarea"))) leave()
    })
    whenReady(countRuns)
  }

  if (!isIntroduced()) {
    root.dataset.opening = "0"
    addEventListener("DOMContentLoaded", begin)
  }
}

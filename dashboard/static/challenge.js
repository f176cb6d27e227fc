// A challenge: once its run has ended, what the server found; and which challenges this browser has done.
{
  const KEPT = "challenges"
  const card = document.querySelector(".card")
  const said = card.querySelector(".said")
  const links = [...card.querySelectorAll("nav a")]

  const model = (name) => Bokeh.documents[0].get_model_by_name(name)

  function done() {
    try {
      const names = JSON.parse(localStorage.getItem(KEPT))
      return new Set(links.map((link) => link.dataset.name).filter((name) => names.includes(name)))
    } catch {
      return new Set() // nothing is kept, it is not ours, or storage may be forbidden
    }
  }

  function keep(name) {
    try {
      localStorage.setItem(KEPT, JSON.stringify([...done().add(name)]))
    } catch {
      // then nothing is kept
    }
  }

  function tick() {
    const names = done()
    for (const link of links) {
      const isDone = names.has(link.dataset.name)
      link.classList.toggle("solved", isDone)
      link.setAttribute("aria-label", `${link.textContent}: ${link.dataset.tip}${isDone ? ", done" : ""}`)
    }
    card.querySelector(".progress").textContent = names.size ? `${names.size} of ${links.length} done` : ""
  }

  // What somebody's proof brings is not this visitor's own doing.
  function follow() {
    const judged = model("judged")
    const tell = () => {
      const [isDone, words, link] = ["done", "words", "link"].map((name) => judged.get(name)[0])
      if (isDone && judged.get("own")[0]) keep(card.dataset.name)
      say(isDone, words)
      if (isDone) document.body.dataset.proof = new URL(link, location.href).href
      else delete document.body.dataset.proof
      tick()
    }
    judged.properties.data.change.connect(tell)
    tell()
  }

  function say(isDone, words) {
    if (isDone === undefined) return said.replaceChildren()
    said.replaceChildren(card.querySelector(`template.${isDone ? "done" : "missing"}`).content.cloneNode(true))
    said.querySelector(".words").textContent = words
  }

  tick()
  whenReady(follow)
}

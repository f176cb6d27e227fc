// Which exercises have been done here: the browser keeps them by kind and name, each with the link that proves it if it has
// one. The menu, the strip of names and a challenge's card show it.
{
  const KEPT = "exercises"
  const BEFORE = { "done lesson": "lesson", "done bug": "bug", challenges: "challenge" } // keys of lists of names, by kind

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key))
    } catch {
      return null // what is kept is not ours, or storage may be forbidden
    }
  }

  const readList = (key) => {
    const names = read(key)
    return Array.isArray(names) ? names : []
  }

  const readDone = () => {
    const before = Object.entries(BEFORE).flatMap(([key, kind]) => readList(key).map((name) => [`${kind} ${name}`, ""]))
    const done = read(KEPT)
    return { ...Object.fromEntries(before), ...(done?.constructor === Object ? done : {}) }
  }

  const keep = (done) => {
    try {
      localStorage.setItem(KEPT, JSON.stringify(done))
      for (const key of Object.keys(BEFORE)) localStorage.removeItem(key)
    } catch {
      // then nothing more is kept
    }
  }

  const showProof = (link, proof) => {
    link.hidden = !proof
    if (proof) link.search = document.body.matches(".board") ? `${proof}&board=1` : proof
  }

  const show = () => {
    const done = readDone()
    for (const link of document.querySelectorAll("[data-exercise]")) link.classList.toggle("done", link.dataset.exercise in done)
    for (const link of document.querySelectorAll(".proof")) showProof(link, done[link.dataset.of])
    for (const shelf of document.querySelectorAll(".shelves > *")) {
      const count = (selector) => shelf.querySelectorAll(selector).length
      shelf.querySelector(".count").textContent = `${count(".done")} of ${count("[data-exercise]")}`
    }
  }

  document.addEventListener("exercise-done", (/** @type {any} */ { detail: { kind, name, proof = "" } }) => {
    keep({ ...readDone(), [`${kind} ${name}`]: proof })
    show()
  })
  show()
  document.querySelector(".names [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" })
}

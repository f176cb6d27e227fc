// Which exercises have been done here: the browser keeps their names, and the menu and the strip of names show it.
{
  const names = (shelf) => {
    try {
      return new Set(JSON.parse(localStorage.getItem(`done ${shelf}`)))
    } catch {
      return new Set() // what is kept is not ours, or storage may be forbidden
    }
  }

  const keep = ({ shelf, name }) => {
    try {
      localStorage.setItem(`done ${shelf}`, JSON.stringify([...names(shelf).add(name)]))
    } catch {
      // then nothing is kept
    }
  }

  const show = () => {
    for (const link of document.querySelectorAll("[data-shelf]")) {
      link.classList.toggle("done", names(link.dataset.shelf).has(link.dataset.name))
    }
  }

  document.addEventListener("exercise-done", (/** @type {any} */ event) => {
    keep(event.detail)
    show()
  })
  show()
  document.querySelector(".names [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" })
}

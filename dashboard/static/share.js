// A link to the run, and its code, for the clipboard.

import { copy } from "./copy.js"

async function copyBy(button, text) {
  button.said ??= [...button.childNodes]
  await copy(text)
  button.textContent = "Copied"
  setTimeout(() => button.replaceChildren(...button.said), 1500)
}

// Of a board, too, the link leads to a page at a desk: it is for those who look at the board.
function addressAtADesk() {
  const address = new URL(location.href)
  if (address.searchParams.has("board")) address.searchParams.delete("board")
  return address.href
}

// Of a challenge that is done, the link that plays it.
const addressOfRun = () => document.body.dataset.proof ?? addressAtADesk()

function codeInWords() {
  const html = Bokeh.documents[0].get_model_by_name("code").text
  return new DOMParser().parseFromString(html, "text/html").body.textContent
}

document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element && target.closest("#copy, #copy-code, .prove")
  if (button) copyBy(button, button.id === "copy-code" ? codeInWords() : addressOfRun())
})

// A text on the clipboard.

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const field = Object.assign(document.createElement("textarea"), { value: text }) // http on a class's network
    document.body.append(field)
    field.select()
    document.execCommand("copy")
    field.remove()
  }
}

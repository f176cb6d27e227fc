// Stands in a room's page before all else: who is it that comes? The teacher's key and a pupil's seat are kept by the
// browser. The seat goes into the address, the key never does. The code has capitals before a socket is opened.
{
  const link = new URL(location.href)
  const given = link.searchParams
  const code = (given.get("room") ?? "").trim()
  const kept = (name) => {
    try {
      return localStorage.getItem(`${name} ${code.toUpperCase()}`)
    } catch {
      return null // storage may be forbidden: then the address alone has the seat
    }
  }
  const brought = /^#key=([\w-]{1,64})$/.exec(link.hash) // from the teacher's other device
  if (brought) {
    try {
      localStorage.setItem(`key ${code.toUpperCase()}`, brought[1])
    } catch {
      // then this device cannot be the teacher's
    }
    link.hash = ""
  }
  const isNew = code.toLowerCase() === "new"
  if (!isNew) given.set("room", code.toUpperCase())
  const as = document.documentElement.dataset.role
  let leaves = false
  if (!isNew && as === "pupil" && kept("key")) {
    given.delete("seat")
    given.set("as", "teacher")
    leaves = true
  } else if (as === "pupil" && !given.has("seat") && kept("seat")) {
    given.set("seat", kept("seat"))
    leaves = true
  }
  if (leaves) {
    window.WebSocket = /** @type {any} */ (class extends EventTarget {}) // of this page, which is left
    location.replace(link)
  } else history.replaceState(history.state, "", link)
}

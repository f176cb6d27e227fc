// Light or dark, settled before anything is painted: the link's choice, else the visitor's, else the system's.
{
  const system = matchMedia("(prefers-color-scheme: dark)")
  const asked = document.currentScript.dataset.theme
  const kept = () => {
    try {
      return localStorage.getItem("theme")
    } catch {
      return null // storage may be forbidden, as in a frame
    }
  }
  const settle = () => {
    const wanted = asked === "system" ? kept() : asked
    document.documentElement.dataset.theme = wanted ?? (system.matches ? "dark" : "light")
  }
  system.addEventListener("change", settle)
  settle()
}

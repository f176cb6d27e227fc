// A chip in a figure that its visitor has moved: it says so, and leads home.

const TEXT = "view moved · home"

export class HomeChip {
  /** @type {HTMLElement | null} made when it is first needed */
  element = null
  /**
   * @param {any} view of the figure
   * @param {Models["colours"]} colours
   * @param {() => void} comeHome
   */
  constructor(view, colours, comeHome) {
    this.view = view
    this.colours = colours
    this.comeHome = comeHome
  }

  show() {
    this.element ??= this.make()
    const { bbox } = this.view.frame
    this.element.style.left = `${bbox.left + 8}px`
    this.element.style.top = `${bbox.top + 8}px`
    this.element.hidden = false
  }

  hide() {
    if (this.element !== null) this.element.hidden = true
  }

  make() {
    const [rim, text, panel, now] = ["rim", "text", "panel", "now"].map((role) => `var(--${role}, ${this.colours[role][0]})`)
    const style = document.createElement("style")
    style.textContent = `.home-chip { position: absolute; z-index: 4; padding: 2px 10px; min-height: 28px; cursor: pointer;
        border: 1px solid ${rim}; border-radius: 14px; font: 13px/20px system-ui, sans-serif;
        color: ${text}; background: ${panel} }
      .home-chip[hidden] { display: none }
      .home-chip:focus-visible { outline: 2px solid ${now}; outline-offset: 2px }`
    const chip = Object.assign(document.createElement("button"), { type: "button", className: "home-chip", textContent: TEXT })
    chip.addEventListener("click", () => this.comeHome())
    this.view.shadow_el.append(style, chip)
    return chip
  }
}

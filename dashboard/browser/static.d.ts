// What the scripts of `static/` find on a page.

declare const Bokeh: {
  documents: any[]
  index: Views
  require(name: "core/bokeh_events"): { ButtonClick: new () => unknown }
}

interface Window {
  Bokeh?: typeof Bokeh
}

// Which element a selector is for, the template knows.
interface ParentNode {
  querySelector(selectors: string): any
  querySelectorAll(selectors: string): NodeListOf<any>
}

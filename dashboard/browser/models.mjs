// Bokeh's models, as all of this uses them.

// Nothing that only this page has to know goes to the server.
/** @type {(model: Model, values: object) => void} */
export const quietly = (model, values) => model.setv(values, { sync: false })

// Some columns are there for some runs only.
/** @type {(source: Source, name: string) => any} */
export const columnOf = (source, name) => (source.columns().includes(name) ? source.get(name) : undefined)

// Bokeh's models, as all of this uses them.

// Nothing that only this page has to know goes to the server.
export const quietly = (model, values) => model.setv(values, { sync: false })

// Some columns are there for some runs only.
export const columnOf = (source, name) => (source.columns().includes(name) ? source.get(name) : undefined)

// A finger on a figure scrolls the page; panning by finger is there for whoever picks the tool.

/** @param {any} document_ */
export function leaveScrolling(document_) {
  if (!matchMedia("(pointer: coarse)").matches) return
  for (const model of document_._all_models.values()) {
    if (model.type === "PanTool") model.setv({ active: false }, { sync: false })
  }
}

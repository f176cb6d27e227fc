// A marker: an arrow that points right, through the middle of its place.

const HEAD = 0.45 // of half its length

/** @type {(args: object, glyph: unknown, marker: { r: number }) => Path2D} */
export default (_args, _glyph, { r }) => {
  const path = new Path2D()
  path.moveTo(-r, 0)
  path.lineTo(r, 0)
  path.moveTo(r * (1 - 2 * HEAD), -r * HEAD)
  path.lineTo(r, 0)
  path.lineTo(r * (1 - 2 * HEAD), r * HEAD)
  return path
}

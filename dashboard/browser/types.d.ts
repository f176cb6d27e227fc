// What these modules use of BokehJS, and what Python hands to them: for the type checker alone, in sight of all.

interface Signal {
  connect(slot: () => void): void
}

interface Property {
  attr: string
  change: Signal
  is_unset: boolean
  /** Whether the server is never told. */
  internal: boolean
  get_value(): any
}

interface Model extends Iterable<Property> {
  name: string | null
  type: string
  tags: any[]
  properties: Record<string, Property>
  change: Signal
  document: any
  setv(values: object, options?: { sync: boolean }): void
  on_event(name: string, act: (event: any) => void): void
  [attribute: string]: any
}

interface Source extends Model {
  data: object
  streaming: Signal
  columns(): string[]
  get(name: string): any
  get_length(): number
}

interface Range extends Model {
  start: number
  end: number
  reset_start: number
  reset_end: number
}

interface Plot extends Model {
  x_range: Range
  y_range: Range
  inner_width: number
  inner_height: number
  renderers: any[]
}

/** Finds the view of a model that is on the page. */
interface Views {
  find_one(model: Model): any
}

/** The arguments of a chapter's module, as `View.ready` has them in Python. */
interface Models {
  trace: Source
  path: Source
  marks: Source
  now: Source
  facts: Source
  lanes: Source
  finish: Source
  playhead: Model
  play: Model
  back: Model
  step: Model
  reset: Model
  counter: Model
  verdict: Model
  /** Of each role, the colour on a light page and on a dark one. */
  colours: Record<string, [string, string]>
  /** Of each rival, its two colours and its dashes; and how opaque a path is. */
  rivals: { colours: [string, string][]; dashes: (string | number[])[]; alphas: { pinned: number; other: number } }
  titles: Record<string, string>
  /** What is there on some pages only. */
  [name: string]: any
}

/** A value of the row under the playhead, or of another row. */
type Cell = (name: string, row?: number) => any

/** What is true of the whole run. */
type Fact = (name: string) => any

/** What a figure shows, in words. */
type Words = (cell: Cell, fact: Fact, row: number, plot: Plot) => string

/** What a chapter works out of the row shown: columns of `now`. */
type Paint = (cell: Cell, row: number, fact: Fact, last: number, beat: number) => Record<string, number>

/** Which of the three beats of a step it is, and how far that has come; 0 is none. */
type Beat = { beat: number; share: number }

/** Draws the beat of a step from a row to the next, and says which columns of `now` it changes, if any. */
type Stage = (cell: Cell, row: number, fact: Fact, now: Beat) => Record<string, number> | null

/** Where a word is on the screen, in pixels. */
type Box = { left: number; right: number; top: number; bottom: number }

type Comet = { draw: () => void; keep: (rows: number[]) => number[]; follow: (again: () => void) => void }

type Pair = [number, number]

/** A facet of the surface: the indices of its corners, square to it, and how high it is, 0 to 1. */
type Facet = { around: number[]; normal: number[]; height: number }

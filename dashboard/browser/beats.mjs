// A step in three beats: what the slope is, what is made of it, and where that leads. Between two rows, in the browser
// alone: the row before stays the one that is shown until the beats have ended.

const LONGEST = 1500 // milliseconds
const SHARE = 0.9 // of the time from one row to the next
const SLOW = 1.5 // rows a second: faster ones come before three beats could be told apart
const ENDS = [0.36, 0.7, 1] // of the beats, as shares of them all

export const LAST_BEAT = ENDS.length

/** @type {Beat} */
export const AT_REST = { beat: 0, share: 0 }

// How long the beats of a step take, in milliseconds, at a speed in rows a second; 0 where there are none.
/** @type {(speed: number) => number} */
export const lengthAt = (speed) => (speed > SLOW ? 0 : Math.min(LONGEST, (SHARE * 1000) / speed))
export const LENGTH_OF_PRESS = LONGEST

/** @type {() => boolean} */
export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches

// The beat some milliseconds after the first began, or null when all three are over.
/** @type {(elapsed: number, length: number) => Beat | null} */
export function beatAt(elapsed, length) {
  const done = Math.max(0, elapsed) / length
  const index = ENDS.findIndex((end) => done < end)
  if (index < 0) return null
  const start = ENDS[index - 1] ?? 0
  return { beat: index + 1, share: (done - start) / (ENDS[index] - start) }
}

// How much of its way a beat has made that is the one asked for, one that is over, or one to come.
/** @type {(now: Beat, beat: number) => number} */
export const shareOf = (now, beat) => (now.beat === beat ? eased(now.share) : now.beat > beat ? 1 : 0)

const eased = (share) => share * share * (3 - 2 * share)

/** @type {(from: number, to: number, share: number) => number} */
export const between = (from, to, share) => from + share * (to - from)

// One step on its way. It ends by itself, or at once when something else is wanted.
export class Beats {
  now = AT_REST
  /** @type {number | null} where it leads */
  row = null
  /** @type {() => void} */
  arrive = () => {}
  /** @type {number | null} */
  frame = null
  /** @type {Set<() => void>} what waits until it has ended */
  waiting = new Set()
  /** @param {(isNew: boolean) => void} paint told whether another beat has begun */
  constructor(paint) {
    this.paint = paint
  }

  /** @type {(row: number, length: number, arrive: () => void) => void} */
  begin(row, length, arrive) {
    this.row = row
    this.arrive = arrive
    const begun = performance.now()
    const advance = (time) => {
      const next = beatAt(time - begun, length)
      if (next === null) return this.finish()
      const isNew = next.beat !== this.now.beat
      this.now = next
      this.frame = requestAnimationFrame(advance)
      this.paint(isNew)
    }
    advance(begun)
  }

  finish() {
    if (this.row === null) return
    const { arrive } = this
    this.stop()
    arrive()
    this.release()
  }

  cancel() {
    this.stop()
    this.release()
  }

  stop() {
    if (this.frame !== null) cancelAnimationFrame(this.frame)
    this.frame = null
    this.row = null
    this.now = AT_REST
  }

  // Do something once the step has ended, or now if none is on its way: what says how a run ended is not to come before.
  /** @type {(act: () => void) => void} */
  afterwards(act) {
    if (this.row === null) act()
    else this.waiting.add(act)
  }

  release() {
    const acts = [...this.waiting]
    this.waiting.clear()
    for (const act of acts) act()
  }
}

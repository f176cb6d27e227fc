// A clock that is set by hand, and a screen that is drawn when it is told to be.

import { beforeEach, mock } from "node:test"

let time = 0
/** @type {Map<number, (time: number) => void>} */
export const frames = new Map()

export const now = () => time

beforeEach(() => {
  time = 1000
  frames.clear()
  mock.method(performance, "now", now)
  let asked = 0
  Object.assign(globalThis, {
    requestAnimationFrame(act) {
      frames.set(++asked, act)
      return asked
    },
    cancelAnimationFrame: (name) => frames.delete(name),
  })
})

export function wait(milliseconds) {
  time += milliseconds
}

// The screen is drawn so many milliseconds later.
export function pass(milliseconds) {
  wait(milliseconds)
  const due = [...frames.values()]
  frames.clear()
  for (const act of due) act(time)
}

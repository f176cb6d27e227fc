// What is asked of the server about a visitor's own data: one request at a time, as `points`, which the server answers
// by writing the points there, whatever was asked. Of moves of one point that wait, the last one counts.

const NO_REPLY = 250

export class Requests {
  /** @param {Model} points */
  constructor(points) {
    this.points = points
    /** @type {string[]} */
    this.queue = []
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined
    this.sending = false
    /** @type {(() => void) | undefined} */
    this.task = undefined
    /** @type {(() => void)[]} */
    this.listeners = []
    points.properties.value.change.connect(() => this.sending || this.answered())
  }

  /** @param {string} text */
  ask(text) {
    const sameMove = (other) => text.startsWith("move ") && other.startsWith(`${text.split(" ", 2).join(" ")} `)
    if (this.queue.length && sameMove(this.queue[this.queue.length - 1])) this.queue.pop()
    this.queue.push(text)
    this.send()
  }

  /** @param {() => void} listener */
  whenAnswered(listener) {
    this.listeners.push(listener)
  }

  /** Do something once every answer is there; of what waits for that, the last one counts.
   * @param {() => void} task */
  whenIdle(task) {
    this.task = task
    this.runTask()
  }

  runTask() {
    const { task } = this
    if (task === undefined || !this.isIdle) return
    this.task = undefined
    task()
  }

  get isIdle() {
    return this.waiting === undefined && this.queue.length === 0
  }

  send() {
    if (this.waiting !== undefined || this.queue.length === 0) return
    this.waiting = setTimeout(() => this.next(), NO_REPLY)
    this.sending = true
    this.points.value = this.queue.shift()
    this.sending = false
  }

  next() {
    clearTimeout(this.waiting)
    this.waiting = undefined
    this.send()
    this.runTask()
  }

  answered() {
    this.next()
    for (const listener of this.listeners) listener()
  }
}

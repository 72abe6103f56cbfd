import type { Moment } from './projector.ts'

/** Shows the moment that was asked for last, whatever was asked for meanwhile. */
export interface ShowLoop {
  /** Resolves once the moment, or a later one, is shown. */
  request(moment: Moment): Promise<void>
  /** Nothing has come of what was asked for, for longer than anyone waits in silence. */
  readonly isStuck: boolean
  stop(): void
}

const stuckMs = 250

export function createShowLoop(show: (moment: Moment) => Promise<void>): ShowLoop {
  let wanted: Moment | null = null
  let isOver = false
  /** Rounds of showing what is wanted that are under way. */
  let rounds = 0
  let running: Promise<unknown> = Promise.resolve()
  let lastMs = 0

  async function drain(): Promise<void> {
    if (!rounds++) lastMs = performance.now()
    try {
      while (wanted && !isOver) {
        const moment: Moment = wanted
        wanted = null
        await show(moment)
        lastMs = performance.now()
      }
    } finally {
      rounds--
    }
  }
  return {
    async request(moment) {
      wanted = moment
      // While playing, the next moment is on its way before the frame has drawn the last one.
      if (rounds < (moment.speed > 0 ? 2 : 1)) running = Promise.all([running.catch(() => undefined), drain()])
      await running
    },
    get isStuck() {
      return rounds > 0 && performance.now() - lastMs > stuckMs
    },
    stop() {
      isOver = true
    },
  }
}

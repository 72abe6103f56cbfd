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
/** A round has this long before a moment that is sought meanwhile takes its place: who scrubs sees something on the way. */
const patienceMs = 500

interface Round {
  readonly begunMs: number
  readonly giveUp: AbortController
  timer?: ReturnType<typeof setTimeout>
}

/** @param show resolves to false where it was given up. */
export function createShowLoop(show: (moment: Moment, giveUp: AbortSignal) => Promise<boolean>): ShowLoop {
  let wanted: Moment | null = null
  let isOver = false
  /** Showing what is wanted, under way. */
  const rounds = new Set<Round>()
  /** Runs through what is wanted until nothing is. */
  let drains = 0
  let running: Promise<unknown> = Promise.resolve()
  let lastMs = 0

  async function drain(): Promise<void> {
    if (!drains++) lastMs = performance.now()
    try {
      while (wanted && !isOver) {
        const moment: Moment = wanted
        wanted = null
        const round: Round = { begunMs: performance.now(), giveUp: new AbortController() }
        rounds.add(round)
        try {
          if (await show(moment, round.giveUp.signal)) lastMs = performance.now()
        } finally {
          clearTimeout(round.timer)
          rounds.delete(round)
        }
      }
    } finally {
      drains--
    }
  }
  return {
    async request(moment) {
      wanted = moment
      // While playing, the next moment is on its way before the frame has drawn the last one.
      if (drains < (moment.speed > 0 ? 2 : 1)) running = Promise.all([running.catch(() => undefined), drain()])
      else if (moment.speed === 0)
        for (const round of rounds)
          round.timer ??= setTimeout(() => round.giveUp.abort(), Math.max(0, round.begunMs + patienceMs - performance.now()))
      await running
    },
    get isStuck() {
      return drains > 0 && performance.now() - lastMs > stuckMs
    },
    stop() {
      isOver = true
      for (const { giveUp, timer } of rounds) {
        clearTimeout(timer)
        giveUp.abort()
      }
    },
  }
}

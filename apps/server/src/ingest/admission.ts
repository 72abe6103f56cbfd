import { pass, reject, type Step, type Work } from './step.ts'

export interface Admission {
  /** Lets a chunk or an asset whose body has come be worked on, or sends it away for a while. */
  readonly admit: Step
  leave(work: Work): void
}

/** Seconds for which who is sent away stays away: not all the same, so that they do not come back together. */
const awayS = [2, 3, 4, 5] as const

/**
 * At most so many are worked on at the same time: beyond that nothing gets faster, everyone only waits longer and
 * takes memory. To read a body and say no costs a small part of what taking it does.
 */
export function createAdmission(most: number): Admission {
  const inside = new Set<Work>()
  let sentAway = 0
  return {
    admit(work) {
      if (inside.size >= most) return reject('unavailable', 'too many at once', awayS[sentAway++ % awayS.length])
      inside.add(work)
      return pass
    },
    leave: (work) => void inside.delete(work),
  }
}

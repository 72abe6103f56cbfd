import type { Work } from './step.ts'

/**
 * Bodies in memory at the same time, from their first byte to the answer: in all, and of one project or one network, so
 * that nobody takes everyone's room. A network's is for 100 chunks of 60 KB a second that wait five seconds each, or for
 * six of the largest assets.
 */
const most = { allBytes: 128 << 20, projectBytes: 64 << 20, networkBytes: 32 << 20 } as const

export interface BodyLoad {
  /** Counts bytes as held by a request; false when that is more than there is room for. They are counted all the same. */
  hold(work: Work, bytes: number): boolean
  /** The request is answered: nothing of its body is held any more. */
  leave(work: Work): void
}

export function createBodyLoad(): BodyLoad {
  const works = new Map<Work, number>()
  const projects = new Map<string, number>()
  const networks = new Map<string, number>()
  let all = 0
  function change<K>(held: Map<K, number>, key: K, bytes: number): number {
    const now = (held.get(key) ?? 0) + bytes
    if (now > 0) held.set(key, now)
    else held.delete(key)
    return now
  }
  return {
    hold(work, bytes) {
      all += bytes
      change(works, work, bytes)
      const ofProject = change(projects, work.project!.id, bytes)
      const ofNetwork = change(networks, work.network, bytes)
      return all <= most.allBytes && ofProject <= most.projectBytes && ofNetwork <= most.networkBytes
    },
    leave(work) {
      const bytes = works.get(work)
      if (bytes === undefined) return
      works.delete(work)
      all -= bytes
      change(projects, work.project!.id, -bytes)
      change(networks, work.network, -bytes)
    },
  }
}

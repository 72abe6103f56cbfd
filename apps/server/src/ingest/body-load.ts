/** Bodies in memory at the same time: in all, and of one project or one network, so that nobody takes everyone's room. */
const most = { allBytes: 128 << 20, projectBytes: 64 << 20, networkBytes: 32 << 20 } as const

export interface BodyLoad {
  /** Counts bytes as held; false when that is more than there is room for. They are counted all the same. */
  hold(project: string, network: string, bytes: number): boolean
  release(project: string, network: string, bytes: number): void
}

export function createBodyLoad(): BodyLoad {
  const projects = new Map<string, number>()
  const networks = new Map<string, number>()
  let all = 0
  function change(held: Map<string, number>, key: string, bytes: number): number {
    const now = (held.get(key) ?? 0) + bytes
    if (now > 0) held.set(key, now)
    else held.delete(key)
    return now
  }
  return {
    hold(project, network, bytes) {
      all += bytes
      const ofProject = change(projects, project, bytes)
      const ofNetwork = change(networks, network, bytes)
      return all <= most.allBytes && ofProject <= most.projectBytes && ofNetwork <= most.networkBytes
    },
    release(project, network, bytes) {
      all -= bytes
      change(projects, project, -bytes)
      change(networks, network, -bytes)
    },
  }
}

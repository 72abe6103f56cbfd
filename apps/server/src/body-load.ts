/** Who a body is held for. */
export interface Holder {
  /** The part of the sender's address that limits go by; empty: this machine. */
  readonly network: string
  /** Absent where that is not known, or there is none. */
  readonly project?: { readonly id: string }
}
/** Bytes of bodies in memory at the same time: in all, and of one project or one network, so that nobody takes everyone's room. */
export interface BodyRoom {
  readonly allBytes: number
  readonly projectBytes: number
  readonly networkBytes: number
}

export interface BodyLoad {
  /** Counts bytes as held, from the first one to the answer; false when that is more than there is room for. They are counted all the same. */
  hold(holder: Holder, bytes: number): boolean
  /** The request is answered: nothing of its body is held any more. */
  leave(holder: Holder): void
}

export function createBodyLoad(most: BodyRoom): BodyLoad {
  const holders = new Map<Holder, number>()
  const projects = new Map<string, number>()
  const networks = new Map<string, number>()
  let all = 0
  function change<K>(held: Map<K, number>, key: K, bytes: number): number {
    const now = (held.get(key) ?? 0) + bytes
    if (now > 0) held.set(key, now)
    else held.delete(key)
    return now
  }
  const changeProject = ({ project }: Holder, bytes: number): number => (project ? change(projects, project.id, bytes) : 0)
  return {
    hold(holder, bytes) {
      all += bytes
      change(holders, holder, bytes)
      const ofProject = changeProject(holder, bytes)
      const ofNetwork = change(networks, holder.network, bytes)
      return all <= most.allBytes && ofProject <= most.projectBytes && ofNetwork <= most.networkBytes
    },
    leave(holder) {
      const bytes = holders.get(holder)
      if (bytes === undefined) return
      holders.delete(holder)
      all -= bytes
      changeProject(holder, -bytes)
      change(networks, holder.network, -bytes)
    },
  }
}

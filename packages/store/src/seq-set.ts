/** Numbers of a tab’s chunks: nearly always all from 0 on, and then it takes no more memory for a thousand than for one. */
export interface SeqSet {
  has(seq: number): boolean
  add(seq: number): void
}

export function createSeqSet(): SeqSet {
  let next = 0
  const beyond = new Set<number>()
  return {
    has: (seq) => seq < next || beyond.has(seq),
    add(seq) {
      if (seq > next) beyond.add(seq)
      if (seq !== next) return
      do next++
      while (beyond.delete(next))
    },
  }
}

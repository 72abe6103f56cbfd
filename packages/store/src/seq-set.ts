/** Numbers of a tab’s chunks, nearly always one after the other: then it takes no more memory for a thousand than for one. */
export interface SeqSet {
  /** All from here on … */
  from: number
  /** … to before here. */
  next: number
  others: Set<number> | null
}

export const createSeqSet = (): SeqSet => ({ from: 0, next: 0, others: null })

export const hasSeq = (set: SeqSet, seq: number): boolean => (seq >= set.from && seq < set.next) || (set.others?.has(seq) ?? false)

export function addSeq(set: SeqSet, seq: number): void {
  if (set.from === set.next) set.from = set.next = seq
  if (seq === set.next) {
    do set.next++
    while (set.others?.delete(set.next))
  } else if (seq === set.from - 1) {
    do set.from--
    while (set.others?.delete(set.from - 1))
  } else if (!hasSeq(set, seq)) (set.others ??= new Set()).add(seq)
}

/** Numbers of a tab’s chunks, nearly always one after the other: then it takes no more memory for a thousand than for one. */
export class SeqSet {
  /** All from here on … */
  private from = 0
  /** … to before here. */
  private next = 0
  private others: Set<number> | null = null

  has(seq: number): boolean {
    return (seq >= this.from && seq < this.next) || (this.others?.has(seq) ?? false)
  }

  add(seq: number): void {
    if (this.from === this.next) this.from = this.next = seq
    if (seq === this.next) {
      do this.next++
      while (this.others?.delete(this.next))
    } else if (seq === this.from - 1) {
      do this.from--
      while (this.others?.delete(this.from - 1))
    } else if (!this.has(seq)) (this.others ??= new Set()).add(seq)
  }
}

import { type Damage, overlaps } from './scan.ts'

/** Stretches of the log that were found damaged since the start, each told once and counted once. @see docs/storage-format.md#L7 */
export interface DamageBook {
  add(damage: Damage): void
  readonly count: number
}

export function createDamageBook(nameOf: (file: number) => string, onNotice: (text: string) => void): DamageBook {
  const known: Damage[] = []
  return {
    add(damage) {
      const { file, at, sizeBytes } = damage
      // What a scan found as a record, a reader finds as the chunk in it.
      if (known.some((one) => overlaps(one, damage))) return
      known.push(damage)
      onNotice(`${sizeBytes} bytes at ${at} of ${nameOf(file)} are damaged and passed over.`)
    },
    get count() {
      return known.length
    },
  }
}

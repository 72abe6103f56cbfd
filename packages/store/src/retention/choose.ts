import type { StoredSession } from '../catalog/usage.ts'

/** How much a session is worth keeping when room is short: a person wrote in it, something went wrong in it, or neither. */
export type Worth = 'noted' | 'telling' | 'plain'
const order: Readonly<Record<Worth, number>> = { plain: 0, telling: 1, noted: 2 }

/**
 * Which sessions go so that what is left takes no more than the quota: plain ones first, the oldest of them before the
 * others, and those with notes last.
 */
export function chooseForQuota(
  sessions: readonly StoredSession[],
  { usedBytes, quotaBytes, worthOf }: { usedBytes: number; quotaBytes: number; worthOf: (session: string) => Worth },
): StoredSession[] {
  let overBytes = usedBytes - quotaBytes
  const chosen: StoredSession[] = []
  const worst = [...sessions].sort((a, b) => order[worthOf(a.session)] - order[worthOf(b.session)] || a.lastMs - b.lastMs)
  for (const session of worst) {
    if (overBytes <= 0) break
    overBytes -= session.sizeBytes
    chosen.push(session)
  }
  return chosen
}

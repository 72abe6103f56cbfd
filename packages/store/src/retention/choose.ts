import type { StoredSession } from '../catalog/usage.ts'

/** How much a session is worth keeping when room is short: a person wrote in it, something went wrong in it, or neither. */
export type Worth = 'noted' | 'telling' | 'plain'
const order: Readonly<Record<Worth, number>> = { plain: 0, telling: 1, noted: 2 }

/**
 * Which sessions go so that what is left takes no more than the quota: plain ones first, the oldest of them before the
 * others, and those with notes last. Where all of them would not be enough, only plain ones do.
 */
export async function chooseForQuota(
  sessions: readonly StoredSession[],
  options: {
    usedBytes: number
    quotaBytes: number
    worthOf(session: string): Worth
    /** Bytes of assets that go with a session, once those that were asked about before are gone. */
    assetBytesOf(session: string): Promise<number>
  },
): Promise<{ chosen: StoredSession[]; isEnough: boolean }> {
  const { usedBytes, quotaBytes, worthOf, assetBytesOf } = options
  let overBytes = usedBytes - quotaBytes
  const chosen: StoredSession[] = []
  const worst = [...sessions].sort((a, b) => order[worthOf(a.session)] - order[worthOf(b.session)] || a.lastMs - b.lastMs)
  for (const session of worst) {
    if (overBytes <= 0) break
    overBytes -= session.sizeBytes + (await assetBytesOf(session.session))
    chosen.push(session)
  }
  if (overBytes <= 0) return { chosen, isEnough: true }
  return { chosen: chosen.filter(({ session }) => worthOf(session) === 'plain'), isEnough: false }
}

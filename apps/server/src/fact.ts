/** So long who asks how the server is waits for what may be down. */
const patienceMs = 1_000

/**
 * A fact that must be asked for elsewhere. Rejects when that fails, or takes longer than a second. Who asks meanwhile gets the
 * same answer, so that questions to what hangs do not pile up.
 */
export function createFact<T>(read: () => T | Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null
  return async () => {
    asked ??= Promise.resolve()
      .then(read)
      .finally(() => (asked = null))
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`No answer within ${patienceMs} ms.`)), patienceMs)
    })
    return Promise.race([asked, late]).finally(() => clearTimeout(timer))
  }
}

/** By name: what `/health` tells. */
export type Facts = Readonly<Record<string, () => Promise<unknown>>>

/** Those that cannot be had are null, and named. */
export async function gatherFacts(facts: Facts): Promise<{ found: Record<string, unknown>; unanswered: string[] }> {
  const found: Record<string, unknown> = {}
  const unanswered: string[] = []
  const ask = async ([name, fact]: [string, () => Promise<unknown>]): Promise<void> => {
    // Their order is kept.
    found[name] = null
    try {
      found[name] = await fact()
    } catch {
      unanswered.push(name)
    }
  }
  await Promise.all(Object.entries(facts).map(ask))
  return { found, unanswered: unanswered.sort() }
}

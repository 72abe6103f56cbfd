import type { Metadata, Project } from '@playhead/store'

/** Finds the project of a write key. */
export type FindProject = (writeKey: string) => Promise<Project | null>

/** While the metadata can’t be asked, what was known so long ago is good enough: recording goes on. */
const staleMs = 3_600_000

/**
 * Remembers answers for a moment, because every chunk asks. A new or changed project is known everywhere
 * after `keepMs`. Keys that nobody has are remembered apart, so that guessing pushes out none that somebody has.
 */
export function createProjectFinder({ projects }: Metadata, keepMs = 1000, maxKeys = 5000): FindProject {
  const known = new Map<string, { untilMs: number; project: Project }>()
  const unknown = new Map<string, { untilMs: number; project: null }>()
  function remember<T>(map: Map<string, T>, writeKey: string, entry: T): void {
    known.delete(writeKey)
    unknown.delete(writeKey)
    map.set(writeKey, entry)
    if (map.size > maxKeys) map.delete(map.keys().next().value!)
  }
  return async (writeKey) => {
    const found = known.get(writeKey) ?? unknown.get(writeKey)
    if (found && found.untilMs > Date.now()) return found.project
    let project: Project | null
    try {
      project = await projects.byWriteKey(writeKey)
    } catch (error) {
      if (found?.project && found.untilMs > Date.now() - staleMs) return found.project
      throw error
    }
    const untilMs = Date.now() + keepMs
    if (project) remember(known, writeKey, { untilMs, project })
    else remember(unknown, writeKey, { untilMs, project })
    return project
  }
}

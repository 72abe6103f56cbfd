import type { Metadata, Project } from '@playhead/store'

/** Finds the project of a write key. */
export type FindProject = (writeKey: string) => Promise<Project | null>

/** While the metadata can’t be asked, what was known so long ago is good enough: recording goes on. */
const staleMs = 3_600_000

/**
 * Remembers answers for a moment, because every chunk asks. A new or changed project is known everywhere
 * after `keepMs`.
 */
export function createProjectFinder({ projects }: Metadata, keepMs = 1000, maxKeys = 5000): FindProject {
  const known = new Map<string, { untilMs: number; project: Project | null }>()
  return async (writeKey) => {
    const found = known.get(writeKey)
    if (found && found.untilMs > Date.now()) return found.project
    let project: Project | null
    try {
      project = await projects.byWriteKey(writeKey)
    } catch (error) {
      if (found?.project && found.untilMs > Date.now() - staleMs) return found.project
      throw error
    }
    known.delete(writeKey)
    known.set(writeKey, { untilMs: Date.now() + keepMs, project })
    if (known.size > maxKeys) known.delete(known.keys().next().value!)
    return project
  }
}

import { type Metadata, type Project, StoreError } from '@playhead/store'

/** The project that records this server's own demo shop. */
export const demoProjectId = 'demo'

export async function ensureDemoProject(metadata: Metadata, origins: readonly string[]): Promise<Project> {
  const found = await metadata.projects.byId(demoProjectId)
  if (!found) {
    try {
      return await metadata.projects.create({ id: demoProjectId, name: 'Demo shop', origins })
    } catch (error) {
      // Another server on the same database was first.
      if (error instanceof StoreError && error.code === 'taken') return ensureDemoProject(metadata, origins)
      throw error
    }
  }
  const missing = origins.filter((origin) => !found.origins.includes(origin))
  return missing.length ? ((await metadata.projects.setOrigins(demoProjectId, origins)) ?? found) : found
}

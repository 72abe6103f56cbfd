import type { Catalog } from '../catalog/catalog.ts'
import type { Ask } from '../index/engine.ts'
import type { ProjectStatus } from '../store.ts'

/** How much a project has sent. */
export async function askStatus(ask: Ask, catalog: Catalog, project: string): Promise<ProjectStatus> {
  const [row] = await ask<{ sessions: number }>(
    'SELECT count() AS sessions FROM playhead.sessions FINAL WHERE project = {project:String}',
    { project },
  )
  const { chunks, firstMs, lastMs } = await catalog.totals(project)
  const timeOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())
  return { sessions: row?.sessions ?? 0, chunks, firstEventAt: timeOf(firstMs), lastEventAt: timeOf(lastMs) }
}

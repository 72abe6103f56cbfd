import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeCatalog } from './catalog.contract.ts'
import { openCatalog } from './sqlite.ts'

describeCatalog('SQLite', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-catalog-'))
  const catalog = openCatalog(dir)
  let file = 0
  return {
    catalog,
    async store(chunks) {
      file++
      let at = 16
      for (const chunk of chunks) {
        catalog.add(chunk, { file, at, chunkAt: at + 40, endAt: at + 40 + chunk.sizeBytes })
        at += 40 + chunk.sizeBytes
      }
      return file
    },
    async dispose() {
      catalog.close()
      rmSync(dir, { recursive: true })
    },
  }
})

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempDir } from '../../test/fixture.ts'
import { describeChunkLog } from './chunk-log.contract.ts'
import { openDirectoryLog } from './directory.ts'

describeChunkLog('log in a directory', async () => {
  const dir = tempDir()
  return {
    async begin() {
      rmSync(join(dir, 'log'), { recursive: true, force: true })
      mkdirSync(join(dir, 'log'))
    },
    open: async (fileBytes) => openDirectoryLog({ dir, rollBytes: fileBytes, knownAt: () => 0, onNotice: () => undefined }),
    edit: async ({ name }, change) => writeFileSync(join(dir, name), change(readFileSync(join(dir, name)))),
    dispose: async () => rmSync(dir, { recursive: true }),
  }
})

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../src/index.ts'
import { tempDir } from './fixture.ts'

test('a data directory with recordings of its own is refused by a sentence where all else is elsewhere', async () => {
  const own = tempDir()
  mkdirSync(join(own, 'log'))
  writeFileSync(join(own, 'log', '00000001.phl'), '')
  const nobody = 'http://127.0.0.1:1/'
  const elsewhere = { postgresUrl: 'postgres://127.0.0.1:1/a', s3Url: nobody, clickhouse: { url: nobody, cluster: undefined } }
  await expect(openStore({ dir: own, ...elsewhere })).rejects.toMatchObject({
    code: 'not-empty',
    message: expect.stringMatching(/PLAYHEAD_DATA/),
  })
  rmSync(own, { recursive: true })
})

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { tempDir } from '../../test/fixture.ts'
import { createChildConnection } from '../index/connection.ts'
import { createIndexEngine, linkConnection } from '../index/engine.ts'
import { openStore, type Store } from '../index.ts'
import { describeQuestions } from './question.contract.ts'

const dirs: string[] = []
const newDir = (): string => {
  dirs.push(tempDir())
  return dirs.at(-1)!
}
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true })
})

describeQuestions('questions', () => openStore({ dir: newDir() }), 200)

/** Every other row is as a code made it that did not know what sessions have been given since. */
async function forgetAdditions(dir: string, store: Store): Promise<Store> {
  await store.close()
  const engine = createIndexEngine(
    linkConnection(createChildConnection(join(dir, 'index'), { clickhouse: null, cluster: null }, () => undefined)),
  )
  await engine.command(
    `ALTER TABLE playhead.sessions UPDATE additions = 0, clicked = [] WHERE cityHash64(session) % 2 = 0 SETTINGS mutations_sync = 2`,
    {},
  )
  await engine.close()
  return openStore({ dir })
}
const dir = newDir()
describeQuestions(
  'questions to rows of which an earlier code made some',
  () => openStore({ dir }),
  40,
  (store) => forgetAdditions(dir, store),
)

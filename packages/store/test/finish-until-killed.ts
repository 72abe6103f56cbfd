/** Lets one session go on and makes its recording file each time, until it is killed. */
import { writeSync } from 'node:fs'
import { openStore } from '../src/index.ts'
import { chunkOf, epochMs, filler, keyframe, sessionId, start } from './fixture.ts'

const store = await openStore({ dir: process.argv[2]! })
const session = sessionId(1)
const known = (await store.recording('demo', session))?.chunks.length ?? 0
writeSync(1, 'ready\n')
for (let seq = known; ; seq++) {
  const fromMs = epochMs + seq * 20_000
  const more = [fromMs + 1, fromMs + 9_000, fromMs + 18_000].map((timeMs) => ({ ...filler(timeMs, 100_000), id: 6 }))
  await store.append(await chunkOf({ session, seq }, seq === 0 ? [keyframe(fromMs), start(fromMs), ...more] : more))
  const made = await store.recordings.finish('demo', session)
  if (made.result !== 'made') throw new Error(JSON.stringify(made))
  writeSync(1, 'made\n')
}

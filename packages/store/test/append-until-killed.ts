/** Appends chunks until it is killed, and prints each one's place once it is acknowledged. */
import { writeSync } from 'node:fs'
import { openStore } from '../src/index.ts'
import { chunkOf, epochMs, filler, page, sessionId, start } from './fixture.ts'

const [dir, round] = [process.argv[2]!, Number(process.argv[3])]
const store = await openStore({ dir })
writeSync(1, 'ready\n')
await Promise.all(
  Array.from({ length: 8 }, async (_, lane) => {
    const session = sessionId(round * 100 + lane)
    for (let seq = 0; ; seq++) {
      const chunk = await chunkOf({ session, seq }, [start(epochMs + seq), page(epochMs + seq, '/x'), filler(epochMs + seq, 2_000)])
      if ((await store.append(chunk)) === 'stored')
        writeSync(1, `${session} ${seq} ${Buffer.from(chunk.bytes.subarray(-4)).toString('hex')}\n`)
    }
  }),
)

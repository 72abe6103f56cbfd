/** Appends to a log in S3 until it is killed, and prints each record's number and place once it is acknowledged. */
import { writeSync } from 'node:fs'
import { openS3 } from '../src/bytes/s3.ts'
import { openS3Log } from '../src/log/s3.ts'
import { openLogObjects } from './log-objects.ts'
import { recordOf } from './log-record.ts'

const [url, objectsPath, round] = [process.argv[2]!, process.argv[3]!, Number(process.argv[4])]
const objects = openLogObjects(objectsPath)
const log = openS3Log({ bytes: openS3(url, { pauseMs: 5 }), objects, gatherMs: 5, onNotice: () => undefined })
writeSync(1, 'ready\n')
await Promise.all(
  Array.from({ length: 6 }, async (_, lane) => {
    for (let n = round * 100_000 + lane * 10_000; ; n++) {
      const { file, chunkAt, endAt } = await log.append(recordOf(n, { sizeBytes: 2_000 }))
      writeSync(1, `${n} ${file} ${chunkAt} ${endAt}\n`)
    }
  }),
)

import { randomBytes } from 'node:crypto'
import { StoreError } from '../error.ts'
import type { ByteStore } from './byte-store.ts'
import { openDirectory } from './directory.ts'
import { openS3 } from './s3.ts'

/** Where assets and recording files are: in a data directory, unless an S3 is named. */
export interface BytePlace {
  readonly dir: string
  /** `https://KEY:SECRET@host/bucket?region=…` */
  readonly s3Url?: string | undefined
}

export const openBytes = ({ dir, s3Url }: BytePlace): ByteStore => (s3Url === undefined ? openDirectory(dir) : openS3(s3Url))

/** Writes, lists, reads and deletes an object, so that what is not allowed is known at the start. Throws StoreError `s3-unreachable`. */
export async function checkS3(s3Url: string): Promise<void> {
  // Who starts it waits: it is not asked so often.
  const bytes = openS3(s3Url, { attempts: 2 })
  const key = `check/${randomBytes(8).toString('hex')}`
  await bytes.put(key, [Buffer.from('playhead')])
  const keys: string[] = []
  for await (const found of bytes.list(key)) keys.push(found)
  const text = (await bytes.read(key, 4, 4))?.toString()
  await bytes.delete(key)
  if (text !== 'head' || keys[0] !== key || (await bytes.get(key)) !== null)
    throw new StoreError('s3-unreachable', 'S3 does not give back what was put there. Check that PLAYHEAD_S3_URL is the address of an S3.')
}

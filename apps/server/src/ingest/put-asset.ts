import { createHash } from 'node:crypto'
import { StoreError } from '@playhead/store'
import { pass, reject, type Step } from './step.ts'

const hashForm = /^[0-9A-Za-z_-]{22}$/
const mimeForm = /^(?:image|font|audio|video|text|application)\/[\w.+-]{1,80}$/

/** Keeps an asset whose bytes are what its hash says, and that a chunk of the project names: the key alone lets nobody fill the disk. */
export const putAsset: Step = async ({ query, body, project }, { store }) => {
  const hash = query.get('h') ?? ''
  const mime = query.get('m') ?? ''
  if (!hashForm.test(hash)) return reject('bad-asset', `hash "${hash.slice(0, 40)}"`)
  if (!mimeForm.test(mime)) return reject('bad-asset', `type "${mime.slice(0, 40)}"`)
  if (createHash('sha256').update(body!).digest().subarray(0, 16).toString('base64url') !== hash) return reject('bad-asset', hash)
  try {
    return (await store.assets.put(project!.id, hash, mime, body!)) ? pass : reject('bad-asset', `no stored chunk names ${hash}`)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    if (error.code === 'bad-hash') return reject('bad-asset', hash)
    return error.code === 'disk-full' ? reject('disk-full', '', 5) : reject('unavailable', error.code, 5)
  }
}

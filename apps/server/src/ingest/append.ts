import { StoreError } from '@playhead/store'
import { pass, reject, type Step } from './step.ts'

/** Hands the chunk to the log, waits until it is on disk, and makes the answer. */
export const append: Step = async (work, { store, sessions, storing }) => {
  const { header, project, signals, body, receivedMs, network } = work
  try {
    const result = await store.append({ project: project!.id, receivedMs, bytes: body!, header: header!, signals: signals! })
    if (result === 'conflict') return reject('conflict', `tab ${header!.tab} chunk ${header!.seq}`)
    work.result = result
    // What was there already says nothing of what can be written now.
    if (result === 'stored') storing.stored()
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    storing.failed(error.code)
    if (error.code === 'erased') return reject('erased', '')
    return error.code === 'disk-full' ? reject('disk-full', '', 5) : reject('unavailable', error.code, 2)
  }
  sessions.add(project!.id, header!.session, {
    network,
    sizeBytes: work.result === 'stored' ? body!.length : 0,
    baseMs: header!.baseMs,
    endMs: header!.endMs,
  })
  const want: string[] = []
  for (const signal of signals!) {
    // The chunk is kept already. Where it cannot be known whether an asset is, it could not be kept now either.
    if (
      signal.type === 'asset' &&
      signal.hash &&
      !want.includes(signal.hash) &&
      !(await store.assets.has(project!.id, signal.hash).catch(() => true))
    )
      want.push(signal.hash)
  }
  work.answer = { ok: true, token: sessions.tokenFor(project!.id, header!.session), want }
  return pass
}

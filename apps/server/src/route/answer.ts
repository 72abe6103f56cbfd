import { z } from '@hono/zod-openapi'
import { ApiError, projectId, recordingId } from '@playhead/api'
import { StoreError, type StoreErrorCode } from '@playhead/store'

/** Parts of route definitions that repeat. Refusals are the same for all and are added to the document as a whole. */
export const jsonBody = <S extends z.ZodType>(schema: S): { content: { 'application/json': { schema: S } }; required: true } => ({
  content: { 'application/json': { schema } },
  required: true,
})
export const jsonAnswer = <S extends z.ZodType>(
  schema: S,
  description: string,
): { description: string; content: { 'application/json': { schema: S } } } => ({ description, content: { 'application/json': { schema } } })

export const projectParams = z.object({ id: projectId })
export const sessionParams = z.object({ id: projectId, sid: recordingId })

const storeCodes: Readonly<Record<StoreErrorCode, ConstructorParameters<typeof ApiError>[0]>> = {
  'dir-in-use': 'dir-in-use',
  'dir-unwritable': 'dir-unwritable',
  'newer-data': 'newer-data',
  'damaged-file': 'damaged-file',
  'disk-full': 'disk-full',
  'log-poisoned': 'unavailable',
  'log-overloaded': 'unavailable',
  'index-down': 'index-down',
  'filter-unsupported': 'bad-filter',
  'bad-question': 'bad-request',
  'bad-hash': 'bad-asset',
  'postgres-unreachable': 'postgres-unreachable',
  's3-unreachable': 's3-unreachable',
  'clickhouse-unreachable': 'clickhouse-unreachable',
  'index-taken': 'index-taken',
  'question-too-heavy': 'question-too-heavy',
  'lease-lost': 'unavailable',
  'file-in-use': 'unavailable',
  taken: 'taken',
  erased: 'erased',
  'not-empty': 'not-empty',
  'bad-backup': 'bad-backup',
  'restore-unfinished': 'restore-unfinished',
  closed: 'unavailable',
}

/** Whether another server failed. Its sentence names hosts and users: that is for the log. */
export const isOutside = (code: string): boolean => /^(postgres|s3|clickhouse)-unreachable$/.test(code)

/** Whatever was thrown, as a refusal of the table; null: it was not foreseen. */
export function apiErrorOf(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error
  if (error instanceof StoreError && isOutside(error.code)) return new ApiError(storeCodes[error.code])
  if (error instanceof StoreError) return new ApiError(storeCodes[error.code], error.message)
  return null
}

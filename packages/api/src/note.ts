import { z } from 'zod'
import { instant, recordingId } from './schema.ts'

/** ms since the session's start. */
const atMs = z.number().int().min(0).max(86_400_000)

export const note = z
  .object({
    id: recordingId,
    atMs,
    text: z.string(),
    /** The name of who wrote it; empty: a script did. */
    author: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'Note' })
export type Note = z.infer<typeof note>

export const noteList = z.object({ items: z.array(note) }).meta({ id: 'NoteList' })

export const noteRequest = z.strictObject({ atMs, text: z.string().trim().min(1).max(2_000) }).meta({ id: 'NoteRequest' })
export type NoteRequest = z.infer<typeof noteRequest>

import type { ClipFormat, ClipJob } from '../../query/clip.ts'
import type { ClipSpan } from './clip-span.ts'

/** Whether a clip is the one of this span that is being drawn: its button tells how far it is. */
export const isRunningOf =
  (format: ClipFormat, { fromMs, toMs }: ClipSpan) =>
  (job: ClipJob): boolean =>
    job.format === format && job.fromMs === fromMs && job.toMs === toMs && job.failure === null

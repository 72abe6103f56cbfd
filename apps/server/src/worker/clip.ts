import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApiError, type Clip, type ClipRequest } from '@playhead/api'
import type { Log } from '../log.ts'
import { type Child, startScript } from './child.ts'

/** Draws clips, one after the other, in a process of their own: a Chromium takes most of a small machine. */
export interface Clips {
  /** `html` makes the file that the clip is drawn from. Throws ApiError `unavailable` when too many wait. */
  start(project: string, request: ClipRequest, html: () => Promise<string>): Clip
  /** Null: the project has no such clip, or not any more. */
  get(project: string, id: string): Clip | null
  file(project: string, id: string): Promise<{ readonly bytes: Buffer; readonly format: ClipRequest['format'] } | null>
  /** Ends what is being drawn and takes all files away. */
  stop(): Promise<void>
}

interface Job {
  readonly project: string
  readonly request: ClipRequest
  readonly startedMs: number
  dir: string
  clip: Clip
}

/** Drawn clips are kept so long, for whoever asked to fetch them. */
const keptMs = 60 * 60_000
const waitingLimit = 20

/** `isWorker`: this process has the role to do so. */
export function createClips(options: { root: string; isWorker: boolean; log: Log }): Clips {
  const script = join(options.root, 'apps/clip/dist/clip.mjs')
  const jobs = new Map<string, Job>()
  let last: Promise<void> = Promise.resolve()
  let child: Child | null = null
  let isOver = false

  const tell = (job: Job, news: Partial<Clip>): void => void (job.clip = { ...job.clip, ...news })
  const fileOf = ({ dir, request }: Job): string => join(dir, `clip.${request.format}`)

  async function draw(job: Job, html: () => Promise<string>): Promise<void> {
    if (isOver) return
    tell(job, { state: 'running' })
    try {
      job.dir = await mkdtemp(join(tmpdir(), 'playhead-clip-'))
      const source = join(job.dir, 'clip.html')
      await writeFile(source, await html())
      const { format, framesPerSecond = 12 } = job.request
      const words = ['--file', source, '--format', format, '--out', fileOf(job), '--fps', String(framesPerSecond)]
      child = startScript(script, words, (line: { done?: number; total?: number }) => tell(job, line))
      const { status, lastWords } = await child.ended
      await rm(source, { force: true })
      if (status === 0) tell(job, { state: 'done' })
      else tell(job, { state: 'failed', message: lastWords || `It ended with status ${status}.` })
      options.log.info({ status, format }, 'clip drawn')
    } catch (error) {
      tell(job, { state: 'failed', message: error instanceof Error ? error.message : String(error) })
    } finally {
      child = null
    }
  }
  const clear = (job: Job): Promise<void> => (job.dir ? rm(job.dir, { recursive: true, force: true }) : Promise.resolve())
  function forgetOld(): void {
    for (const [id, job] of jobs)
      if (Date.now() - job.startedMs > keptMs && /done|failed/.test(job.clip.state)) {
        jobs.delete(id)
        void clear(job)
      }
  }
  return {
    start(project, request, html) {
      if (!options.isWorker) throw new ApiError('unavailable', 'This server does not have the role worker.')
      if (!existsSync(script)) throw new ApiError('not-built', 'apps/clip')
      forgetOld()
      if ([...jobs.values()].filter(({ clip }) => clip.state === 'waiting').length >= waitingLimit)
        throw new ApiError('unavailable', `${waitingLimit} clips wait to be drawn.`)
      const id = randomUUID()
      const job: Job = { project, request, startedMs: Date.now(), dir: '', clip: { id, state: 'waiting', done: 0, total: 0, message: '' } }
      jobs.set(id, job)
      last = last.then(() => draw(job, html))
      return job.clip
    },
    get(project, id) {
      const job = jobs.get(id)
      return job?.project === project ? job.clip : null
    },
    async file(project, id) {
      const job = jobs.get(id)
      if (job?.project !== project || job.clip.state !== 'done') return null
      return { bytes: await readFile(fileOf(job)), format: job.request.format }
    },
    async stop() {
      isOver = true
      child?.process.kill('SIGTERM')
      await last
      await Promise.all([...jobs.values()].map(clear))
    },
  }
}

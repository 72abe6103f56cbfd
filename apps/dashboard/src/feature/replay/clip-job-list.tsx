import { ActionIcon, Progress, Text } from '@mantine/core'
import { IconCamera, IconX } from '@tabler/icons-react'
import type { ClipJob } from '../../query/clip.ts'
import { BusyButton } from '../../ui/busy-button.tsx'
import { showWhole } from '../../ui/show-whole.ts'
import { formatClock } from '../../ui/time.ts'
import { isRunningOf } from './clip-job.ts'
import type { ClipMode } from './clip-mode.ts'
import { clockOf } from './clip-span.ts'
import classes from './clip.module.css'
import { HtmlFile } from './html-file.tsx'
import { useClipState } from './use-clip-mode.ts'

const names = { gif: 'GIF', webm: 'Video', png: 'Still image' } as const

/** Clips that are being drawn and that no button tells of, and those that came to nothing. */
export function ClipJobList({
  project,
  session,
  mode,
  jobs,
  forget,
  takeStill,
}: {
  project: string
  session: string
  mode: ClipMode
  jobs: readonly ClipJob[]
  forget: (job: ClipJob) => void
  /** Takes a still with the browser's own means; undefined: it has none. */
  takeStill: ((job: ClipJob) => Promise<void>) | undefined
}) {
  const { span, isOpen } = useClipState(mode)
  const shown = jobs.filter((job) => !(isOpen && span && isRunningOf(job.format, span)(job)))
  if (!shown.length) return null
  return (
    <ul ref={showWhole} className={classes['jobs']} aria-label="Clips on their way">
      {shown.map((job) => (
        <li key={job.key} className={`sheet ${classes['job']!}`}>
          {job.failure === null ? (
            <Running job={job} />
          ) : (
            <>
              <Text fz="sm" className={classes['says']} role="alert">
                <b>{nameOf(job)} could not be drawn.</b> {job.failure}{' '}
                {job.format === 'png' && takeStill && 'This browser can take it instead: it asks what to share, choose this tab.'}
              </Text>
              {job.format === 'png' && takeStill && <BrowserStill take={() => takeStill(job)} />}
              {job.format !== 'png' && <HtmlFile project={project} session={session} span={job} label="HTML file instead" />}
              <ActionIcon
                className={classes['dismiss']}
                variant="subtle"
                aria-label={`Take away: ${nameOf(job)}`}
                onClick={() => forget(job)}
              >
                <IconX size={16} />
              </ActionIcon>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

const nameOf = (job: ClipJob): string => `${names[job.format]} of ${job.format === 'png' ? formatClock(job.fromMs) : clockOf(job)}`

/** What the server could not draw, the browser may take off the screen; it asks the person, who is told so before. */
function BrowserStill({ take }: { take: () => Promise<void> }) {
  return (
    <BusyButton className={classes['instead']} leftSection={<IconCamera size={16} />} run={take}>
      Take it with this browser
    </BusyButton>
  )
}

function Running({ job }: { job: ClipJob }) {
  const { done, total } = job
  return (
    <>
      <Text fz="sm" className="number" role="status">
        {nameOf(job)}: {total ? `${done} of ${total} frames` : 'waiting for its turn'}
      </Text>
      <Progress className={classes['bar']} value={(done / Math.max(total, 1)) * 100} size="xs" aria-label={nameOf(job)} />
    </>
  )
}

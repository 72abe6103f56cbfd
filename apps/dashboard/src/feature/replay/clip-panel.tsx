import { ActionIcon, Button, Text, Tooltip } from '@mantine/core'
import { IconPhotoVideo, IconLink, IconMovie, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ClipJob } from '../../query/clip.ts'
import { showWhole } from '../../ui/show-whole.ts'
import type { ClipMode } from './clip-mode.ts'
import { type ClipSpan, clockOf, lengthOf } from './clip-span.ts'
import { isRunningOf } from './clip-job.ts'
import classes from './clip.module.css'
import { HtmlFile } from './html-file.tsx'
import { copyLink } from './share.ts'
import { useClipState } from './use-clip-mode.ts'

/** What can be done with the span between the two handles. */
export function ClipPanel({
  project,
  session,
  mode,
  clips,
  close,
}: {
  project: string
  session: string
  mode: ClipMode
  clips: { readonly jobs: readonly ClipJob[]; start(request: ClipSpan & { format: 'gif' | 'webm' }): void }
  close: () => void
}) {
  const { span } = useClipState(mode)
  if (!span) return null
  const draw = (format: 'gif' | 'webm', name: string, icon: ReactNode) => (
    <DrawButton name={name} icon={icon} job={clips.jobs.find(isRunningOf(format, span))} start={() => clips.start({ ...span, format })} />
  )
  return (
    <section ref={showWhole} className={`sheet ${classes['panel']!}`} aria-label="Clip">
      <div className={classes['words']}>
        <Text fw={650} fz="sm" className="number" data-testid="clip-span">
          {clockOf(span)}, {lengthOf(span)}
        </Text>
        <Text fz="xs" c="dimmed" className={classes['hint']}>
          Share this part of the session
        </Text>
      </div>
      <div className={classes['buttons']}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconLink size={16} />}
          onClick={() => void copyLink(linkOf(span), 'Link to this clip copied')}
        >
          Copy link
        </Button>
        <Tooltip label="Opens without a server, in any browser">
          <HtmlFile project={project} session={session} span={span} label="HTML file" />
        </Tooltip>
        {draw('gif', 'GIF', <IconPhotoVideo size={16} />)}
        {draw('webm', 'Video (WebM)', <IconMovie size={16} />)}
      </div>
      <Tooltip label="Close (Esc)">
        <ActionIcon className={classes['dismiss']} variant="subtle" aria-label="Close the clip" onClick={close}>
          <IconX size={16} />
        </ActionIcon>
      </Tooltip>
    </section>
  )
}

/** Has a clip drawn, and tells how far it is. */
function DrawButton({ name, icon, job, start }: { name: string; icon: ReactNode; job: ClipJob | undefined; start: () => void }) {
  const drawn = job ? `${(job.done / Math.max(job.total, 1)) * 100}%` : '0%'
  return (
    <Button
      size="xs"
      variant="default"
      className={classes['draw']}
      leftSection={icon}
      aria-label={job ? `${name}, ${job.total ? `${job.done} of ${job.total} frames` : 'waiting'}` : name}
      aria-disabled={job !== undefined}
      data-busy={job !== undefined || undefined}
      style={{ '--drawn': drawn }}
      onClick={() => job ?? start()}
    >
      <span className="number">{job ? (job.total ? `${job.done} / ${job.total}` : 'Waiting …') : name}</span>
    </Button>
  )
}

/** Opens at the beginning of the span and stops at its end; without the list that this session was found in. */
function linkOf({ fromMs, toMs }: ClipSpan): string {
  const link = new URL(location.pathname, location.href)
  link.searchParams.set('t', String(fromMs))
  link.searchParams.set('to', String(toMs))
  return link.href
}

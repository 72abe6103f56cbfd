import { Button, Group, Loader, Progress, Text } from '@mantine/core'
import { ApiError } from '@playhead/api'
import { IconEyeOff, IconPlugConnectedX, IconZoomQuestion } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { isAbsent } from '../../ui/absent.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Failure } from '../../ui/failure.tsx'
import classes from './replay.module.css'

/** A replay that cannot be shown: why, and what mends it. */
export function ReplayFailure({ error, project, retry }: { error: Error; project: string; retry: () => void }) {
  const toList = (
    <Button variant="default" renderRoot={(props) => <Link {...props} to="/p/$project/sessions" params={{ project }} />}>
      All sessions
    </Button>
  )
  if (isAbsent(error))
    return (
      <EmptyState icon={<IconZoomQuestion size={40} />} title="This session is not here" action={toList}>
        It was deleted, its time of keeping has ended, or the link is mistyped.
      </EmptyState>
    )
  if (error instanceof ApiError) return <Failure error={error} retry={retry} />
  return (
    <EmptyState
      icon={<IconPlugConnectedX size={40} />}
      title="The replay did not open"
      action={
        <Group justify="center">
          <Button onClick={retry}>Try again</Button>
          {toList}
        </Group>
      }
    >
      {error.message} A content blocker or a proxy that changes pages can be the cause: this server’s own pages need none.
    </EmptyState>
  )
}

/** While the first picture is on its way: what is being waited for. */
export function Opening({ says }: { says: string }) {
  return (
    <div className={classes['over']} role="status">
      <Loader size="sm" />
      <Text fz="sm">{says}</Text>
    </div>
  )
}

/** The story grows while the rest of a recording is read. */
export function Reading({ read, parts }: { read: number; parts: number }) {
  return (
    <Group gap="xs" wrap="nowrap" className={classes['reading']} role="status">
      <Progress value={(read / Math.max(parts, 1)) * 100} size="xs" flex={1} aria-label="Read so far" />
      <Text fz="xs" c="dimmed" className="number">
        Reading {read} of {parts} parts
      </Text>
    </Group>
  )
}

/** A session whose pages never arrived. What the visitor did is still known. */
export function NoPicture({ isLive, retry }: { isLive: boolean; retry: () => void }) {
  return (
    <div className={classes['over']}>
      <EmptyState
        icon={<IconEyeOff size={40} />}
        title="No picture of this session has arrived"
        action={<Button onClick={retry}>Look again</Button>}
      >
        {isLive
          ? 'The visit has only just begun: its first page is still on its way.'
          : 'The part that holds the first page was lost on its way, as happens when a tab is closed at once. What the visitor did is in the story.'}
      </EmptyState>
    </div>
  )
}

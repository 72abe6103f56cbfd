import { Box, Group, Stack, Text, Tooltip } from '@mantine/core'
import type { Session } from '@playhead/api'
import { Link } from '@tanstack/react-router'
import type { SessionQuery } from '../../search.ts'
import { DeviceIcon } from '../../ui/device.tsx'
import { formatAgo, formatClock, formatCount, formatDuration } from '../../ui/time.ts'
import { MiniLane } from './mini-lane.tsx'
import classes from './session-row.module.css'
import { SignalBadges } from './signal-badges.tsx'

export const rowHeight = 68
/** On a phone: two lines. */
export const smallRowHeight = 60

/** What the columns are; the rows of a phone need no telling. */
export const SessionHead = () => (
  <div className={`${classes['row']!} ${classes['head']!}`} aria-hidden>
    <span className={classes['lane']}>What happened</span>
    <span className={classes['when']}>When, active of all</span>
    <span className={classes['pages']}>First and last page</span>
    <span className={classes['signals']}>Signals</span>
    <span className={classes['who']}>Device and source</span>
    <span className={classes['friction']}>Friction</span>
  </div>
)

/** One session in a list. The whole row is a link, so that a middle click opens it beside; `query` is what it was found by. */
export function SessionRow({
  session,
  query,
  isChosen,
  isSmall,
}: {
  session: Session
  query: SessionQuery
  isChosen: boolean
  /** There is room for two lines of the width of a phone. */
  isSmall: boolean
}) {
  const { id, project } = session
  return (
    <Link
      to="/p/$project/sessions/$session"
      params={{ project, session: id }}
      search={query}
      className={classes[isSmall ? 'small' : 'row']}
      data-chosen={isChosen || undefined}
      data-session={id}
    >
      {isSmall ? <SmallRow session={session} /> : <WideRow session={session} />}
    </Link>
  )
}

function SmallRow({ session }: { session: Session }) {
  return (
    <>
      <Group gap="sm" wrap="nowrap" justify="space-between">
        <Pages session={session} />
        <When session={session} />
      </Group>
      <Group gap="sm" wrap="nowrap" justify="space-between" h={22}>
        <Facts session={session} />
        <Group gap="sm" wrap="nowrap" style={{ flex: 'none' }}>
          <SignalBadges counts={session.counts} most={1} />
          <Friction session={session} />
        </Group>
      </Group>
    </>
  )
}

function WideRow({ session }: { session: Session }) {
  return (
    <>
      <Box className={classes['lane']}>
        <MiniLane session={session} />
      </Box>
      <Stack gap={0} className={classes['when']}>
        <When session={session} />
        <Tooltip label={`${formatDuration(session.durationMs)} in all, ${formatDuration(session.activeMs)} of it active`}>
          <Text fz="xs" c="dimmed" className="number clip">
            {formatClock(session.activeMs)} of {formatClock(session.durationMs)}
          </Text>
        </Tooltip>
      </Stack>
      <Stack gap={0} className={classes['pages']}>
        <Pages session={session} />
        <Facts session={session} />
      </Stack>
      <Box className={classes['signals']}>
        <SignalBadges counts={session.counts} />
      </Box>
      <Group gap={8} wrap="nowrap" className={classes['who']}>
        <DeviceIcon device={session.device} />
        <Stack gap={0} miw={0}>
          <Text fz="xs" className="clip">
            {session.browser}, {session.os}
          </Text>
          <Text fz="xs" c="dimmed" className="clip">
            {session.source}
            {session.medium && session.medium !== 'none' ? `, ${session.medium}` : ''}
          </Text>
        </Stack>
      </Group>
      <Friction session={session} />
    </>
  )
}

function When({ session: { live, startedAt } }: { session: Session }) {
  return (
    <Group gap={6} wrap="nowrap" className={classes['at']}>
      {live && (
        <Tooltip label="Still on the site">
          <span className={classes['live']} aria-label="live" />
        </Tooltip>
      )}
      <Text fz="sm" className="clip">
        {formatAgo(startedAt)}
      </Text>
    </Group>
  )
}

function Pages({ session: { pages, entryPage, exitPage } }: { session: Session }) {
  return (
    <Text fz="sm" className="clip" title={pages.join('  →  ')}>
      {entryPage}
      {pages.length > 1 && <span className={classes['arrow']}> → </span>}
      {pages.length > 1 && exitPage}
    </Text>
  )
}

function Facts({ session: { pageViews, clicks, user } }: { session: Session }) {
  return (
    <Text fz="xs" c="dimmed" className="clip">
      {formatCount(pageViews, 'page view')}, {formatCount(clicks, 'click')}
      {user ? `, user ${user}` : ''}
    </Text>
  )
}

function Friction({ session: { friction } }: { session: Session }) {
  return (
    <Tooltip label={`Friction ${Math.round(friction)} of 100, from rage, dead and error clicks and their like`}>
      <Box className={classes['friction']}>
        <Text fz="sm" fw={600} className="number" {...(friction >= 40 ? { c: 'var(--signal-trouble)' } : {})} ta="right">
          {Math.round(friction)}
        </Text>
      </Box>
    </Tooltip>
  )
}

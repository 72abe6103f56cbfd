import { ActionIcon, Badge, Button, Group, Text, Tooltip } from '@mantine/core'
import type { Session } from '@playhead/api'
import type { Missing } from '@playhead/player'
import { IconArrowLeft, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Neighbours } from '../../query/neighbour.ts'
import type { SessionQuery } from '../../search.ts'
import { formatAgo } from '../../ui/time.ts'
import { wordsFromQuery } from '../session/session-filter.ts'
import { FidelityBadge } from './fidelity-list.tsx'
import type { Masking } from './masking.ts'
import classes from './top-bar.module.css'

/** Where this session stands in the list that it was opened from, why it is in it, and how true its replay is. */
export function TopBar({
  project,
  query,
  session,
  neighbours,
  go,
  missing,
  masking,
  goLive,
}: {
  project: string
  query: SessionQuery
  session: Session | undefined
  neighbours: Neighbours
  go: { next: () => void; previous: () => void }
  /** Undefined: the player is not there yet. */
  missing: readonly Missing[] | undefined
  masking: Masking | null
  /** To where the visitor is now; undefined: they are not there any more. */
  goLive: (() => void) | undefined
}) {
  const words = wordsFromQuery(query)
  return (
    <div className={classes['bar']}>
      <Tooltip label={words.length ? 'The sessions that match' : 'All sessions'}>
        <ActionIcon
          className={classes['press']}
          variant="subtle"
          aria-label="All sessions"
          renderRoot={(props) => <Link {...props} to="/p/$project/sessions" params={{ project }} search={query} />}
        >
          <IconArrowLeft size={18} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Previous session (b)">
        <ActionIcon
          className={classes['press']}
          variant="subtle"
          aria-label="Previous session"
          disabled={!neighbours.previous}
          onClick={go.previous}
        >
          <IconChevronLeft size={18} />
        </ActionIcon>
      </Tooltip>
      {neighbours.place > 0 && (
        <Text fz="xs" c="dimmed" className="number" style={{ whiteSpace: 'nowrap' }}>
          {neighbours.place} / {neighbours.known}
          {neighbours.isMore ? '+' : ''}
        </Text>
      )}
      <Tooltip label="Next session (n)">
        <ActionIcon className={classes['press']} variant="subtle" aria-label="Next session" disabled={!neighbours.next} onClick={go.next}>
          <IconChevronRight size={18} />
        </ActionIcon>
      </Tooltip>
      <span className={classes['space']} />
      <Group gap={6} wrap="nowrap" className={classes['facts']}>
        {session && (
          <Text fz="sm" className="clip">
            {session.user ? `User ${session.user}` : session.returning ? 'Returning visitor' : 'New visitor'},{' '}
            {formatAgo(session.startedAt)}
          </Text>
        )}
        {words.length > 0 && (
          <Badge variant="light" tt="none" fw={500} className={classes['why']} title="Why this session is in the list">
            Matched: {words.map(({ words: text }) => text).join(', ')}
          </Badge>
        )}
      </Group>
      {goLive && (
        <Tooltip label="The visitor is still on the site: go to where they are">
          <Button size="compact-xs" variant="light" color="green" className={classes['more']} onClick={goLive}>
            Live
          </Button>
        </Tooltip>
      )}
      {missing && <FidelityBadge missing={missing} masking={masking} />}
    </div>
  )
}

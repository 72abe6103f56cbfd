import { Anchor, Box, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { threshold } from '@playhead/analysis'
import type { Session } from '@playhead/api'
import { IconFilterOff, IconVideo, IconVideoPlus } from '@tabler/icons-react'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { SendVisitors } from '../feature/project/send-visitors.tsx'
import { FilterBar } from '../feature/session/filter-bar.tsx'
import { filterFromQuery } from '../feature/session/session-filter.ts'
import { SessionList } from '../feature/session/session-list.tsx'
import { useDemoVisits } from '../query/demo-visit.ts'
import { useSessionCount } from '../query/project.ts'
import { useNewestSessions, useSessions } from '../query/session.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Failure } from '../ui/failure.tsx'
import { formatCount, formatPart } from '../ui/time.ts'

export function Sessions() {
  useDocumentTitle('Sessions – Playhead')
  const { project } = useParams({ from: '/inside/p/$project/sessions' })
  const query = useSearch({ from: '/inside/p/$project/sessions' })
  const navigate = useNavigate({ from: '/p/$project/sessions' })
  const queries = useQueryClient()
  const question = useMemo(() => ({ filter: filterFromQuery(query), sort: query.sort }), [query])
  const list = useSessions(project, question)
  const newest = useNewestSessions(project, question)
  const all = useSessionCount(project)
  const sessions = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const known = useMemo(() => new Set(sessions.map(({ id }) => id)), [sessions])
  const isFiltered = question.filter !== undefined
  // Rows never jump while a person reads: what is new waits behind a button. An empty list has nothing to jump.
  const fresh = (newest.data ?? []).filter(({ id }) => !known.has(id)).length
  const refresh = useCallback(() => void queries.invalidateQueries({ queryKey: ['sessions', project] }), [queries, project])
  // What a row says of a visit that goes on, the newest answer knows better than the list, which stands still.
  const shown = useMemo(() => {
    const live = new Map(newest.data?.map((session) => [session.id, session.live]))
    return sessions.length
      ? sessions.map((session) => ({ ...session, live: live.get(session.id) ?? isFresh(session) }))
      : (newest.data ?? [])
  }, [sessions, newest.data])
  const sources = useMemo(() => [...new Set(shown.map(({ source }) => source))].sort(), [shown])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])

  return (
    <Stack h="100%" gap={0}>
      <Group justify="space-between" px="md" pt="md" pb={4} wrap="nowrap">
        <Group gap="sm" align="baseline">
          <Title order={1}>Sessions</Title>
          {list.data && shown.length > 0 && (
            <Text c="dimmed" className="number" fz="sm">
              {hasNextPage ? sayPart(shown.length, isFiltered ? undefined : all.data) : formatCount(shown.length, 'session')}
            </Text>
          )}
        </Group>
        {fresh > 0 && sessions.length > 0 && (
          <Button size="compact-sm" variant="light" onClick={refresh}>
            Show {fresh} new
          </Button>
        )}
      </Group>
      <Box px="md" pb="sm">
        <FilterBar project={project} query={query} sources={sources} set={(next) => void navigate({ search: next, replace: true })} />
      </Box>
      <Box
        className="sheet"
        mx={{ base: 0, sm: 'md' }}
        mb={{ base: 0, sm: 'md' }}
        style={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column', overflow: 'hidden' }}
      >
        {list.isPending ? (
          <Stack p="md">
            {[0, 1, 2, 3, 4, 5].map((row) => (
              <Skeleton key={row} height={44} />
            ))}
          </Stack>
        ) : list.error ? (
          <Failure error={list.error} retry={() => void list.refetch()} />
        ) : shown.length > 0 ? (
          <SessionList sessions={shown} query={query} onEnd={onEnd} />
        ) : isFiltered ? (
          <EmptyState
            icon={<IconFilterOff size={40} />}
            title="No session matches"
            action={<Button onClick={() => void navigate({ search: {} })}>Clear the filter</Button>}
          >
            There may be sessions without these conditions. Take one away above, or all of them.
          </EmptyState>
        ) : project === 'demo' ? (
          <NoDemoSession project={project} />
        ) : (
          <EmptyState
            icon={<IconVideoPlus size={40} />}
            title="Nothing has arrived yet"
            action={
              <Button component={Link} to={`/p/${project}/install`}>
                Install the snippet
              </Button>
            }
          >
            This project has no session. Its pages need the snippet; the install screen tells when the first event arrives, or why it does
            not.
          </EmptyState>
        )}
      </Box>
      {project === 'demo' && shown.length > 0 && <DemoFoot project={project} />}
    </Stack>
  )
}

/** A row that is not asked for again is live only for as long after its last event as any. */
const isFresh = ({ live, endedAt }: Session): boolean => live && Date.now() - Date.parse(endedAt) < threshold.liveMs

/** `all`: of how many, where that is known. */
const sayPart = (shown: number, all: number | undefined): string =>
  all !== undefined && all > shown ? formatPart(shown, all, 'session') : `${shown} and more`

function NoDemoSession({ project }: { project: string }) {
  return (
    <EmptyState icon={<IconVideo size={40} />} title="Nobody has visited the demo shop" action={<SendVisitors project={project} />}>
      <Anchor href="/demo/" target="_blank">
        Open the shop
      </Anchor>{' '}
      in a tab of your own and look around: your visit is listed here within seconds. Or send visitors in real browsers, which takes some
      minutes.
    </EmptyState>
  )
}

/** While visitors walk through the shop, their progress stays in sight. */
function DemoFoot({ project }: { project: string }) {
  const visits = useDemoVisits(project)
  return visits.data?.state === 'running' ? (
    <Group justify="center" pb="sm">
      <SendVisitors project={project} />
    </Group>
  ) : null
}

import { Alert, Anchor, Button, Group, Loader, Stack, Text, ThemeIcon } from '@mantine/core'
import type { Project, ProjectStatus } from '@playhead/api'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useAddOrigin } from '../../query/project.ts'
import { formatAgo, formatCount } from '../../ui/time.ts'

/** Counted and not kept, and nothing that needs mending. */
const leftOut: ReadonlySet<string> = new Set(['crawler', 'internal-visitor'])

/** What to do about a refusal, in the words of who can do it. */
const advice: Record<string, (detail: string, project: Project) => string> = {
  'origin-not-allowed': (detail, project) =>
    `Pages of ${detail || 'another origin'} send recordings, but this project only accepts ${project.origins.join(', ')}. If they are yours, let them in; if not, somebody copied your snippet.`,
  'unknown-key': () => 'The data-key of the snippet is not this project’s. Copy the snippet again.',
  'no-consent': () => 'Recordings arrive that do not say how consent was given. Is the recorder an old copy?',
  erased: () => 'They belong to visits that were erased, or to visitors who withdrew consent. Nothing needs mending.',
  crawler: (detail) => `Programs that look through sites are no visitors: nothing of them is kept. The last one called itself ${detail}.`,
  'internal-visitor': () => 'They came from the networks that PLAYHEAD_INTERNAL_NETWORKS names as your own: nothing of them is kept.',
  'too-large': () => 'Single chunks are larger than the server takes. Is a very large page recorded?',
}

/** Before the server has answered. */
export function Asking() {
  return (
    <Line isDone={false}>
      <Text fw={600}>Asking the server</Text>
      <Text fz="sm" c="dimmed">
        This waits for its answer: whether an event of this project has arrived, and what it refused.
      </Text>
    </Line>
  )
}

/** The live check: nothing yet and why, or the first event and how long ago. */
export function Arrival({ project, status }: { project: Project; status: ProjectStatus }) {
  const { lastEventAt, sessions, refusals } = status
  return (
    <Stack gap="sm">
      <Line isDone={lastEventAt !== null}>
        {lastEventAt ? (
          <>
            <Text fw={600}>Events arrive: the last one {formatAgo(lastEventAt)}</Text>
            <Text fz="sm" c="dimmed">
              {formatCount(sessions, 'session')} so far.{' '}
              <Anchor fz="sm" renderRoot={(props) => <Link {...props} to="/p/$project/sessions" params={{ project: project.id }} />}>
                Watch them
              </Anchor>
            </Text>
          </>
        ) : (
          <>
            <Text fw={600}>Waiting for the first event</Text>
            <Text fz="sm" c="dimmed">
              Open a page that has the snippet. If this stays: is the snippet in the page’s source? Has consent been given? In the page’s
              console <code>playhead.status()</code> says why it is not recording, with npm where you import playhead. A content blocker or
              the site’s CSP (script-src, connect-src) may stop it; <code>playhead doctor --sites</code> reads that.
            </Text>
          </>
        )}
      </Line>
      {refusals.map((refusal) => (
        <Alert
          key={refusal.code}
          color={leftOut.has(refusal.code) ? 'gray' : 'orange'}
          icon={<IconAlertTriangle size={18} />}
          styles={{ body: { minWidth: 0 }, message: { overflowWrap: 'anywhere' } }}
          title={`${leftOut.has(refusal.code) ? 'Left out' : 'Refused'} ${refusal.count} ${refusal.count === 1 ? 'time' : 'times'}, last ${formatAgo(refusal.lastAt)}: ${refusal.code}`}
        >
          <Stack gap="xs" align="flex-start">
            {advice[refusal.code]?.(refusal.detail, project) ?? refusal.detail}
            {refusal.code === 'origin-not-allowed' && <LetIn project={project} origin={refusal.detail} />}
          </Stack>
        </Alert>
      ))}
    </Stack>
  )
}

/** The mending of the commonest refusal: the site is there, its origin is not on the list. */
function LetIn({ project, origin }: { project: Project; origin: string }) {
  const add = useAddOrigin(project.id)
  if (!/^https?:\/\/[^/]+$/.test(origin)) return null
  if (project.origins.includes(origin))
    return (
      <Text fz="sm" fw={600}>
        {origin} is let in now. Load one of its pages.
      </Text>
    )
  return (
    <>
      <Button
        size="xs"
        h="auto"
        mih={30}
        py={6}
        maw="100%"
        styles={{ label: { whiteSpace: 'normal', overflowWrap: 'anywhere', lineHeight: 1.35 } }}
        loading={add.isPending}
        onClick={() => add.mutate([...project.origins, origin])}
      >
        Accept recordings from {origin}
      </Button>
      {add.error && <Text fz="sm">{add.error.message}</Text>}
    </>
  )
}

function Line({ isDone, children }: { isDone: boolean; children: React.ReactNode }) {
  return (
    <Group wrap="nowrap" align="flex-start" gap="sm">
      {isDone ? (
        <ThemeIcon radius="xl" size={28} color="teal">
          <IconCheck size={16} />
        </ThemeIcon>
      ) : (
        <Loader size={28} />
      )}
      <Stack gap={2}>{children}</Stack>
    </Group>
  )
}

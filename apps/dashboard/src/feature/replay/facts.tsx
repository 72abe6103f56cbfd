import { Anchor, Stack, Table, Title } from '@mantine/core'
import type { Session } from '@playhead/api'
import type { Player } from '@playhead/player'
import { Link } from '@tanstack/react-router'
import { deviceNames } from '../../ui/device.tsx'
import { formatAgo, formatCount, formatDuration } from '../../ui/time.ts'
import { SignalBadges } from '../session/signal-badges.tsx'
import { EraseSession } from './erase-session.tsx'
import { fidelityFrom } from './fidelity.ts'
import { FidelityList } from './fidelity-list.tsx'
import { maskingFrom } from './masking.ts'

/** Who this was, where from, on what; and what the recording does not hold. */
export function Facts({ session, player }: { session: Session; player: Player | null }) {
  const rows: [name: string, value: React.ReactNode][] = [
    ['When', `${formatAgo(session.startedAt)}, for ${formatDuration(session.durationMs)} (${formatDuration(session.activeMs)} active)`],
    ['Visitor', session.user ? `User ${session.user}` : session.returning ? 'Returning' : 'New'],
    ['Came from', [session.source, session.medium !== 'none' && session.medium, session.campaign].filter(Boolean).join(', ')],
    ['Device', `${deviceNames[session.device]}, ${session.viewport.width} × ${session.viewport.height}`],
    ['Browser', `${session.browser} on ${session.os}`],
    ['Language', session.language],
    ['Pages', <Pages key="pages" session={session} />],
    ['Did', `${formatCount(session.pageViews, 'page view')}, ${formatCount(session.clicks, 'click')}`],
    ['Friction', `${Math.round(session.friction)} of 100`],
    ['Page speed', player ? speedOf(player) : ''],
  ]
  return (
    <Stack p="sm" gap="sm" style={{ overflow: 'auto' }}>
      <SignalBadges counts={session.counts} most={10} wrap="wrap" />
      <Table verticalSpacing={4} fz="sm" withRowBorders={false}>
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name} style={{ verticalAlign: 'top' }}>
              <Table.Td c="dimmed" w={90}>
                {name}
              </Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {player && (
        <>
          <Title order={3}>Fidelity</Title>
          <FidelityList {...fidelityFrom(player.missing)} masking={maskingFrom(player.signals)} />
        </>
      )}
      <EraseSession project={session.project} session={session.id} />
    </Stack>
  )
}

/** The slowest of each web vital, over the pages of the session. */
function speedOf(player: Player): string {
  const worst = new Map<string, number>()
  for (const signal of player.signals)
    if (signal.type === 'vital') worst.set(signal.name, Math.max(worst.get(signal.name) ?? 0, signal.value))
  return (
    [...worst].map(([name, value]) => `${name} ${name === 'CLS' ? value.toFixed(2) : `${Math.round(value)} ms`}`).join(', ') ||
    'not reported'
  )
}

const Pages = ({ session }: { session: Session }) => (
  <Stack gap={2}>
    {session.pages.map((page) => (
      <Anchor
        key={page}
        fz="sm"
        renderRoot={(props) => (
          <Link {...props} to="/p/$project/heatmaps" params={{ project: session.project }} search={{ page, device: session.device }} />
        )}
      >
        {page}
      </Anchor>
    ))}
  </Stack>
)

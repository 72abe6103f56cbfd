import { Group, Progress, Stack, Table, Text } from '@mantine/core'
import { type Storage, usedBytesOf } from '@playhead/api'
import { formatBytes, formatShare } from '../../ui/measure.ts'
import { formatAgo, formatCount } from '../../ui/time.ts'
import { forecastOf } from './forecast.ts'

const kinds = [
  { name: 'Log', color: 'slate', sizeOf: (storage: Storage) => storage.logBytes },
  { name: 'Recording files', color: 'teal', sizeOf: (storage: Storage) => storage.recordingBytes },
  { name: 'Style sheets, images, fonts', color: 'orange', sizeOf: (storage: Storage) => storage.assetBytes },
] as const

const reasons = { age: 'were older than they are kept', quota: 'were more than the quota holds' } as const

/** How much room there is, what takes it, and until when it lasts. */
export function StorageUse({ storage }: { storage: Storage }) {
  const { quotaBytes, freeDiskBytes, oldestAt, growthBytesPerDay, sessions, dropped } = storage
  const used = usedBytesOf(storage)
  const room = quotaBytes ?? (freeDiskBytes === null ? null : used + freeDiskBytes)
  const rows: [name: string, value: string][] = [
    ['Sessions', sessions ? `${formatCount(sessions, 'session')}, the oldest from ${formatAgo(oldestAt!)}` : 'None yet'],
    ['Comes in a day', growthBytesPerDay ? `${formatBytes(growthBytesPerDay)}, by the last week` : 'Nothing in the last week'],
    ...(freeDiskBytes === null ? [] : [['Free on the disk', formatBytes(freeDiskBytes)] satisfies [string, string]]),
    ['Forecast', forecastOf(storage)],
  ]
  return (
    <Stack gap="sm">
      <Text>
        <Text span fw={600}>
          {formatBytes(used)}
        </Text>{' '}
        {room === null
          ? 'in the bucket'
          : `of ${formatBytes(room)} ${quotaBytes === null ? 'on the disk' : 'in the quota'}, ${formatShare(used / room)}`}
      </Text>
      <Progress.Root size={14} aria-label="Room taken, by kind">
        {kinds.map(({ name, color, sizeOf }) => (
          <Progress.Section
            key={name}
            value={(sizeOf(storage) / Math.max(1, room ?? used)) * 100}
            color={color}
            aria-label={`${name}: ${formatBytes(sizeOf(storage))}`}
            // What is there is seen, however little of the room it takes.
            miw={sizeOf(storage) ? 4 : 0}
          />
        ))}
      </Progress.Root>
      <Group gap="xs">
        {kinds.map(({ name, color, sizeOf }) => (
          <Group key={name} gap={6} wrap="nowrap">
            <span style={{ width: 10, height: 10, borderRadius: 3, flex: 'none', background: `var(--mantine-color-${color}-filled)` }} />
            <Text fz="sm">
              {name}: {formatBytes(sizeOf(storage))}
            </Text>
          </Group>
        ))}
      </Group>
      <Table verticalSpacing={4} fz="sm" withRowBorders={false} mt={4}>
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name} style={{ verticalAlign: 'top' }}>
              <Table.Td c="dimmed" w={140} pl={0}>
                {name}
              </Table.Td>
              <Table.Td>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {dropped.map((entry) => (
        <Text key={entry.reason} fz="sm" c="dimmed">
          {formatCount(entry.sessions, 'session')} ({formatBytes(entry.bytes)}) went because they {reasons[entry.reason]}; last{' '}
          {formatAgo(entry.lastAt)}.
        </Text>
      ))}
    </Stack>
  )
}

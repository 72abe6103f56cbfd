import { Badge, Group, Tooltip } from '@mantine/core'
import type { Session } from '@playhead/api'
import { lookOf, troubleKinds } from './signal-kind.ts'

/** What went wrong, counted; the worst two in a row of a list, everything where there is room for more lines. */
export function SignalBadges({
  counts,
  most = 2,
  wrap = 'nowrap',
}: {
  counts: Session['counts']
  most?: number
  wrap?: 'wrap' | 'nowrap'
}) {
  const present = troubleKinds.filter((kind) => (counts[kind] ?? 0) > 0)
  return (
    <Group gap={4} wrap={wrap}>
      {present.slice(0, most).map((kind) => {
        const { label, colour } = lookOf(kind)
        const count = counts[kind]!
        return (
          <Badge
            key={kind}
            variant="transparent"
            size="sm"
            tt="none"
            px={6}
            style={{ color: colour, border: `1px solid color-mix(in srgb, ${colour} 40%, transparent)`, flex: 'none' }}
          >
            {count > 1 ? `${count} × ` : ''}
            {label}
          </Badge>
        )
      })}
      {present.length > most && (
        <Tooltip
          label={present
            .slice(most)
            .map((kind) => `${counts[kind]} × ${lookOf(kind).label}`)
            .join(', ')}
        >
          <Badge variant="default" size="sm">
            +{present.length - most}
          </Badge>
        </Tooltip>
      )}
    </Group>
  )
}

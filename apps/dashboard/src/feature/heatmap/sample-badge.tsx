import { Badge, Tooltip } from '@mantine/core'
import type { Device } from '@playhead/api'
import { deviceNames } from '../../ui/device.tsx'
import { formatCount, formatPart } from '../../ui/time.ts'

export const fewestForColour = 30
const enough = 1000

/** How far the map can be trusted: by sessions, as the field's rule of thumb has it. `all`: of how many, if that is known. */
export function SampleBadge({ sessions, all, device }: { sessions: number; all: number | undefined; device: Device }) {
  const [says, why, color] =
    sessions < fewestForColour
      ? [
          `heat takes ${fewestForColour} sessions`,
          `Below ${fewestForColour} sessions on a page and device class single clicks look like patterns, so the map shows outlines and numbers instead of heat.`,
          'orange',
        ]
      : sessions < enough
        ? [
            'a first impression',
            `Patterns are reliable from about ${enough.toLocaleString('en')} sessions on; with ${sessions}, a share of 50 % is known to ± ${Math.round(98 / Math.sqrt(sessions))} points.`,
            'slate',
          ]
        : ['reliable', 'Enough sessions for reliable patterns.', 'teal']
  const counted = all !== undefined && all > sessions ? formatPart(sessions, all, 'session') : formatCount(sessions, 'session')
  return (
    <Tooltip label={why} multiline w={280}>
      <Badge
        variant="light"
        color={color}
        tt="none"
        h="auto"
        mih={20}
        style={{ cursor: 'help' }}
        styles={{ label: { whiteSpace: 'normal' } }}
      >
        {counted} saw this page on a {deviceNames[device].toLowerCase()}: {says}
      </Badge>
    </Tooltip>
  )
}

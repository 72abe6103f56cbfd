import { Badge, Tooltip } from '@mantine/core'
import { formatCount } from '../../ui/time.ts'

export const fewestForColour = 30
const enough = 1000

/** How far the map can be trusted: by sessions, as the field's rule of thumb has it. */
export function SampleBadge({ sessions }: { sessions: number }) {
  const [says, why, color] =
    sessions < fewestForColour
      ? [
          `too few for colour, which takes ${fewestForColour}`,
          `Below ${fewestForColour} sessions single clicks look like patterns, so the map shows outlines and numbers instead of heat.`,
          'orange',
        ]
      : sessions < enough
        ? [
            'a first impression',
            `Patterns are reliable from about ${enough.toLocaleString('en')} sessions on; with ${sessions}, a share of 50 % is known to ± ${Math.round(98 / Math.sqrt(sessions))} points.`,
            'slate',
          ]
        : ['reliable', 'Enough sessions for reliable patterns.', 'teal']
  return (
    <Tooltip label={why} multiline w={280}>
      <Badge variant="light" color={color} tt="none" style={{ cursor: 'help' }}>
        {formatCount(sessions, 'session')}: {says}
      </Badge>
    </Tooltip>
  )
}

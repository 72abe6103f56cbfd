import { Badge, Box, Popover, Stack, Text, UnstyledButton } from '@mantine/core'
import type { Missing } from '@playhead/player'
import { useState } from 'react'
import { type Gap, fidelityFrom } from './fidelity.ts'
import type { Masking } from './masking.ts'
import classes from './fidelity.module.css'

/** How much of the session its replay shows, of 100, with what it does not behind it. */
export function FidelityBadge({ missing, masking }: { missing: readonly Missing[]; masking: Masking | null }) {
  const [isOpen, setOpen] = useState(false)
  const { figure, gaps } = fidelityFrom(missing)
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={360} withinPortal trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes['badge']}
          data-low={figure < 90 || undefined}
          aria-expanded={isOpen}
          aria-haspopup="dialog"
          onClick={() => setOpen(!isOpen)}
        >
          Fidelity <b className="number">{figure}</b>
          {masking?.level === 'strict' && ', text masked'}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="sm" className={classes['card']} aria-label="What this replay does not show">
        <FidelityList gaps={gaps} figure={figure} masking={masking} />
      </Popover.Dropdown>
    </Popover>
  )
}

/** Every kind of thing that is missing, why, and what to do; and what was masked before it was sent. */
export function FidelityList({ gaps, figure, masking }: { gaps: readonly Gap[]; figure: number; masking: Masking | null }) {
  return (
    <Stack gap="sm">
      <Text fz="sm" c="dimmed">
        {gaps.length
          ? `100 less what is missing from what was shown so far makes ${figure}.`
          : 'Nothing is missing from what was shown so far.'}
      </Text>
      {gaps.map((gap) => (
        <Box key={gap.title} component="section" aria-label={gap.title}>
          <Text fz="sm" fw={600} component="h4" m={0}>
            {gap.title}{' '}
            <Badge size="sm" variant="light" color={gap.points ? 'orange' : 'gray'} className="number">
              {gap.count} ×, {gap.points ? `−${gap.points}` : 'not counted'}
            </Badge>
          </Text>
          <Text fz="sm">{gap.why}</Text>
          <Text fz="sm" c="dimmed">
            <Words text={gap.mend} />
          </Text>
          {gap.details.length > 0 && (
            <details className={classes['details']}>
              <summary>Which</summary>
              <ul>
                {gap.details.slice(0, 50).map((detail) => (
                  <li key={detail}>{detail}</li>
                ))}
                {gap.details.length > 50 && <li>and {gap.details.length - 50} more</li>}
              </ul>
            </details>
          )}
        </Box>
      ))}
      {masking && (
        <Box component="section" aria-label="Masking">
          <Text fz="sm" fw={600} component="h4" m={0}>
            Masking{' '}
            <Badge size="sm" variant="light" color="gray">
              {masking.level}
            </Badge>
          </Text>
          <Text fz="sm">
            <Words text={masking.says} />
          </Text>
          <Text fz="sm" c="dimmed">
            <Words text={masking.mend} />
          </Text>
        </Box>
      )}
    </Stack>
  )
}

/** What stands between backticks is a thing to type. */
const Words = ({ text }: { text: string }) =>
  text.split('`').map((part, index) => (index % 2 ? <code key={index}>{part}</code> : <span key={index}>{part}</span>))

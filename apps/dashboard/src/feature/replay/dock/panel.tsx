import { ActionIcon, Group, SegmentedControl, Text, TextInput, Title } from '@mantine/core'
import type { SessionSignal } from '@playhead/analysis'
import type { Player } from '@playhead/player'
import { IconSearch, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { CodeCopy } from '../../project/code-copy.tsx'
import classes from './dock.module.css'

/** What every panel of the dock is given. */
export interface PanelProps {
  readonly player: Player
  readonly atMs: number
  readonly onSeek: (ms: number) => void
  /** All that is known of the session so far, in order of time. */
  readonly signals: readonly SessionSignal[]
  /** Whether that is all there is. */
  readonly isComplete: boolean
}

export function Search({ value, onChange, label }: { value: string; onChange: (text: string) => void; label: string }) {
  return (
    <TextInput
      className={classes['search']}
      size="xs"
      type="search"
      placeholder={label}
      aria-label={label}
      leftSection={<IconSearch size={14} />}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

export function Choice<T extends string>({
  label,
  value,
  onChange,
  data,
}: {
  label: string
  value: T
  onChange: (value: T) => void
  data: { value: T; label: string }[]
}) {
  return <SegmentedControl size="xs" aria-label={label} value={value} onChange={(next) => onChange(next)} data={data} />
}

/** A list with what is to be read of one of its rows beside it, or over it where there is no room. */
export function Detail({ title, onClose, isBelow, children }: DetailProps) {
  return (
    <section className={`${classes['detail']!} ${isBelow ? classes['below']! : ''}`} aria-label="Details">
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb={6}>
        <Title order={3} fz="sm" style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
          {title}
        </Title>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label="Close details" onClick={onClose}>
          <IconX size={14} />
        </ActionIcon>
      </Group>
      {children}
    </section>
  )
}

interface DetailProps {
  readonly title: ReactNode
  readonly onClose: () => void
  /** Where there is no room beside the list, this stands below it, not over it. */
  readonly isBelow?: boolean
  readonly children: ReactNode
}

/** A filter fits nothing: that is no empty recording. */
export const NoMatch = ({ what, onClear }: { what: string; onClear: () => void }) => (
  <div className={classes['none']}>
    No {what} fit.{' '}
    <button type="button" onClick={onClear} style={{ all: 'unset', cursor: 'pointer', textDecoration: 'underline' }}>
      Show all
    </button>
  </div>
)

interface Cure {
  readonly says: string
  readonly code: string
}

/** Nothing was recorded: says what may be the cause, and holds the code that changes it. */
export function Nothing({ isComplete, title, children, cures = [] }: NothingProps) {
  if (!isComplete) return <div className={classes['none']}>The recording is still being read.</div>
  return (
    <div className={classes['empty']}>
      <Title order={3} fz="md" mb={4}>
        {title}
      </Title>
      <Text fz="sm" c="dimmed" maw={640}>
        {children}
      </Text>
      {cures.map(({ says, code }) => (
        <div key={code} style={{ maxWidth: 820, marginTop: 12 }}>
          <Text fz="sm" mb={4}>
            {says}
          </Text>
          <CodeCopy code={code} />
        </div>
      ))}
    </div>
  )
}
interface NothingProps {
  readonly isComplete: boolean
  readonly title: string
  readonly children: ReactNode
  readonly cures?: readonly Cure[]
}

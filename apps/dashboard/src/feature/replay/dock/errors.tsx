import { Group, Text, UnstyledButton } from '@mantine/core'
import type { ErrorGroup, SessionSignal } from '@playhead/analysis'
import { useMemo, useState } from 'react'
import { formatClock, formatCount } from '../../../ui/time.ts'
import { storyFrom } from '../repeat.ts'
import { eventsFrom, type StoryLine } from '../sentence.ts'
import { errorMessageOf } from './console-line.ts'
import classes from './dock.module.css'
import { Detail, NoMatch, Nothing, type PanelProps, Search } from './panel.tsx'
import { Rows } from './rows.tsx'

const lastBefore = 5

/** Errors by what they have in common, and what led to each. */
export function ErrorsPanel({ atMs, onSeek, isComplete, signals, groups }: PanelProps & { groups: readonly ErrorGroup[] }) {
  const [search, setSearch] = useState('')
  const [openPrint, setOpenPrint] = useState<string | null>(null)
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    return groups.filter(({ errors: [first] }) => `${errorMessageOf(first!)}\n${first!.stack}`.toLowerCase().includes(wanted))
  }, [groups, search])
  if (!groups.length)
    return (
      <Nothing
        isComplete={isComplete}
        title="No errors in this recording"
        cures={[{ says: 'What your code catches itself it can tell:', code: 'playhead.captureError(error)' }]}
      >
        Nothing was thrown that nobody caught, no promise was rejected unhandled, nothing failed to load. Playhead’s recorder always tells
        such errors; recordings of other recorders may not hold any.
      </Nothing>
    )
  const open = groups.find(({ fingerprint }) => fingerprint === openPrint)
  return (
    <div className={classes['panel']}>
      <div className={classes['toolbar']}>
        <Text fz="xs" c="dimmed">
          {formatCount(
            groups.reduce((sum, { errors }) => sum + errors.length, 0),
            'error',
          )}
          , {formatCount(groups.length, 'kind')}
        </Text>
        <Search label="Search the errors" value={search} onChange={setSearch} />
      </div>
      <div className={classes['split']}>
        <div className={classes['main']}>
          {found.length === 0 ? (
            <NoMatch what="errors" onClear={() => setSearch('')} />
          ) : (
            <Rows
              label="Errors"
              rows={found}
              rowHeight={44}
              current={found.findLastIndex(({ errors }) => errors[0]!.atMs <= atMs + 1)}
              isLater={({ errors }) => errors[0]!.atMs > atMs + 1}
              isOpen={({ fingerprint }) => fingerprint === openPrint}
              onOpen={({ fingerprint, errors }) => {
                setOpenPrint(fingerprint)
                onSeek(errors[0]!.atMs)
              }}
              render={(group) => <Row group={group} />}
            />
          )}
        </div>
        {open && <GroupDetail key={open.fingerprint} group={open} signals={signals} onSeek={onSeek} onClose={() => setOpenPrint(null)} />}
      </div>
    </div>
  )
}

function Row({ group: { errors } }: { group: ErrorGroup }) {
  const first = errors[0]!
  const last = errors.at(-1)!
  const frame = first.stack.split('\n', 1)[0] || first.source
  return (
    <>
      <span className={classes['time']}>{formatClock(first.atMs)}</span>
      <div style={{ flex: 1, minWidth: 0 }}>
        <div className="clip" style={{ color: 'var(--signal-error)', fontWeight: 600 }}>
          {errorMessageOf(first)}
        </div>
        <Text fz={11} c="dimmed" className={`clip ${classes['mono']!}`}>
          {frame || 'without a stack'}
        </Text>
      </div>
      {errors.length > 1 && (
        <span className={classes['count']} title={`${errors.length} times, the last at ${formatClock(last.atMs)}`}>
          {errors.length}× · {formatClock(last.atMs)}
        </span>
      )}
    </>
  )
}

interface GroupDetailProps {
  readonly group: ErrorGroup
  readonly signals: readonly SessionSignal[]
  readonly onSeek: (ms: number) => void
  readonly onClose: () => void
}

function GroupDetail({ group: { errors }, signals, onSeek, onClose }: GroupDetailProps) {
  const [which, setWhich] = useState(0)
  const error = errors[which] ?? errors[0]!
  const before = useMemo(() => linesBefore(storyFrom(eventsFrom(signals)), error), [signals, error])
  return (
    <Detail title={errorMessageOf(error)} onClose={onClose}>
      <Text fz="xs" c="dimmed">
        {errors.length === 1
          ? `Once, at ${formatClock(error.atMs)}`
          : `${formatCount(errors.length, 'time')}, from ${formatClock(errors[0]!.atMs)} to ${formatClock(errors.at(-1)!.atMs)}`}
      </Text>
      {errors.length > 1 && (
        <Group gap={4} mt={4}>
          {errors.slice(0, 50).map((one, index) => (
            <UnstyledButton
              key={index}
              className={classes['count']}
              aria-pressed={index === which}
              style={{ outline: index === which ? '2px solid var(--signal-error)' : undefined }}
              onClick={() => {
                setWhich(index)
                onSeek(one.atMs)
              }}
            >
              {formatClock(one.atMs)}
            </UnstyledButton>
          ))}
        </Group>
      )}
      <Text fz="xs" c="dimmed" mt={10} mb={4}>
        Stack
      </Text>
      <pre className={classes['code']}>
        {error.stack || `No stack was told.${error.source ? ` It came from ${error.source}:${error.line}:${error.column}` : ''}`}
      </pre>
      {error.properties && <pre className={classes['code']}>{error.properties}</pre>}
      <Text fz="xs" c="dimmed" mt={10} mb={4}>
        What happened before
      </Text>
      {before.length === 0 && <Text fz="sm">Nothing: the recording begins with it.</Text>}
      {before.map((line, index) => (
        <UnstyledButton key={index} display="block" w="100%" py={3} onClick={() => onSeek(line.atMs)} title={`${line.says} ${line.what}`}>
          <Group gap={0} wrap="nowrap">
            <span className={classes['time']}>{formatClock(line.atMs)}</span>
            <Text fz="sm" className="clip">
              <Text span fz="sm" c={line.isTrouble ? 'var(--signal-trouble)' : 'dimmed'}>
                {line.says}
              </Text>{' '}
              {line.what}
            </Text>
          </Group>
        </UnstyledButton>
      ))}
    </Detail>
  )
}

/** The last things told before a moment of a tab, without the error itself. */
const linesBefore = (story: readonly StoryLine[], { atMs, tab }: { atMs: number; tab: string }): StoryLine[] =>
  story.filter((line) => line.tab === tab && line.kind !== 'error' && line.atMs <= atMs).slice(-lastBefore)

import { Button, Group, Text, UnstyledButton } from '@mantine/core'
import type { SessionSignalOf } from '@playhead/analysis'
import { useMemo, useState } from 'react'
import { formatClock, formatCount } from '../../../ui/time.ts'
import { storyFrom } from '../repeat.ts'
import { eventsFrom, type StoryLine } from '../sentence.ts'
import { errorMessageOf, type Written } from './console-line.ts'
import classes from './dock.module.css'
import type { Fault } from './fault.ts'
import { Detail, NoMatch, Nothing, type PanelProps, Search } from './panel.tsx'
import { Rows } from './rows.tsx'

const lastBefore = 5

interface ErrorsProps extends PanelProps {
  readonly faults: readonly Fault[]
  /** Where the page's console tells it. */
  readonly showLine: (written: Written) => void
}

/** Errors by what they have in common, and what led to each. */
export function ErrorsPanel({ atMs, onSeek, isComplete, signals, faults, showLine }: ErrorsProps) {
  const [search, setSearch] = useState('')
  const [openPrint, setOpenPrint] = useState<string | null>(null)
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    return faults.filter(({ message, errors: [first] }) => `${message}\n${stackOf(first!)}`.toLowerCase().includes(wanted))
  }, [faults, search])
  if (!faults.length)
    return (
      <Nothing
        isComplete={isComplete}
        title="No errors in this recording"
        cures={[{ says: 'What your code catches itself it can tell:', code: 'playhead.captureError(error)' }]}
      >
        Nothing was thrown that nobody caught, no promise was rejected unhandled, nothing failed to load, and the page wrote no error to its
        console. Playhead’s recorder always tells such errors, those of the console unless recording it is switched off; recordings of other
        recorders may not hold any.
      </Nothing>
    )
  const open = faults.find(({ print }) => print === openPrint)
  return (
    <div className={classes['panel']}>
      <div className={classes['toolbar']}>
        <Text fz="xs" c="dimmed">
          {formatCount(
            faults.reduce((sum, { errors }) => sum + errors.length, 0),
            'error',
          )}
          , {formatCount(faults.length, 'kind')}
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
              isOpen={({ print }) => print === openPrint}
              onOpen={({ print, errors }) => {
                setOpenPrint(print)
                onSeek(errors[0]!.atMs)
              }}
              render={(fault) => <Row fault={fault} />}
            />
          )}
        </div>
        {open && (
          <FaultDetail
            key={open.print}
            fault={open}
            signals={signals}
            onSeek={onSeek}
            showLine={showLine}
            onClose={() => setOpenPrint(null)}
          />
        )}
      </div>
    </div>
  )
}

const stackOf = (error: Fault['errors'][number]): string => (error.type === 'error' ? error.stack : '')

function Row({ fault: { errors, message, isConsole } }: { fault: Fault }) {
  const first = errors[0]!
  const last = errors.at(-1)!
  const frame = first.type === 'error' ? first.stack.split('\n', 1)[0] || first.source : ''
  return (
    <>
      <span className={classes['time']}>{formatClock(first.atMs)}</span>
      <div style={{ flex: 1, minWidth: 0 }}>
        <div className="clip" style={{ color: 'var(--signal-error)', fontWeight: 600 }}>
          {message}
        </div>
        <Text fz={11} c="dimmed" className={`clip ${classes['mono']!}`}>
          {isConsole ? 'console.error' : frame || 'without a stack'}
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

interface FaultDetailProps extends Pick<ErrorsProps, 'signals' | 'onSeek' | 'showLine'> {
  readonly fault: Fault
  readonly onClose: () => void
}

function FaultDetail({ fault: { errors, message }, signals, onSeek, showLine, onClose }: FaultDetailProps) {
  const [which, setWhich] = useState(0)
  const error = errors[which] ?? errors[0]!
  const before = useMemo(() => linesBefore(storyFrom(eventsFrom(signals)), error), [signals, error])
  return (
    <Detail title={error.type === 'error' ? errorMessageOf(error) : message} onClose={onClose}>
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
      {error.type === 'error' ? <Stack error={error} /> : <WrittenNote showLine={() => showLine(error)} />}
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

function Stack({ error: { stack, source, line, column, properties } }: { error: SessionSignalOf<'error'> }) {
  return (
    <>
      <Text fz="xs" c="dimmed" mt={10} mb={4}>
        Stack
      </Text>
      <pre className={classes['code']}>{stack || `No stack was told.${source ? ` It came from ${source}:${line}:${column}` : ''}`}</pre>
      {properties && <pre className={classes['code']}>{properties}</pre>}
    </>
  )
}

/** Nothing was thrown: what the page wrote is told with what stands around it. */
const WrittenNote = ({ showLine }: { showLine: () => void }) => (
  <Group gap={8} mt={8}>
    <Text fz="sm">The page wrote it to its console.</Text>
    <Button size="compact-xs" variant="light" onClick={showLine}>
      Show in the console
    </Button>
  </Group>
)

/** The last things told before a moment of a tab, without the error itself. */
const linesBefore = (story: readonly StoryLine[], { atMs, tab }: { atMs: number; tab: string }): StoryLine[] =>
  story
    .filter((line) => line.tab === tab && line.kind !== 'error' && !(line.kind === 'console' && line.atMs === atMs) && line.atMs <= atMs)
    .slice(-lastBefore)

import { lastAt } from '@playhead/analysis'
import { Text } from '@mantine/core'
import { IconAlertTriangle, IconBug, IconChevronRight, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { formatClock, formatCount } from '../../../ui/time.ts'
import { type ConsoleLevel, type ConsoleLine, filterLines, type LevelChoice } from './console-line.ts'
import classes from './dock.module.css'
import { Choice, Detail, NoMatch, Nothing, type PanelProps, Search } from './panel.tsx'
import { Rows } from './rows.tsx'
import { useSnippet, withAttribute } from './snippet.ts'

const looks: Record<ConsoleLevel, { icon: typeof IconBug; colour: string }> = {
  error: { icon: IconCircleX, colour: 'var(--signal-error)' },
  warn: { icon: IconAlertTriangle, colour: 'var(--signal-trouble)' },
  info: { icon: IconInfoCircle, colour: 'var(--signal-click)' },
  log: { icon: IconChevronRight, colour: 'var(--mantine-color-dimmed)' },
  debug: { icon: IconBug, colour: 'var(--mantine-color-dimmed)' },
}

interface ConsoleProps extends PanelProps {
  readonly lines: readonly ConsoleLine[]
  /** The line that is open when the panel comes; null: none. */
  readonly lineMs: number | null
}

/** What the page's console said up to the playhead, and after it. */
export function ConsolePanel({ atMs, onSeek, isComplete, lines, lineMs }: ConsoleProps) {
  const [level, setLevel] = useState<LevelChoice>('all')
  const [search, setSearch] = useState('')
  const [openMs, setOpenMs] = useState(lineMs)
  const snippet = useSnippet()
  const found = useMemo(() => filterLines(lines, level, search), [lines, level, search])
  const [errors, warnings] = useMemo(() => (['error', 'warn'] as const).map((one) => filterLines(lines, one, '').length), [lines])
  const open = openMs === null ? undefined : lines.find((line) => line.atMs === openMs)
  if (!lines.length)
    return (
      <Nothing
        isComplete={isComplete}
        title="No console calls in this recording"
        cures={[
          {
            says: 'The text of calls is recorded without any attribute. Unless your tag has it already, this adds what objects consist of, masked:',
            code: withAttribute(snippet, 'data-console', 'structured'),
          },
        ]}
      >
        The page wrote nothing to its console, unless recording it is switched off: by data-console="false" in the tag, or console: false in
        the package. Recordings of other recorders may not hold it.
      </Nothing>
    )
  return (
    <div className={classes['panel']}>
      <div className={classes['toolbar']}>
        <Choice
          label="Level"
          value={level}
          onChange={setLevel}
          data={[
            { value: 'all', label: 'All' },
            { value: 'error', label: `Errors ${errors || ''}` },
            { value: 'warn', label: `Warnings ${warnings || ''}` },
            { value: 'log', label: 'Logs' },
          ]}
        />
        <Search label="Search the console" value={search} onChange={setSearch} />
      </div>
      <div className={classes['split']}>
        <div className={classes['main']}>
          {found.length === 0 ? (
            <NoMatch
              what="lines"
              onClear={() => {
                setLevel('all')
                setSearch('')
              }}
            />
          ) : (
            <Rows
              label="Console"
              rows={found}
              current={lastAt(found, atMs + 1)}
              isLater={(line) => line.atMs > atMs + 1}
              isOpen={(line) => line === open}
              onOpen={(line) => {
                setOpenMs(line.atMs)
                onSeek(line.atMs)
              }}
              render={(line) => <Line line={line} />}
            />
          )}
        </div>
        {open && <LineDetail line={open} onClose={() => setOpenMs(null)} onSeek={onSeek} />}
      </div>
    </div>
  )
}

function Line({ line: { atMs, level, message, count } }: { line: ConsoleLine }) {
  const { icon: Icon, colour } = looks[level]
  return (
    <>
      <span className={classes['time']}>{formatClock(atMs)}</span>
      <Icon size={14} color={colour} aria-label={level} style={{ flex: 'none', marginRight: 6 }} />
      <span
        className={`clip ${classes['mono']!}`}
        style={{ flex: 1, color: level === 'error' || level === 'warn' ? colour : undefined }}
        title={message}
      >
        {message || 'nothing'}
      </span>
      {count > 1 && (
        <span className={classes['count']} title={`${count} times in a row`}>
          {count}
        </span>
      )}
    </>
  )
}

function LineDetail({ line, onClose, onSeek }: { line: ConsoleLine; onClose: () => void; onSeek: (ms: number) => void }) {
  const { atMs, lastMs, level, message, stack, count } = line
  return (
    <Detail title={`${level} at ${formatClock(atMs)}`} onClose={onClose}>
      <pre className={classes['code']}>{message || 'nothing'}</pre>
      {count > 1 && (
        <Text fz="xs" c="dimmed" mt={6}>
          {formatCount(count, 'time')} in a row, the last at{' '}
          <button type="button" style={{ all: 'unset', cursor: 'pointer', textDecoration: 'underline' }} onClick={() => onSeek(lastMs)}>
            {formatClock(lastMs)}
          </button>
        </Text>
      )}
      {stack && (
        <>
          <Text fz="xs" c="dimmed" mt={8} mb={4}>
            Stack
          </Text>
          <pre className={classes['code']}>{stack}</pre>
        </>
      )}
    </Detail>
  )
}

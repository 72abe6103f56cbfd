import { Table, Text, Title, UnstyledButton } from '@mantine/core'
import { rateVital, type SessionSignalOf, vitalBound, type VitalRating } from '@playhead/analysis'
import { useMemo } from 'react'
import { formatClock, formatCount } from '../../../ui/time.ts'
import classes from './dock.module.css'
import { type DocumentVital, type RecorderCost, recorderCostOf, vitalText } from './document-vital.ts'
import { formatMs } from '../../../ui/measure.ts'
import { Nothing, type PanelProps } from './panel.tsx'
import { Rows } from './rows.tsx'

const ratings: Record<VitalRating, { colour: string; mark: string }> = {
  good: { colour: 'var(--signal-form)', mark: '●' },
  'needs work': { colour: 'var(--signal-trouble)', mark: '▲' },
  poor: { colour: 'var(--signal-error)', mark: '■' },
}
const partColours = ['var(--signal-page)', 'var(--signal-click)', 'var(--signal-network)', 'var(--signal-form)', 'var(--signal-trouble)']

/** How fast the pages were, what blocked them, and what recording added to that. */
export function PerformancePanel(props: PanelProps & { vitals: readonly DocumentVital[] }) {
  const { signals, isComplete, vitals } = props
  const tasks = useMemo(() => signals.filter((signal) => signal.type === 'longTask'), [signals])
  const cost = useMemo(() => recorderCostOf(signals), [signals])
  if (!vitals.length && !tasks.length && !cost.rows.length)
    return (
      <Nothing isComplete={isComplete} title="No measurements in this recording">
        Web vitals and long tasks are recorded wherever the browser measures them: all of them in Chromium, some in Firefox and Safari.
        Recordings of other recorders hold none; neither does a page that was never left, as most are told when it is.
      </Nothing>
    )
  return (
    <div className={classes['sections']}>
      <Vitals {...props} />
      <Tasks {...props} tasks={tasks} />
      <Cost cost={cost} onSeek={props.onSeek} />
    </div>
  )
}

function Vitals({ vitals, onSeek }: PanelProps & { vitals: readonly DocumentVital[] }) {
  return (
    <section className={classes['section']}>
      <Title order={3} fz="sm" mb={4}>
        Web vitals
      </Title>
      {vitals.length === 0 && (
        <Text fz="sm" c="dimmed">
          None was told: its browser may not measure them, or its pages were never left.
        </Text>
      )}
      {vitals.length > 0 && (
        <Table fz="xs" verticalSpacing={4} className={classes['vitals']}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>At</Table.Th>
              <Table.Th>Page</Table.Th>
              <Table.Th>Vital</Table.Th>
              <Table.Th>Value</Table.Th>
              <Table.Th w="45%">What made it so</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {vitals.map((vital) => (
              <VitalRow key={`${vital.tab} ${vital.pageMs} ${vital.name}`} vital={vital} onSeek={onSeek} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  )
}

function VitalRow({ vital, onSeek }: { vital: DocumentVital; onSeek: (ms: number) => void }) {
  const { name, value, page, atMs, target, url, parts } = vital
  const rating = rateVital(name, value)
  const { colour, mark } = ratings[rating]
  const [good, poor] = vitalBound[name]
  const total = parts.reduce((sum, { ms }) => sum + ms, 0)
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        <UnstyledButton className="number" fz="xs" td="underline" onClick={() => onSeek(atMs)}>
          {formatClock(atMs)}
        </UnstyledButton>
      </Table.Td>
      <Table.Td miw={110} style={{ overflowWrap: 'anywhere' }}>
        {page}
      </Table.Td>
      <Table.Td fw={600}>{name}</Table.Td>
      <Table.Td
        className="number"
        style={{ whiteSpace: 'nowrap' }}
        title={`Good up to ${vitalText(name, good)}, poor above ${vitalText(name, poor)}`}
      >
        {vitalText(name, value)}{' '}
        <span style={{ color: colour, fontWeight: 600 }}>
          {mark} {rating}
        </span>
      </Table.Td>
      <Table.Td>
        {total > 0 && (
          <div className={classes['parts']} aria-hidden>
            {parts.map((part, index) => (
              <div key={part.name} style={{ flexGrow: part.ms, background: partColours[index % partColours.length] }} />
            ))}
          </div>
        )}
        {parts.map((part, index) => (
          <span key={part.name} className="number" style={{ display: 'inline-block', marginRight: 10 }}>
            <span style={{ color: partColours[index % partColours.length] }}>■</span> {part.name.replaceAll('-', ' ')} {formatMs(part.ms)}
          </span>
        ))}
        {(target || url) && (
          <Text fz={11} c="dimmed" className={classes['mono']} style={{ overflowWrap: 'anywhere' }}>
            {[target, url].filter(Boolean).join(' · ')}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

type Task = SessionSignalOf<'longTask'>

function Tasks({ player, atMs, onSeek, tasks }: PanelProps & { tasks: readonly Task[] }) {
  const total = tasks.reduce((sum, { durationMs }) => sum + durationMs, 0)
  const longest = tasks.reduce((most, { durationMs }) => Math.max(most, durationMs), 100)
  const share = (ms: number): string => `${(ms / Math.max(player.durationMs, 1)) * 100}%`
  return (
    <section className={classes['section']}>
      <Title order={3} fz="sm">
        Long tasks
      </Title>
      <Text fz="xs" c="dimmed">
        {tasks.length
          ? `${formatCount(tasks.length, 'task')} kept the page from answering for ${formatMs(total)} in all, the longest for ${formatMs(longest)}.`
          : 'Nothing kept the page from answering for longer than 50 ms, or its browser does not tell.'}
      </Text>
      {tasks.length > 0 && (
        <>
          <div className={classes['tasks']}>
            {drawn(tasks).map((task, index) => (
              <UnstyledButton
                key={index}
                tabIndex={-1}
                aria-hidden
                title={`${formatClock(task.atMs)}, ${formatMs(task.durationMs)}`}
                onClick={() => onSeek(task.atMs)}
                style={{
                  left: share(task.atMs),
                  width: share(task.durationMs),
                  height: `${Math.max(8, (task.durationMs / longest) * 100)}%`,
                  background: task.durationMs >= 200 ? 'var(--signal-error)' : 'var(--signal-trouble)',
                }}
              />
            ))}
            <div className={classes['playhead']} style={{ left: share(atMs) }} />
          </div>
          <div style={{ display: 'flex', height: Math.min(tasks.length * 24, 168) }}>
            <Rows
              label="Long tasks"
              rows={tasks}
              rowHeight={24}
              isLater={(task) => task.atMs > atMs + 1}
              onOpen={(task) => onSeek(task.atMs)}
              render={({ atMs: beganMs, durationMs }) => (
                <>
                  <span className={classes['time']}>{formatClock(beganMs)}</span>
                  <span className="number" style={{ fontSize: 12 }}>
                    {formatMs(durationMs)}
                  </span>
                </>
              )}
            />
          </div>
        </>
      )}
    </section>
  )
}

/** The longest of them, if there are more than can be told apart. */
const drawn = (tasks: readonly Task[]): readonly Task[] =>
  tasks.length <= 400 ? tasks : [...tasks].sort((a, b) => b.durationMs - a.durationMs).slice(0, 400)

function Cost({ cost: { spentMs, windowMs, rows }, onSeek }: { cost: RecorderCost; onSeek: (ms: number) => void }) {
  const worst = rows.reduce((most, row) => Math.max(most, shareOf(row)), 0.001)
  return (
    <section className={classes['section']}>
      <Title order={3} fz="sm">
        What recording cost
      </Title>
      <Text fz="xs" c="dimmed" mb={4}>
        {rows.length
          ? `${formatMs(spentMs)} of the main thread in ${formatMs(windowMs)}: ${percent(spentMs / Math.max(windowMs, 1))}.`
          : 'It was not told: the recorder tells it when a page is left.'}
      </Text>
      {rows.length > 0 && (
        <Table fz="xs" verticalSpacing={2} className="number">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Until</Table.Th>
              <Table.Th ta="right">Spent</Table.Th>
              <Table.Th ta="right">Of</Table.Th>
              <Table.Th w="35%">Share</Table.Th>
              <Table.Th ta="right">Left alone</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, 200).map((row, index) => (
              <Table.Tr key={index}>
                <Table.Td>
                  <UnstyledButton fz="xs" td="underline" onClick={() => onSeek(row.atMs)}>
                    {formatClock(row.atMs)}
                  </UnstyledButton>
                </Table.Td>
                <Table.Td ta="right">{formatMs(row.spentMs)}</Table.Td>
                <Table.Td ta="right">{formatMs(row.windowMs)}</Table.Td>
                <Table.Td>
                  <div style={{ display: 'flex', alignItems: 'center', gap: 6 }}>
                    <div
                      style={{
                        width: `${(shareOf(row) / worst) * 60}%`,
                        minWidth: 2,
                        height: 8,
                        background: 'var(--signal-click)',
                        borderRadius: 2,
                      }}
                    />
                    {percent(shareOf(row))}
                  </div>
                </Table.Td>
                <Table.Td ta="right" title="Parts of the page that changed too fast to be told">
                  {row.degraded || ''}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  )
}

const shareOf = ({ spentMs, windowMs }: RecorderCost['rows'][number]): number => spentMs / Math.max(windowMs, 1)
const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 2 : 0)}%`

import { Checkbox, Select, UnstyledButton } from '@mantine/core'
import type { Exchange } from '@playhead/analysis'
import { useMemo, useState } from 'react'
import { formatClock } from '../../../ui/time.ts'
import classes from './dock.module.css'
import { ExchangeDetail } from './exchange-detail.tsx'
import { ExchangeRow } from './exchange-row.tsx'
import { Choice, NoMatch, Nothing, type PanelProps, Search } from './panel.tsx'
import { Rows } from './rows.tsx'
import { useSnippet, withAttribute } from './snippet.ts'
import { arrangeExchanges, type ExchangeSort, type ExchangeView, ticksOf, type TimeWindow, windowAround } from './waterfall.ts'

const plain: ExchangeView = { sort: 'start', isDescending: false, failedFirst: false, kind: 'all', search: '' }
const spans = [
  { value: '10000', label: '10 s' },
  { value: '30000', label: '30 s' },
  { value: '120000', label: '2 min' },
  { value: 'all', label: 'Whole session' },
]

/** Requests and sockets, on a scale of time around the playhead. */
export function NetworkPanel({ player, atMs, onSeek, isComplete, exchanges }: PanelProps & { exchanges: readonly Exchange[] }) {
  const [view, setView] = useState(plain)
  const [span, setSpan] = useState('30000')
  const [open, setOpen] = useState<Exchange | null>(null)
  const snippet = useSnippet()
  const { durationMs } = player
  const found = useMemo(() => arrangeExchanges(exchanges, view, durationMs), [exchanges, view, durationMs])
  const failed = useMemo(() => exchanges.filter(({ isFailed }) => isFailed).length, [exchanges])
  const change = (part: Partial<ExchangeView>): void => setView({ ...view, ...part })
  const window = windowAround(atMs, span === 'all' ? durationMs : Number(span), durationMs)
  const inOrder = view.sort === 'start' && !view.isDescending && !view.failedFirst
  if (!exchanges.length)
    return (
      <Nothing
        isComplete={isComplete}
        title="No requests in this recording"
        cures={[
          {
            says: 'With this tag requests are recorded, with headers and bodies of those to the page’s own origin, masked:',
            code: withAttribute(snippet, 'data-network', 'bodies'),
          },
          { says: 'With the package:', code: 'init({ key, host, network: true })' },
        ]}
      >
        Either the page asked for nothing by fetch, XMLHttpRequest, beacon or socket, or recording them is switched off by
        data-network="false" in the tag. Recordings of other recorders may not hold them either.
      </Nothing>
    )
  const share = (atMs - window.fromMs) / (window.toMs - window.fromMs)
  return (
    <div className={classes['panel']}>
      <div className={classes['toolbar']}>
        <Choice
          label="Kind"
          value={view.kind}
          onChange={(kind) => change({ kind })}
          data={[
            { value: 'all', label: 'All' },
            { value: 'failed', label: `Failed ${failed || ''}` },
            { value: 'fetch', label: 'Requests' },
            { value: 'socket', label: 'Sockets' },
          ]}
        />
        <Search label="Search the network" value={view.search} onChange={(search) => change({ search })} />
        <Checkbox
          size="xs"
          label="Failed first"
          checked={view.failedFirst}
          onChange={(event) => change({ failedFirst: event.currentTarget.checked })}
        />
        <Select
          size="xs"
          w={128}
          aria-label="Time scale"
          data={spans}
          value={span}
          allowDeselect={false}
          onChange={(next) => setSpan(next ?? 'all')}
        />
      </div>
      <div className={classes['split']}>
        <div className={classes['main']}>
          <Head view={view} change={change} window={window} />
          {found.length === 0 ? (
            <NoMatch what="requests" onClear={() => setView(plain)} />
          ) : (
            <Rows
              label="Requests"
              rows={found}
              current={inOrder ? found.findLastIndex(({ startMs }) => startMs <= atMs + 1) : -1}
              isLater={({ startMs }) => startMs > atMs + 1}
              isOpen={(one) => one === open}
              onOpen={(one) => {
                setOpen(one)
                onSeek(one.startMs)
              }}
              render={(one) => <ExchangeRow exchange={one} window={window} share={share} untilMs={durationMs} />}
            />
          )}
        </div>
        {open && <ExchangeDetail exchange={open} untilMs={durationMs} onClose={() => setOpen(null)} snippet={snippet} />}
      </div>
    </div>
  )
}

function Head({ view, change, window }: { view: ExchangeView; change: (part: Partial<ExchangeView>) => void; window: TimeWindow }) {
  const by = (sort: ExchangeSort, label: string, name = ''): React.ReactNode => (
    <UnstyledButton
      className={`${classes['sort']!} ${name}`}
      aria-pressed={view.sort === sort}
      title={`Sort by ${label.toLowerCase()}`}
      onClick={() => change({ sort, isDescending: view.sort === sort ? !view.isDescending : sort === 'size' || sort === 'duration' })}
    >
      {label}
      {view.sort === sort ? (view.isDescending ? ' ↓' : ' ↑') : ''}
    </UnstyledButton>
  )
  const span = window.toMs - window.fromMs
  return (
    <div className={`${classes['exchange']!} ${classes['head']!}`}>
      {by('status', 'Status')}
      <span className={classes['wide']}>Method</span>
      {by('url', 'Address')}
      {by('size', 'Size', `${classes['wide']!} ${classes['end']!}`)}
      {by('duration', 'Took', classes['end'])}
      <UnstyledButton
        className={classes['scale']}
        aria-pressed={view.sort === 'start'}
        aria-label="Sort by time"
        title="Sort by time"
        onClick={() => change({ sort: 'start', isDescending: view.sort === 'start' && !view.isDescending })}
      >
        {ticksOf(window, 5).map((ms) => (
          <span key={ms} style={{ left: `${((ms - window.fromMs) / span) * 100}%` }}>
            {formatClock(ms)}
            {span < 4000 ? `.${Math.floor((ms % 1000) / 100)}` : ''}
          </span>
        ))}
      </UnstyledButton>
    </div>
  )
}

import { Text } from '@mantine/core'
import { lastAt, stateChangesOf, type StateChange, type StateHistory, type StateStep } from '@playhead/analysis'
import { useMemo, useState } from 'react'
import { formatClock, formatCount } from '../../../ui/time.ts'
import classes from './dock.module.css'
import { Choice, NoMatch, Nothing, type PanelProps, Search } from './panel.tsx'
import { Rows } from './rows.tsx'
import { useSnippet, withAttribute } from './snippet.ts'
import { pathText, shortJson } from './state-tree.ts'
import { StateTree } from './tree.tsx'

const redux = `import { createPlayheadMiddleware } from '@playhead/recorder/redux'

const store = configureStore({
  reducer,
  middleware: (defaults) => defaults().concat(createPlayheadMiddleware()),
})`

/** The page's own state at the playhead, what changed last, and what led there. */
export function StatePanel({ player, atMs, onSeek, isComplete, history }: PanelProps & { history: StateHistory }) {
  const [name, setName] = useState<string | null>(null)
  const [search, setSearch] = useState('')
  const [valueSearch, setValueSearch] = useState('')
  const [view, setView] = useState<'changes' | 'state'>('changes')
  const snippet = useSnippet()
  const names = useMemo(() => [...new Set(history.steps.map((step) => step.name))].sort(), [history])
  const steps = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    return history.steps.filter(
      (step) => (name === null || step.name === name) && `${step.name} ${step.action ?? ''}`.toLowerCase().includes(wanted),
    )
  }, [history, name, search])
  // The states as of the playhead, of those that are asked for, and the one of them that changed last.
  const { shown, last } = useMemo(() => {
    const states = history.at(player.tab, atMs + 1).filter((step) => name === null || step.name === name)
    let at = states.length ? lastAt(history.steps, atMs + 1) : -1
    while (at >= 0 && !states.includes(history.steps[at]!)) at--
    return { shown: states, last: history.steps[at] }
  }, [history, player.tab, atMs, name])
  if (!history.steps.length)
    return (
      <Nothing
        isComplete={isComplete}
        title="No state in this recording"
        cures={[
          { says: 'Switch it on in the tag:', code: withAttribute(snippet, 'data-state', '') },
          { says: 'then tell what the page has in its mind, whenever it changes:', code: "playhead.state('cart', cart, 'cart/add')" },
          { says: 'or all of a Redux store, with its actions:', code: redux },
        ]}
      >
        The page’s own state is recorded where the page tells it and the tag has data-state. It is masked: keys stay, strings do not.
      </Nothing>
    )
  return (
    <div className={classes['panel']}>
      <div className={classes['toolbar']}>
        <Choice
          label="State"
          value={name ?? ''}
          onChange={(next) => setName(next || null)}
          data={[{ value: '', label: 'All' }, ...names.slice(0, 6).map((one) => ({ value: one, label: one }))]}
        />
        <Search label="Search the actions" value={search} onChange={setSearch} />
      </div>
      <div className={classes['split']}>
        <div className={classes['main']}>
          {steps.length === 0 ? (
            <NoMatch what="actions" onClear={() => (setSearch(''), setName(null))} />
          ) : (
            <Rows
              label="Changes of state"
              rows={steps}
              current={lastAt(steps, atMs + 1)}
              isLater={(step) => step.atMs > atMs + 1}
              onOpen={(step) => onSeek(step.atMs)}
              render={(step) => <StepRow step={step} />}
            />
          )}
        </div>
        <section className={classes['detailFill']} aria-label="State at the playhead">
          <div className={classes['toolbar']}>
            <Choice
              label="View"
              value={view}
              onChange={setView}
              data={[
                { value: 'changes', label: 'What changed' },
                { value: 'state', label: `State at ${formatClock(atMs)}` },
              ]}
            />
            {view === 'state' && <Search label="Search the state" value={valueSearch} onChange={setValueSearch} />}
          </div>
          {!last && (
            <div className={classes['none']}>
              Nothing is known of it at this moment. It is told from {formatClock(steps[0]?.atMs ?? 0)} on.
            </div>
          )}
          {last?.isPartial && (
            <Text fz="xs" c="var(--signal-trouble)" px="sm" pt={6}>
              Its beginning is not in the recording: only what changed since is known.
            </Text>
          )}
          {last && view === 'changes' && <Changes step={last} />}
          {last && view === 'state' && <StateTree states={shown} search={valueSearch} onClear={() => setValueSearch('')} />}
        </section>
      </div>
    </div>
  )
}

function StepRow({ step }: { step: StateStep }) {
  const count = useMemo(() => stateChangesOf(step.before, step.value).length, [step])
  return (
    <>
      <span className={classes['time']}>{formatClock(step.atMs)}</span>
      <span className={`clip ${classes['mono']!}`} style={{ flex: 1 }}>
        <Text span fz={12} c="dimmed" className={classes['mono']}>
          {step.name}
        </Text>{' '}
        {step.action ?? (step.before === undefined ? 'begins' : 'changed')}
      </span>
      {step.before !== undefined && (
        <span className={classes['count']} title={formatCount(count, 'change')}>
          {count}
        </span>
      )}
    </>
  )
}

const marks: Record<StateChange['kind'], string> = { added: '+', removed: '−', changed: '~' }

/** What one step changed, value by value. */
function Changes({ step }: { step: StateStep }) {
  const changes = useMemo(() => stateChangesOf(step.before, step.value), [step])
  return (
    <>
      <Text fz="xs" c="dimmed" px="sm" py={6}>
        {step.name}
        {step.action ? `, ${step.action},` : ''} at {formatClock(step.atMs)}
        {step.before === undefined ? ': told whole, for the first time in this document' : ''}
      </Text>
      {step.before === undefined ? (
        <StateTree states={[step]} search="" onClear={() => undefined} />
      ) : changes.length === 0 ? (
        <div className={classes['none']}>Nothing that is told has changed: what is masked may have.</div>
      ) : (
        <Rows
          label="What changed"
          rows={changes}
          rowHeight={42}
          onOpen={() => undefined}
          render={({ path, kind, before, after }) => (
            <div className={classes['mono']} style={{ minWidth: 0, flex: 1 }}>
              <div className="clip">
                <b className={classes[kind]} title={kind}>
                  {marks[kind]}
                </b>{' '}
                {pathText(path)}
              </div>
              <div className="clip" style={{ paddingLeft: 14 }} title={`${shortJson(before)} → ${shortJson(after)}`}>
                {kind !== 'added' && <span className={classes['removed']}>{shortJson(before)}</span>}
                {kind === 'changed' && ' → '}
                {kind !== 'removed' && <span className={classes['added']}>{shortJson(after)}</span>}
              </div>
            </div>
          )}
        />
      )}
    </>
  )
}

import { Tabs } from '@mantine/core'
import { errorGroupsOf, exchangesOf, rateVital, stateHistoryOf } from '@playhead/analysis'
import type { Player } from '@playhead/player'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useReducer, useState } from 'react'
import { consoleLinesOf } from './console-line.ts'
import { ConsolePanel } from './console.tsx'
import classes from './dock.module.css'
import { documentVitalsOf } from './document-vital.ts'
import { DomPanel } from './dom.tsx'
import { ErrorsPanel } from './errors.tsx'
import { NetworkPanel } from './network.tsx'
import { PerformancePanel } from './performance.tsx'
import { StatePanel } from './state.tsx'

interface ReplayDockProps {
  readonly player: Player
  /** The moment shown, ms since the session's start. */
  readonly atMs: number
  onSeek(ms: number): void
}

/** What a developer wants to know beside the picture. It fills its parent, and follows the playhead. */
export function ReplayDock({ player, atMs, onSeek }: ReplayDockProps) {
  const { signals, isPlaying, isComplete } = useFacts(player)
  const [tab, setTab] = useState<string | null>('console')
  const lines = useMemo(() => consoleLinesOf(signals), [signals])
  const exchanges = useMemo(() => exchangesOf(signals), [signals])
  const groups = useMemo(() => errorGroupsOf(signals), [signals])
  const vitals = useMemo(() => documentVitalsOf(signals), [signals])
  const history = useMemo(() => stateHistoryOf(signals), [signals])
  const wrong = useMemo(
    () => ({
      console: lines.filter(({ level }) => level === 'error').length,
      network: exchanges.filter(({ isFailed }) => isFailed).length,
      vitals: vitals.filter(({ name, value }) => rateVital(name, value) === 'poor').length,
    }),
    [lines, exchanges, vitals],
  )
  const props = { player, atMs, onSeek, signals, isComplete }
  const panels: [id: string, name: string, bad: number, panel: () => ReactNode][] = [
    ['console', 'Console', wrong.console, () => <ConsolePanel {...props} lines={lines} />],
    ['network', 'Network', wrong.network, () => <NetworkPanel {...props} exchanges={exchanges} />],
    ['errors', 'Errors', groups.length, () => <ErrorsPanel {...props} groups={groups} />],
    ['state', 'State', 0, () => <StatePanel {...props} history={history} />],
    ['performance', 'Performance', wrong.vitals, () => <PerformancePanel {...props} vitals={vitals} />],
    ['dom', 'DOM', 0, () => <DomPanel {...props} isPlaying={isPlaying} />],
  ]
  return (
    <Tabs className={classes['dock']} value={tab} onChange={setTab} keepMounted={false}>
      <Tabs.List className={classes['tabList']} onKeyDown={keepArrows} aria-label="Tools">
        {panels.map(([id, name, bad]) => (
          <Tabs.Tab key={id} value={id} className={classes['tab']} aria-label={bad ? `${name}, ${bad} wrong` : name}>
            {name}
            {bad > 0 && <span className={classes['badge']}>{bad}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {panels.map(([id, , , panel]) => (
        <Tabs.Panel key={id} value={id} className={classes['panel']}>
          {panel()}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

/** Arrows move between tabs here, not the playhead. */
function keepArrows(event: KeyboardEvent): void {
  if (/^(?:Arrow|Home|End)/.test(event.key)) event.stopPropagation()
}

/** What the player knows, as values that change when it does. */
function useFacts(player: Player) {
  const [, note] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    note()
    const offs = (['state', 'tab'] as const).map((event) => player.on(event, note))
    return () => offs.forEach((off) => off())
  }, [player])
  const known = player.signals.length
  // The player's list grows in place.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const signals = useMemo(() => [...player.signals], [player, known])
  return { signals, isPlaying: player.isPlaying, isComplete: player.isComplete }
}

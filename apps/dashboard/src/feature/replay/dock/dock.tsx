import { Tabs } from '@mantine/core'
import { exchangesOf, rateVital, stateHistoryOf } from '@playhead/analysis'
import type { Player } from '@playhead/player'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { consoleLinesOf, lineAt, type Written } from './console-line.ts'
import { ConsolePanel } from './console.tsx'
import classes from './dock.module.css'
import { documentVitalsOf } from './document-vital.ts'
import { DomPanel } from './dom.tsx'
import { ErrorsPanel } from './errors.tsx'
import { faultsOf } from './fault.ts'
import { NetworkPanel } from './network.tsx'
import { Unread } from '../unread.tsx'
import type { PanelProps } from './panel.tsx'
import { PerformancePanel } from './performance.tsx'
import { StatePanel } from './state.tsx'

const tools = [
  ['console', 'Console'],
  ['network', 'Network'],
  ['errors', 'Errors'],
  ['state', 'State'],
  ['performance', 'Performance'],
  ['dom', 'DOM'],
] as const
type ToolId = (typeof tools)[number][0]

/** How often lists follow while it plays. */
const listMs = 100

interface ReplayDockProps {
  readonly player: Player
  /** The moment shown, ms since the session's start. */
  readonly atMs: number
  onSeek(ms: number): void
  /** Opens the recording anew. */
  retry(): void
}

/** What a developer wants to know beside the picture. It fills its parent, and follows the playhead. */
export function ReplayDock({ player, atMs, onSeek, retry }: ReplayDockProps) {
  const { signals, isPlaying, isComplete } = useFacts(player)
  const [tool, setTool] = useState<ToolId>('console')
  /** The line that the console opens with. */
  const [lineMs, setLineMs] = useState<number | null>(null)
  const lines = useMemo(() => consoleLinesOf(signals), [signals])
  const exchanges = useMemo(() => exchangesOf(signals), [signals])
  const faults = useMemo(() => faultsOf(signals), [signals])
  const vitals = useMemo(() => documentVitalsOf(signals), [signals])
  const history = useMemo(() => stateHistoryOf(signals), [signals])
  const wrong = useMemo(
    (): Record<ToolId, number> => ({
      console: lines.filter(({ level }) => level === 'error').length,
      network: exchanges.filter(({ isFailed }) => isFailed).length,
      errors: faults.length,
      state: 0,
      performance: vitals.filter(({ name, value }) => rateVital(name, value) === 'poor').length,
      dom: 0,
    }),
    [lines, exchanges, faults, vitals],
  )
  // Playing moves the playhead with every picture; lists need not.
  const shownMs = isPlaying ? Math.floor(atMs / listMs) * listMs : atMs
  const latest = useRef(onSeek)
  latest.current = onSeek
  const props = useMemo(
    (): PanelProps => ({ player, atMs: shownMs, onSeek: (ms) => latest.current(ms), signals, isComplete }),
    [player, shownMs, signals, isComplete],
  )
  const panel = useMemo(() => {
    const showLine = (written: Written): void => {
      setLineMs(lineAt(lines, written)?.atMs ?? null)
      setTool('console')
      latest.current(written.atMs)
    }
    const panels: Record<ToolId, () => ReactNode> = {
      console: () => <ConsolePanel {...props} lines={lines} lineMs={lineMs} />,
      network: () => <NetworkPanel {...props} exchanges={exchanges} />,
      errors: () => <ErrorsPanel {...props} faults={faults} showLine={showLine} />,
      state: () => <StatePanel {...props} history={history} />,
      performance: () => <PerformancePanel {...props} vitals={vitals} />,
      dom: () => <DomPanel {...props} isPlaying={isPlaying} />,
    }
    return panels[tool]()
  }, [tool, props, lines, lineMs, exchanges, faults, history, vitals, isPlaying])
  const choose = (next: string | null): void => {
    if (next) setTool(next as ToolId)
    setLineMs(null)
  }
  return (
    <Tabs className={classes['dock']} value={tool} onChange={choose} keepMounted={false}>
      <Tabs.List className={classes['tabList']} onKeyDown={keepArrows} aria-label="Tools">
        {tools.map(([id, name]) => (
          <Tabs.Tab key={id} value={id} className={classes['tab']} aria-label={wrong[id] ? `${name}, ${wrong[id]} wrong` : name}>
            {name}
            {wrong[id] > 0 && <span className={classes['badge']}>{wrong[id]}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={tool} className={classes['panel']}>
        <Unread player={player} retry={retry} />
        {panel}
      </Tabs.Panel>
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
    const offs = (['state', 'tab', 'missing'] as const).map((event) => player.on(event, note))
    return () => offs.forEach((off) => off())
  }, [player])
  const known = player.signals.length
  // The player's list grows in place.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const signals = useMemo(() => [...player.signals], [player, known])
  return { signals, isPlaying: player.isPlaying, isComplete: player.isComplete }
}

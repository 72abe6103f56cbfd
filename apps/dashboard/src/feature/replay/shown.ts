import { findTabTurns, type Player, type TimedSignal } from '@playhead/player'
import { useEffect, useMemo, useState } from 'react'
import { pathOf } from './sentence.ts'
import { useTime } from './use-player.ts'

type SignalOf<T extends TimedSignal['type']> = Extract<TimedSignal, { type: T }>

/** What is on the stage at a moment. */
export interface Shown {
  /** The tab that is followed. */
  readonly tab: string
  readonly url: string
  /** 0: the recording has not said yet. */
  readonly width: number
  readonly height: number
}
/** What the signals say of tabs and their pages, each in order of time. */
export interface Places {
  /** From when on each tab is the one that the visitor looks at. */
  readonly turns: readonly { readonly atMs: number; readonly tab: string }[]
  readonly pages: readonly SignalOf<'page'>[]
  readonly viewports: readonly SignalOf<'viewport'>[]
}
const nothing: Shown = { tab: '', url: '', width: 0, height: 0 }

/** Learns anew whenever more signals have come. */
export function usePlaces(player: Player | null): Places {
  const known = player?.signals.length ?? 0
  return useMemo(() => {
    void known
    const signals = player?.signals ?? []
    return {
      turns: findTabTurns(signals),
      pages: signals.filter((signal) => signal.type === 'page'),
      viewports: signals.filter((signal) => signal.type === 'viewport'),
    }
  }, [player, known])
}

/** Follows the player; renders only when the page, the tab or the size of the window is another. */
export function useShown(player: Player | null, places: Places): Shown {
  const [shown, setShown] = useState(nothing)
  const look = (ms: number): void => {
    const next = shownAt(places, player?.tabs[0] ?? '', ms)
    if (next.tab !== shown.tab || next.url !== shown.url || next.width !== shown.width || next.height !== shown.height) setShown(next)
  }
  useTime(player, look)
  // What is at this moment may be told after the moment was painted.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => look(player?.currentMs ?? 0), [player, places])
  return shown
}

export function shownAt({ turns, pages, viewports }: Places, firstTab: string, ms: number): Shown {
  const tab = (turns.findLast(({ atMs }) => atMs <= ms) ?? turns[0])?.tab ?? firstTab
  const isBefore = (signal: { atMs: number; tab: string }): boolean => signal.tab === tab && signal.atMs <= ms + 1
  // A first page is told a moment after its first picture.
  const page = pages.findLast(isBefore) ?? pages.find((signal) => signal.tab === tab)
  const viewport = viewports.findLast(isBefore) ?? viewports.find((signal) => signal.tab === tab)
  return { tab, url: page?.url ?? '', width: viewport?.width ?? 0, height: viewport?.height ?? 0 }
}

/** Host and path of an address: what an address bar shows. */
export const addressOf = (url: string): string => hostOf(url) + pathOf(url)

export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '')

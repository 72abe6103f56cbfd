import type { Player } from '@playhead/player'
import { type RefObject, useEffect, useRef } from 'react'
import { formatClock } from '../../ui/time.ts'
import { type MarkGroup, tellMarks } from './lane.ts'
import { createPreview, type Preview } from './preview.ts'
import type { Loaded } from './use-player.ts'

/** As near as this, px, the pointer means the mark. */
const nearPx = 12
const mostLines = 5

interface Pointed {
  readonly clientX: number
  readonly clientY: number
}

/** What a timeline says of the moment under the pointer: a small picture, when it is, and what happened there. */
export function useHoverCard(options: {
  player: Player
  loaded: Loaded
  track: RefObject<HTMLDivElement | null>
  /** Of each row of the track, from above. */
  groups: readonly (readonly MarkGroup[])[]
  rowClass: string
}) {
  const { player, loaded, track } = options
  const card = useRef<HTMLDivElement>(null)
  const line = useRef<HTMLDivElement>(null)
  const picture = useRef<HTMLDivElement>(null)
  const text = useRef<HTMLSpanElement>(null)
  const preview = useRef<Preview | null>(null)
  useEffect(
    () => () => {
      preview.current?.destroy()
      preview.current = null
    },
    [loaded],
  )

  const msAt = (clientX: number): number => {
    const { left, width } = track.current!.getBoundingClientRect()
    return Math.min(Math.max((clientX - left) / width, 0), 1) * player.durationMs
  }
  /** The moment that is meant: that of a mark, where the pointer is on one. */
  function at({ clientX, clientY }: Pointed): { ms: number; group: MarkGroup | null } {
    const ms = msAt(clientX)
    const rows = [...track.current!.getElementsByClassName(options.rowClass)]
    const row = rows.findIndex((element) => {
      const { top, bottom } = element.getBoundingClientRect()
      return clientY >= top && clientY < bottom
    })
    const msPerPx = player.durationMs / Math.max(track.current!.clientWidth, 1)
    let group: MarkGroup | null = null
    for (const one of options.groups[row] ?? []) {
      const distance = Math.abs(one.atMs - ms)
      if (distance <= nearPx * msPerPx && distance < Math.abs((group?.atMs ?? Infinity) - ms)) group = one
    }
    return { ms: group?.atMs ?? ms, group }
  }
  function show(pointed: Pointed): void {
    if (!card.current || !line.current || !picture.current || !text.current) return
    const { ms, group } = at(pointed)
    const { left, width } = track.current!.getBoundingClientRect()
    const x = (ms / Math.max(player.durationMs, 1)) * width
    card.current.hidden = false
    line.current.hidden = false
    line.current.style.left = `${x}px`
    // Within the timeline, also at its ends, and never over what stands beside it.
    const half = card.current.offsetWidth / 2
    const room = track.current!.parentElement!.getBoundingClientRect()
    card.current.style.left = `${Math.min(Math.max(x, room.left - left + half), room.right - left - half)}px`
    text.current.textContent = wordsOf(ms, group, player)
    preview.current ??= createPreview(picture.current, loaded, () => picture.current?.setAttribute('data-shown', ''))
    preview.current.show(ms)
  }
  function hide(): void {
    if (card.current) card.current.hidden = true
    if (line.current) line.current.hidden = true
    preview.current?.leave()
  }
  return { card, line, picture, text, msAt, at, show, hide }
}

function wordsOf(ms: number, group: MarkGroup | null, { idle, gaps }: Pick<Player, 'idle' | 'gaps'>): string {
  if (group) {
    const told = tellMarks(group.marks)
    const lines = told.slice(0, mostLines).map(({ atMs, says }) => `${formatClock(atMs)}  ${says}`)
    const more = told.length - lines.length
    return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
  }
  const isIn = ({ fromMs, toMs }: { fromMs: number; toMs: number }): boolean => ms >= fromMs && ms < toMs
  const gap = gaps.find(isIn)
  if (gap) return `${formatClock(ms)}  Parts are lost: until ${formatClock(gap.toMs)} the picture may not be what was seen`
  const still = idle.find(isIn)
  return still ? `${formatClock(ms)}  Nothing happens until ${formatClock(still.toMs)}` : formatClock(ms)
}

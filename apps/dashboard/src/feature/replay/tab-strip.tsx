import { Text, UnstyledButton } from '@mantine/core'
import { formatClock } from '../../ui/time.ts'
import { pathOf } from './sentence.ts'
import { type Places, type Shown, shownAt } from './shown.ts'
import classes from './tab-strip.module.css'

/** The visitor's browser tabs. The replay follows the one that was looked at; another is gone to at the moment when it was. */
export function TabStrip({
  tabs,
  places,
  shown,
  nowMs,
  seek,
}: {
  tabs: readonly string[]
  places: Places
  shown: Shown
  nowMs: () => number
  seek: (ms: number) => void
}) {
  if (tabs.length < 2) return null
  return (
    <div className={classes['strip']} role="group" aria-label="Tabs of the visitor">
      {tabs.map((id, index) => {
        const isFollowed = id === shown.tab
        const first = places.turns.find(({ tab }) => tab === id)
        const page = isFollowed ? shown.url : placeOf(places, id, nowMs())
        const says = `Tab ${index + 1}${isFollowed ? ', followed' : first ? `, first looked at ${formatClock(first.atMs)}` : ', never looked at'}`
        return (
          <UnstyledButton
            key={id}
            className={classes['tab']}
            data-followed={isFollowed || undefined}
            aria-pressed={isFollowed}
            aria-label={`${says}${page ? `: ${pathOf(page)}` : ''}`}
            title={says}
            disabled={!first}
            onClick={() => seek(turnTo(places, id, nowMs()))}
          >
            <Text span fz="xs" fw={600}>
              {index + 1}
            </Text>
            <Text span fz="xs" className="clip">
              {page ? pathOf(page) : 'not open yet'}
            </Text>
          </UnstyledButton>
        )
      })}
    </div>
  )
}

/** The page that a tab shows, followed or not; empty: it is not open yet. */
function placeOf(places: Places, tab: string, ms: number): string {
  const isOpen = places.pages.some((page) => page.tab === tab && page.atMs <= ms + 1)
  return isOpen ? shownAt({ ...places, turns: [] }, tab, ms).url : ''
}

/** When the tab is looked at next, or else was last. */
export function turnTo({ turns }: Pick<Places, 'turns'>, tab: string, ms: number): number {
  const own = turns.filter((turn) => turn.tab === tab)
  return (own.find(({ atMs }) => atMs > ms) ?? own.at(-1))?.atMs ?? ms
}

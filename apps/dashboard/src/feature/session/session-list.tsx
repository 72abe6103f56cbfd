import { Box } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { Session } from '@playhead/api'
import { useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import type { SessionQuery } from '../../search.ts'
import { isForField } from '../../ui/go-key.ts'
import classes from './session-row.module.css'
import { rowHeight, SessionHead, SessionRow, smallRowHeight } from './session-row.tsx'

/** However many sessions, only those in view are drawn. `j`, `k` and Enter walk through them. */
export function SessionList({ sessions, query, onEnd }: { sessions: readonly Session[]; query: SessionQuery; onEnd: () => void }) {
  const scroller = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState(-1)
  const navigate = useNavigate()
  const isSmall = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const rows = useVirtualizer({
    count: sessions.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isSmall ? smallRowHeight : rowHeight),
    overscan: 8,
  })
  useEffect(() => rows.measure(), [rows, isSmall])
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0

  useEffect(() => {
    if (sessions.length && last >= sessions.length - 5) onEnd()
  }, [last, sessions.length, onEnd])

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isForField(event)) return
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0
      if (step) {
        const next = Math.min(Math.max(chosen + step, 0), sessions.length - 1)
        setChosen(next)
        rows.scrollToIndex(next)
      } else if (event.key === 'Enter' && sessions[chosen] && event.target === document.body) {
        const { id, project } = sessions[chosen]
        void navigate({ to: '/p/$project/sessions/$session', params: { project, session: id }, search: query })
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [chosen, sessions, query, rows, navigate])

  return (
    <>
      {!isSmall && <SessionHead />}
      <Box ref={scroller} className={classes['scroller']} data-testid="session-list">
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {shown.map(({ index, start }) => (
            <div key={sessions[index]!.id} style={{ position: 'absolute', insetInline: 0, top: 0, transform: `translateY(${start}px)` }}>
              <SessionRow session={sessions[index]!} query={query} isChosen={index === chosen} isSmall={isSmall} />
            </div>
          ))}
        </div>
      </Box>
    </>
  )
}

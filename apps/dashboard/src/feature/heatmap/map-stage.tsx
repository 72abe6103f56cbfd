import { Alert, Box, Loader, Text } from '@mantine/core'
import type { ClickMapElement } from '@playhead/api'
import { type ClickMap as DrawnMap, createClickMap, type UnplacedElement } from '@playhead/player'
import { useEffect, useRef, useState } from 'react'
import type { Loaded } from '../replay/use-player.ts'
import classes from './heatmap.module.css'

interface Props {
  readonly loaded: Loaded
  readonly moment: { readonly tab: string; readonly atMs: number }
  readonly elements: readonly ClickMapElement[]
  readonly mode: 'heat' | 'elements'
  /** CSS px that the backdrop is at most drawn at: a phone's page is not blown up to a desktop's. */
  readonly maxWidth?: number | undefined
  readonly highlighted: string | null
  readonly onPick: (key: string) => void
  readonly onDrawn: (drawn: { unplaced: readonly UnplacedElement[]; placed: number }) => void
}

/** The page as it was recorded, with the clicks over it. */
export function MapStage({ loaded, moment, elements, mode, maxWidth, highlighted, onPick, onDrawn }: Props) {
  const stage = useRef<HTMLDivElement>(null)
  const drawn = useRef<DrawnMap | null>(null)
  const [isReady, setReady] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const told = useRef({ onPick, onDrawn })
  told.current = { onPick, onDrawn }
  const { tab, atMs } = moment
  useEffect(() => {
    if (!stage.current) return
    let isOver = false
    setReady(false)
    setFailure(null)
    createClickMap({ container: stage.current, frameUrl: loaded.frameUrl, source: loaded.source, atMs, tab, elements, mode }).then(
      (map) => {
        if (isOver) return map.destroy()
        drawn.current = map
        map.onPick((key) => told.current.onPick(key))
        told.current.onDrawn({ unplaced: map.unplaced, placed: map.placed })
        setReady(true)
      },
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    )
    return () => {
      isOver = true
      drawn.current?.destroy()
      drawn.current = null
    }
  }, [loaded, tab, atMs, elements, mode])
  useEffect(() => drawn.current?.highlight(highlighted), [highlighted, isReady])
  return (
    <Box className={classes['scroller']}>
      {failure && (
        <Alert color="orange" m="md">
          The backdrop could not be drawn: {failure}
        </Alert>
      )}
      {!isReady && !failure && (
        <Box className={classes['waiting']}>
          <Loader size="sm" />
          <Text fz="sm" c="dimmed">
            Rebuilding the page …
          </Text>
        </Box>
      )}
      <div ref={stage} style={{ opacity: isReady ? 1 : 0, maxWidth, marginInline: 'auto' }} />
    </Box>
  )
}

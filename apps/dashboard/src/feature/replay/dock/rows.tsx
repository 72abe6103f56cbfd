import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import classes from './dock.module.css'

interface RowsOptions<T> {
  /** What the list is, for those who do not see it. */
  readonly label: string
  readonly rows: readonly T[]
  readonly rowHeight?: number | undefined
  /** The row that the playhead stands at, which the list follows; -1: none. */
  readonly current?: number | undefined
  /** A row to bring into view, where that is another one; -1: none. */
  readonly target?: number | undefined
  readonly isLater?: ((row: T) => boolean) | undefined
  /** The row whose details are shown. */
  readonly isOpen?: ((row: T) => boolean) | undefined
  readonly onOpen: (row: T) => void
  /** Keys of the panel's own; true: it was for it. */
  readonly onKey?: ((key: string, row: T) => boolean) | undefined
  /** The row that a pointer or the keyboard is at; null: none any more. */
  readonly onPoint?: ((row: T | null) => void) | undefined
  readonly render: (row: T) => ReactNode
}

/** How long the list stays where a person scrolled it. */
const readingMs = 4000

/** A long list of which only what is seen is there. Arrows move through it, Enter opens. */
export function Rows<T>({ rows, rowHeight = 28, current = -1, target = current, ...options }: RowsOptions<T>) {
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const readsUntilMs = useRef(0)
  const [active, setActive] = useState(-1)
  const list = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12 })
  const at = Math.min(active, rows.length - 1)
  useEffect(() => {
    if (target >= 0 && performance.now() > readsUntilMs.current) list.scrollToIndex(target, { align: 'center' })
  }, [target, rows, list])
  const reads = (): void => void (readsUntilMs.current = performance.now() + readingMs)

  function go(to: number): void {
    const next = Math.min(Math.max(to, 0), rows.length - 1)
    reads()
    setActive(next)
    list.scrollToIndex(next)
    options.onPoint?.(rows[next] ?? null)
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || !rows.length) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1)
    const from = at < 0 ? Math.max(current, 0) : at
    const moves: Record<string, number> = {
      ArrowDown: at < 0 ? from : at + 1,
      ArrowUp: at < 0 ? from : at - 1,
      PageDown: from + page,
      PageUp: from - page,
      Home: 0,
      End: rows.length - 1,
    }
    const row = rows[at]
    const move = moves[event.key]
    if (move !== undefined) go(move)
    else if (row === undefined) return
    else if (event.key === 'Enter') options.onOpen(row)
    else if (!options.onKey?.(event.key, row)) return
    event.preventDefault()
    // The same keys mean something to the replay.
    event.stopPropagation()
  }
  return (
    <div
      ref={scroller}
      className={classes['scroller']}
      role="listbox"
      tabIndex={0}
      aria-label={options.label}
      aria-activedescendant={at >= 0 ? `${id}${at}` : undefined}
      onKeyDown={onKeyDown}
      onWheel={reads}
      onTouchMove={reads}
      onBlur={() => options.onPoint?.(null)}
    >
      <div className={classes['rows']} style={{ height: list.getTotalSize() }} role="presentation">
        {list.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]!
          return (
            <div
              key={index}
              id={`${id}${index}`}
              role="option"
              aria-selected={options.isOpen?.(row) ?? index === at}
              aria-posinset={index + 1}
              aria-setsize={rows.length}
              className={classes['row']}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              data-current={index === current || undefined}
              data-later={options.isLater?.(row) || undefined}
              data-active={index === at || undefined}
              data-open={options.isOpen?.(row) || undefined}
              onClick={() => {
                setActive(index)
                options.onOpen(row)
              }}
              onPointerEnter={() => options.onPoint?.(row)}
              onPointerLeave={() => options.onPoint?.(null)}
            >
              {options.render(row)}
            </div>
          )
        })}
      </div>
    </div>
  )
}

import type { Json, StateStep } from '@playhead/analysis'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import classes from './dock.module.css'
import { NoMatch } from './panel.tsx'
import { Rows } from './rows.tsx'
import { shortJson, type TreeRow, treeRowsOf } from './state-tree.ts'

/** How deep a tree is open before anybody touched it. */
const openDepth = 2

/** States as trees, one below the other. What is opened or closed stays so while the playhead moves. */
export function StateTree({ states, search, onClear }: { states: readonly StateStep[]; search: string; onClear: () => void }) {
  const [touched, setTouched] = useState<ReadonlyMap<string, boolean>>(new Map())
  const value = useMemo((): Json => Object.fromEntries(states.map((step) => [step.name, step.value ?? null])), [states])
  const rows = useMemo(
    () => treeRowsOf(value, (pointer, depth) => touched.get(pointer) ?? depth < openDepth, search),
    [value, touched, search],
  )
  const set = (pointer: string, isOpen: boolean): void => setTouched(new Map(touched).set(pointer, isOpen))
  return (
    <>
      {rows.length === 0 ? (
        <NoMatch what="values" onClear={onClear} />
      ) : (
        <Rows
          label="State"
          rows={rows}
          rowHeight={22}
          onOpen={({ pointer, size, isOpen }) => size && set(pointer, !isOpen)}
          onKey={(key, { pointer, size, isOpen }) => {
            if (key !== 'ArrowRight' && key !== 'ArrowLeft') return false
            if (size && isOpen === (key === 'ArrowLeft')) set(pointer, !isOpen)
            return true
          }}
          render={(row) => <Leaf row={row} />}
        />
      )}
    </>
  )
}

function Leaf({ row: { key, depth, value, size, isOpen } }: { row: TreeRow }) {
  const Twisty = isOpen ? IconChevronDown : IconChevronRight
  const kind = typeof value === 'string' ? 'string' : typeof value === 'object' && value !== null ? '' : 'literal'
  return (
    <span className={`clip ${classes['mono']!}`} style={{ paddingLeft: depth * 14 }} title={typeof value === 'string' ? value : undefined}>
      {size ? <Twisty size={12} style={{ verticalAlign: -1 }} /> : <span style={{ display: 'inline-block', width: 12 }} />}{' '}
      <span className={classes['key']}>{key}</span>: <span className={classes[kind]}>{isOpen && size ? '' : shortJson(value)}</span>
    </span>
  )
}

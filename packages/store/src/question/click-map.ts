import type { Device } from '@playhead/analysis'

/** Where people clicked on a page, element by element. */
export interface ClickMap {
  readonly kind: 'click'
  readonly page: string
  readonly device: Device
  /** Page views of this page at this device class. */
  readonly views: number
  /** Sessions with such a view. */
  readonly sessions: number
  readonly clicks: number
  /** Clicks that have no element key. */
  readonly unplaced: number
  readonly elements: readonly ClickMapElement[]
}
export interface ClickMapElement {
  readonly key: string
  readonly name: string
  readonly tag: string
  /** Views that had it on screen; null: not measured. */
  readonly seen: number | null
  readonly clicks: number
  /** Sessions that clicked it. */
  readonly sessions: number
  readonly dead: number
  /** Clicks that are part of a rage click. */
  readonly rage: number
  readonly interactive: boolean
  /** [column, row, clicks] of a 64 × 64 grid over the element's box. */
  readonly bins: readonly (readonly [number, number, number])[]
  /** At most 20 sessions that clicked it. */
  readonly sampleSessions: readonly string[]
}

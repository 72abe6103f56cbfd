import type { Device } from '@playhead/analysis'

/** One page of a project, with how often it was seen. */
export interface PageRow {
  readonly page: string
  readonly views: number
  readonly sessions: number
  readonly clicks: number
  /** Page views by device class. */
  readonly devices: Readonly<Record<Device, number>>
}

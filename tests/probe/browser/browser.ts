import type { Tab } from '../tab.ts'

export interface ProbeBrowser {
  readonly name: 'chromium' | 'firefox'
  readonly version: string
  /** How many tabs run side by side without disturbing each other. */
  readonly tabsAtOnce: number
  openTab(): Promise<Tab>
  isAlive(): boolean
  close(): Promise<void>
}

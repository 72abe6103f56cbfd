import type { Page } from 'playwright-core'

/** The body of an async function in the page, or what a hand does. */
export type Step = string | ((page: Page) => Promise<unknown>)

/** A small page, and what happens on it while it is recorded. */
export interface Case {
  /** What it is about, as a row of the table. */
  readonly name: string
  readonly head?: string
  /** What the page's body holds; scripts in it run before the recording begins. */
  readonly html: string
  /** Runs once the recording has begun. */
  readonly script?: string
  /** Each ends in a checkpoint that must look other than the one before; the page as it began is the first. */
  readonly steps: readonly Step[]
  readonly width?: number
  readonly height?: number
  /** What the visitor's browser prefers; the viewer's prefers light and motion. */
  readonly prefers?: { readonly colorScheme?: 'dark'; readonly reducedMotion?: 'reduce' }
  /** The page's doctype; `<!doctype html>` unless told. */
  readonly doctype?: string
  /** A published application: its script and style sheet are bundled, and served as `/app/<app>.js` and `.css`. */
  readonly app?: string
  /** An expression that is true once the page shows what it is to show. */
  readonly ready?: string
}

export interface Family {
  readonly name: string
  readonly cases: readonly Case[]
}

export const defaultSize: { readonly width: number; readonly height: number } = { width: 800, height: 600 }

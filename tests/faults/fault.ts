/** One row of the table of faults: what is done to a real server or to its files, and what must come of it. */
export interface Fault {
  /** As it is named on the command line. */
  readonly name: string
  /** What must be so, in words. */
  readonly aim: string
  /** How often it is done: in full, and in `npm test`. */
  readonly count: { readonly long: number; readonly short: number; readonly unit: string }
  run(count: number): Promise<Outcome>
}
export interface Outcome {
  /** What was done, with its counts. */
  readonly done: string
  /** What was measured. */
  readonly figure: string
  readonly isMet: boolean
  /** Whether all of it is so that does not depend on how fast a busy machine is; this is what `npm test` asks for. Null: not done. */
  readonly isSound: boolean | null
  /** What could not be done here, and what was done in its place. */
  readonly instead?: string | undefined
}

/** `row: what was done: figure (aim): met`. */
export const lineOf = ({ name, aim }: Fault, { done, figure, isMet, instead }: Outcome): string =>
  `${name}: ${done}: ${figure} (aim: ${aim}): ${isMet ? 'met' : 'NOT MET'}${instead ? ` [${instead}]` : ''}`

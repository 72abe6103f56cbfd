import { WireError } from './error.ts'
import { type BuildPlace, buildHtml, type TextFix, type TreeTarget } from './build.ts'

/** Which ids the nodes to come are given. */
export interface Numbers {
  /** The last id given. */
  last: number
  /** Ids of the nodes that come next; null: they follow on. */
  given: readonly number[] | null
}
export const createNumbers = (): Numbers => ({ last: 1, given: null })

/** Ids beyond this are no recorder's: whoever walks from one id to the next must come to an end. */
const lastLimit = 16_000_000

/**
 * What a `renumber` event does.
 *
 * @throws WireError `too-large` where ids are told that no recorder comes to
 * @see docs/recording-format.md#W17
 */
export function renumber(numbers: Numbers, { runs, last }: { readonly runs: readonly number[]; readonly last: number }): void {
  if (last > lastLimit) throw new WireError('too-large', last, `an id beyond ${lastLimit}`)
  numbers.given = runs.length ? idsOfRuns(runs) : null
  numbers.last = last
}

/** The id of a document that is about to be built. */
export function takeDocumentId(numbers: Numbers): number {
  if (!numbers.given) return ++numbers.last
  const [id = 0, ...rest] = numbers.given
  numbers.given = rest
  return id
}

/** Builds nodes under the ids that are their turn. */
export function buildNumbered<N>(
  html: string,
  fix: TextFix,
  place: Omit<BuildPlace<N>, 'firstId' | 'idOf'>,
  numbers: Numbers,
  target: TreeTarget<N>,
): void {
  const { given } = numbers
  numbers.given = null
  if (!given) numbers.last = buildHtml(html, fix, { ...place, firstId: numbers.last + 1 }, target) - 1
  else buildHtml(html, fix, { ...place, parentId: 1, firstId: 2, idOf: (number) => given[number - 2] ?? 0 }, target)
}

/** No page has more nodes than fit a tab's life. */
const idLimit = 1_000_000

export function idsOfRuns(runs: readonly number[]): number[] {
  const ids: number[] = []
  let last = 0
  for (let i = 0; i + 1 < runs.length; i += 2) {
    last += runs[i]!
    for (let left = runs[i + 1]!; left > 0 && ids.length < idLimit; left--) ids.push(last++)
    last--
  }
  return ids
}

export function runsOfIds(ids: readonly number[]): number[] {
  const runs: number[] = []
  let last = 0
  for (const id of ids) {
    if (runs.length && id === last + 1) runs[runs.length - 1]!++
    else runs.push(id - last, 1)
    last = id
  }
  return runs
}

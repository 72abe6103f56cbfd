import type { StoryLine } from './sentence.ts'

/** Repeats further apart than this are told on their own. */
const repeatGapMs = 30_000

/** The same thing done again and again, with nothing told in between, is one line: "3 times with no response". */
export function collapseRepeats(lines: readonly StoryLine[]): StoryLine[] {
  const story: StoryLine[] = []
  for (const line of lines) {
    const before = story.at(-1)
    if (before && isRepeat(before, line)) story[story.length - 1] = merge(before, line)
    else story.push(line)
  }
  return story.map((line) => (line.count === 1 ? line : { ...line, end: endOf(line) }))
}

/** Two that were answered late are repeats of each other, however late. */
const slow = ', answered '
const isSlow = ({ end }: StoryLine): boolean => end.startsWith(slow)
const merge = (before: StoryLine, line: StoryLine): StoryLine => ({
  ...before,
  end: before.end === line.end ? before.end : `${slow}slowly`,
  untilMs: line.atMs,
  count: before.count + 1,
})

function endOf({ count, end }: StoryLine): string {
  const times = count === 2 ? 'twice' : `${count} times`
  return end.startsWith(',') ? times + end : [times, end].filter(Boolean).join(' ')
}

const isRepeat = (before: StoryLine, line: StoryLine): boolean =>
  line.kind !== 'page' &&
  line.kind === before.kind &&
  line.tab === before.tab &&
  line.says === before.says &&
  line.what === before.what &&
  (line.end === before.end || (isSlow(line) && isSlow(before))) &&
  line.atMs - before.untilMs <= repeatGapMs

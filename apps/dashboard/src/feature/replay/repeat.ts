import type { StoryLine } from './sentence.ts'

/** Repeats further apart than this are told on their own. */
const repeatGapMs = 2_000

/**
 * Events as they are told: the same thing done to the same element again at once, with nothing else in between and to the
 * same end, is one line: "3 times with no response". What is derived from the events stands between them and parts none.
 */
export function storyFrom(events: readonly StoryLine[]): StoryLine[] {
  const story: StoryLine[] = []
  let last = -1
  for (const line of events) {
    const before = story[last]
    if (line.kind !== 'signal' && before && isRepeat(before, line)) story[last] = merge(before, line)
    else {
      story.push(line)
      if (line.kind !== 'signal') last = story.length - 1
    }
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
  line.element === before.element &&
  (line.end === before.end || (isSlow(line) && isSlow(before))) &&
  line.atMs - before.untilMs <= repeatGapMs

import type { StoryLine } from './sentence.ts'

/** Repeats further apart than this are told on their own. */
const repeatGapMs = 30_000

/** The same thing done again and again, with nothing told in between, is one line: "3 times with no response". */
export function collapseRepeats(lines: readonly StoryLine[]): StoryLine[] {
  const story: StoryLine[] = []
  for (const line of lines) {
    const before = story.at(-1)
    if (before && isRepeat(before, line)) story[story.length - 1] = { ...before, untilMs: line.atMs, count: before.count + 1 }
    else story.push(line)
  }
  return story.map((line) =>
    line.count === 1 ? line : { ...line, end: [line.count === 2 ? 'twice' : `${line.count} times`, line.end].filter(Boolean).join(' ') },
  )
}

const isRepeat = (before: StoryLine, line: StoryLine): boolean =>
  line.kind !== 'page' &&
  line.kind === before.kind &&
  line.tab === before.tab &&
  line.says === before.says &&
  line.what === before.what &&
  line.end === before.end &&
  line.atMs - before.untilMs <= repeatGapMs

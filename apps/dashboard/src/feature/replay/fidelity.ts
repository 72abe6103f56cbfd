import type { Missing } from '@playhead/player'

/** A kind of thing that a replay does not show: why, and what a person can do about it. */
export interface Gap {
  readonly title: string
  readonly why: string
  readonly mend: string
  readonly count: number
  /** What it takes from 100. */
  readonly points: number
  /** The things themselves, most frequent first. */
  readonly details: readonly string[]
}
interface Rule {
  readonly title: string
  readonly why: string
  readonly mend: string
  /** Taken from 100 by each, and at most by all of them. */
  readonly each: number
  readonly most: number
}

const rules: Readonly<Record<string, Rule>> = {
  chunk: {
    title: 'Stretches of the recording',
    why: 'They were sent and never arrived, or what arrived cannot be read.',
    mend: 'Run `playhead verify` on the server. If it finds nothing, the visitor’s connection lost them, and the next keyframe makes the picture whole again.',
    each: 10,
    most: 60,
  },
  unread: {
    title: 'Parts that could not be read',
    why: 'The server did not hand them out, or not in time: nothing is known of what happened in them.',
    mend: 'Try again. If it stays so, run `playhead verify` on the server.',
    each: 10,
    most: 100,
  },
  stopped: {
    title: 'The replay stopped and began anew',
    why: 'The page was too much for this browser at that moment.',
    mend: 'Reload this screen, and close other tabs if it happens again.',
    each: 2,
    most: 10,
  },
  spill: {
    title: 'What was laid down while the network was gone',
    why: 'The visitor’s browser had no more room or time to keep it.',
    mend: 'Nothing for this session. Many of them: look at what the visitors’ network does to requests to this server.',
    each: 5,
    most: 30,
  },
  node: {
    title: 'Changes to parts that the replay does not have',
    why: 'Something before them is missing, or the page was built in a way that was not foreseen.',
    mend: 'If stretches are missing too, they are the cause. If not, please report the page.',
    each: 1,
    most: 30,
  },
  asset: {
    title: 'Images, style sheets and fonts',
    why: 'The site did not let them be read, they were too large, or they are gone.',
    mend: 'Serve them from the site’s own origin, or with `Access-Control-Allow-Origin`. Later sessions hold them.',
    each: 1,
    most: 25,
  },
  frame: {
    title: 'Frames of other sites',
    why: 'Browsers let no page look into them.',
    mend: 'If the frame is yours, put the snippet on it and switch `frames` on for both.',
    each: 1,
    most: 10,
  },
  canvas: {
    title: 'Canvases',
    why: 'The recording holds no picture of them: pictures are taken only where that was switched on, and of what was drawn.',
    mend: 'If the snippet has no `canvas` yet, switch it on. If it has, nothing was drawn on them.',
    each: 1,
    most: 10,
  },
  'canvas-masked': {
    title: 'Canvases that are masked',
    why: 'Their own mask or the level strict keeps their pictures out.',
    mend: 'Unmask the element, if its picture may be seen.',
    each: 1,
    most: 10,
  },
  'canvas-unread': {
    title: 'Canvases that could not be read',
    why: 'Pictures of other sites are drawn on them, or they are too large.',
    mend: 'Serve those pictures with `Access-Control-Allow-Origin`, and load them with `crossorigin`.',
    each: 1,
    most: 10,
  },
  media: {
    title: 'Videos and sounds',
    why: 'Their bytes are not recorded; the box shows where they were.',
    mend: 'Nothing: that is so in every session.',
    each: 1,
    most: 5,
  },
  plugin: {
    title: 'Plugins',
    why: 'What a plugin draws cannot be recorded.',
    mend: 'Nothing: replace the plugin on the site if it matters.',
    each: 1,
    most: 5,
  },
  budget: {
    title: 'Parts that were left to rest',
    why: 'They changed faster than the recorder may work; their last picture stays.',
    mend: 'Nothing for this session. An element that changes all the time can be left out with `data-playhead-block`.',
    each: 1,
    most: 10,
  },
  'hook-error': {
    title: 'Failures within the recorder',
    why: 'Something on the page did not behave as the recorder expects.',
    mend: 'Please report the page, with the names below.',
    each: 1,
    most: 10,
  },
  extra: {
    title: 'Extras that did not start',
    why: 'The snippet asks for them, and they could not be loaded.',
    mend: 'Check that the site’s Content-Security-Policy lets scripts of this server load.',
    each: 2,
    most: 10,
  },
  quirks: {
    title: 'Quirks mode',
    why: 'The page has no doctype; a replay lays it out by the standard.',
    mend: 'Put `<!doctype html>` first on the page.',
    each: 2,
    most: 4,
  },
  masked: {
    title: 'Masked on purpose',
    why: 'It looked secret, and no rule unmasks it.',
    mend: 'Unmask by name what you need and may see.',
    each: 0,
    most: 0,
  },
  event: {
    title: 'Details that could not be shown',
    why: 'This browser, or this version of the player, does not know them.',
    mend: 'Try a newer browser.',
    each: 1,
    most: 10,
  },
  properties: {
    title: 'Properties that the site gave',
    why: 'They were longer than may be sent, or no JSON.',
    mend: 'Give `track`, `identify` and `captureError` fewer and shorter ones.',
    each: 1,
    most: 10,
  },
  queue: {
    title: 'Calls made before recording began',
    why: 'There were more of them than are kept, or they were made long before.',
    mend: 'Make fewer calls before the visitor consents.',
    each: 1,
    most: 10,
  },
}

/** 100 less what is missing, and the list of that, worst first. Anything that shows keeps it from 100; nothing brings it below 0. */
export function fidelityFrom(missing: readonly Missing[]): { figure: number; gaps: Gap[] } {
  const byRule = new Map<string, Missing[]>()
  for (const item of tellOnce(missing)) {
    const key = ruleOf(item)
    byRule.set(key, [...(byRule.get(key) ?? []), item])
  }
  const gaps = [...byRule].map(([key, items]): Gap => {
    const { title, why, mend, each, most } = rules[key]!
    const count = items.reduce((sum, item) => sum + item.count, 0)
    const details = items
      .filter(({ detail }) => detail && detail !== key)
      .sort((a, b) => b.count - a.count)
      .map((item) => (item.count > 1 ? `${item.count} × ${item.detail}` : item.detail))
    return { title, why, mend, count, details, points: Math.min(most, each * count) }
  })
  gaps.sort((a, b) => b.points - a.points || b.count - a.count)
  return { figure: Math.max(0, 100 - gaps.reduce((sum, { points }) => sum + points, 0)), gaps }
}

/**
 * The replay itself misses every canvas that it has no picture of. That the recorder counted canvases tells nothing more,
 * and would still stand where pictures came; those that the recorder gives a reason for are told with that.
 */
function tellOnce(missing: readonly Missing[]): Missing[] {
  const isPlain = ({ what, detail }: Missing): boolean => what === 'canvas' && detail === 'canvas'
  let known = missing.reduce((sum, item) => (ruleOf(item).startsWith('canvas-') ? sum + item.count : sum), 0)
  return missing
    .filter(({ what, detail }) => what !== 'canvas' || detail)
    .map((item) => {
      if (!isPlain(item)) return item
      const count = Math.max(0, item.count - known)
      known -= item.count - count
      return { ...item, count }
    })
    .filter(({ count }) => count > 0)
}

/** `frame`, `canvas` and `event` say several things, by their detail. */
function ruleOf({ what, detail }: Missing): string {
  if (what === 'canvas' && detail === 'masked') return 'canvas-masked'
  if (what === 'canvas' && detail && detail !== 'canvas') return 'canvas-unread'
  if (what === 'event' && (detail === 'properties' || detail === 'queue')) return detail
  if (what === 'frame' && detail.startsWith('The replay frame')) return 'stopped'
  if (what === 'animation') return 'event'
  return Object.hasOwn(rules, what) ? what : 'event'
}

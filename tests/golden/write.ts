/**
 * Writes the golden chunks of the format version that the code speaks now: `npx tsx tests/golden/write.ts`, once per version,
 * when it is released. Chunks that exist are never written again: they are what people have stored.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { encodeChunk, type EventSpec, eventTable, formatVersion, type PlayheadEvent } from '@playhead/wire'
import type { Kind } from '../../packages/wire/src/field.ts'

const baseMs = 1_760_000_000_000
const folder = new URL(`./${formatVersion}/`, import.meta.url)

/** A value of a kind that differs from field to field and comes back as it is. */
function sample(kind: Kind, seed: number): unknown {
  if (typeof kind !== 'string') {
    if ('optional' in kind) return seed % 3 === 0 ? undefined : sample(kind.optional, seed + 1)
    if ('list' in kind) return Array.from({ length: seed % 3 }, (_, i) => sample(kind.list, seed + i))
    if ('oneOf' in kind) return kind.oneOf[seed % kind.oneOf.length]
    return Object.fromEntries(Object.entries(kind.record).map(([name, inner], i) => [name, sample(inner, seed + i)]))
  }
  const signed = seed % 2 ? -seed * 131 : seed * 131
  return { text: `text ${seed} é \u{1f600}`, bool: seed % 2 === 0, uint: 2 ** (seed % 53), id: seed, int: signed, fixed: signed / 100, unit: (seed % 1001) / 1000 }[kind]
}

const everyEvent = Object.entries<EventSpec>(eventTable).flatMap(([type, { fields }], at) =>
  [0, 1, 2].map((round) => {
    const values = Object.entries(fields).map(([name, kind], i) => [name, sample(kind, at + i + round)] as const)
    return { type, timeMs: baseMs + at * 10 + round, ...Object.fromEntries(values.filter(([, value]) => value !== undefined)) } as PlayheadEvent
  }),
)
const page: PlayheadEvent[] = [
  {
    type: 'keyframe',
    timeMs: baseMs,
    html: '<html lang="en"><head><title>A &amp; b</title><style>a > b { color: red }</style></head><body><!-- c --><p>one<br>two</p><svg viewBox="0 0 1 1"><foreignObject><i>x</i></foreignObject></svg><x-a><template shadowrootmode="closed"><b>s</b></template>light</x-a></body></html>',
    doctype: '<!DOCTYPE html>',
    url: 'https://shop.example/cart/:id',
    base: 'https://shop.example/',
    nodes: 24,
    width: 390,
    height: 844,
    scrollX: 0,
    scrollY: 120.25,
    splits: [{ id: 22, lengths: [2, 0, 3] }],
    empties: [],
  },
  { type: 'add', timeMs: baseMs + 16, parent: 8, before: 10, html: '<div class="x">new</div>', splits: [], empties: [{ id: 27, parent: 8 }] },
  { type: 'move', timeMs: baseMs + 32, id: 25, parent: 14, before: 0 },
  { type: 'attribute', timeMs: baseMs + 48, id: 25, name: 'title', value: '"<&>\u00a0' },
  { type: 'remove', timeMs: baseMs + 64, id: 9 },
]

const chunks: Record<string, { events: PlayheadEvent[]; deflated: boolean }> = {
  'every-event': { events: everyEvent, deflated: true },
  'every-event-stored': { events: everyEvent, deflated: false },
  page: { events: page, deflated: true },
  empty: { events: [], deflated: false },
}

async function write(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const [seq, [name, { events, deflated }]] of Object.entries(chunks).entries()) {
    const file = new URL(`${name}.chunk`, folder)
    if (existsSync(file)) continue
    const identity = { session: 'AZnFDVgAkT3mPq8sX0bL2g', tab: 't'.repeat(22), view: 'v'.repeat(22), seq, baseSeq: 0, last: seq === 3, sentMs: baseMs + 5000 }
    writeFileSync(file, await encodeChunk(identity, events, deflated ? undefined : null))
    writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify({ seq, events }, null, 1)}\n`)
  }
}
void write()

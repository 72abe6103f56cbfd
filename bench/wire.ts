/**
 * Encoding and decoding a visit, against rrweb's way: the same visit as rrweb events, JSON and gzip, batch by batch.
 * Prints a table row per measure, ratios first; `--json` prints the figures instead.
 */
import { constants, deflateRawSync, gunzipSync, gzipSync, inflateRawSync } from 'node:zlib'
import { decodeEvents, encodeEvents, isDomEvent, type PlayheadEvent, rrwebFromEvents } from '@playhead/wire'

const rounds = 9
const batchMs = 2000
const startMs = 1_760_000_000_000
const level = constants.Z_DEFAULT_COMPRESSION

/** A shop's list page of some 3,000 nodes, then three minutes of filtering, opening, typing, scrolling and pointing. */
function createVisit(): PlayheadEvent[] {
  const random = createRandom(7)
  const product = (n: number): string =>
    `<li class="product card-${n % 4}" data-id="p-${n}"><a href="https://shop.example/product/:id"><img src="https://shop.example/img/${n}.webp" alt="" width="240" height="240"><h3>${words(random, 4)}</h3><p class="price">${random(90) + 9},${random(90) + 10} €</p></a><button type="button" class="add">Add to cart</button></li>`
  const list = Array.from({ length: 330 }, (_, n) => product(n)).join('')
  const html = `<html lang="en"><head><link rel="stylesheet" href="https://shop.example/shop.css"></head><body><header class="top"><nav>${words(random, 12)}</nav></header><main><ul class="products">${list}</ul></main></body></html>`
  const counted = html.match(/<(?!\/)|(?<=>)[^<]+(?=<)/g)!.length
  const events: PlayheadEvent[] = [
    {
      type: 'keyframe',
      timeMs: startMs,
      html,
      doctype: '<!DOCTYPE html>',
      url: 'https://shop.example/',
      base: 'https://shop.example/',
      nodes: counted + 1,
      width: 1280,
      height: 800,
      scrollX: 0,
      scrollY: 0,
      splits: [],
      empties: [],
    },
  ]
  const [ul, firstProduct] = [10, 11]
  for (let tick = 0; tick < 1800; tick++) {
    const timeMs = startMs + tick * 100
    const id = firstProduct + random(330) * 9
    if (tick % 5 === 0) {
      const points = Array.from({ length: 8 }, (_, i) => ({
        afterMs: i ? 50 : 0,
        x: i ? random(21) - 10 : random(1280),
        y: i ? random(21) - 10 : random(800),
      }))
      events.push({ type: 'pointer', timeMs, pointer: 'mouse', points })
    }
    if (tick % 3 === 0) events.push({ type: 'attribute', timeMs, id, name: 'class', value: `product card-${tick % 4} is-hover` })
    if (tick % 4 === 0)
      events.push({ type: 'attribute', timeMs, id, name: 'style', value: `transform: translate(${random(400)}px, ${random(400)}px)` })
    if (tick % 7 === 0) events.push({ type: 'scroll', timeMs, id: 1, x: 0, y: random(9000) })
    if (tick % 20 === 0)
      events.push({ type: 'add', timeMs, parent: ul, before: firstProduct, html: product(tick + 1000), splits: [], empties: [] })
    if (tick % 45 === 0) events.push(clickAt(timeMs, tick / 45 + 1, id, random))
  }
  return events
}

function clickAt(timeMs: number, ordinal: number, id: number, random: (below: number) => number): PlayheadEvent {
  const [x, y] = [random(1200), random(8000)]
  return {
    type: 'click',
    timeMs,
    ordinal,
    id,
    key: `body>main:1>ul:1>li:${random(330)}>button:1`,
    name: 'Add to cart',
    tag: 'button',
    interactive: true,
    pointer: 'mouse',
    button: 0,
    x,
    y,
    relX: 0.412,
    relY: 0.73,
    boxX: x - 40,
    boxY: y - 12,
    boxWidth: 120,
    boxHeight: 36,
  }
}

function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
const vocabulary = 'linen cotton shirt jacket wool soft green navy ochre slim loose summer winter classic light warm new sale'.split(' ')
const words = (random: (below: number) => number, count: number): string =>
  Array.from({ length: count }, () => vocabulary[random(vocabulary.length)]).join(' ')

function batchesOf<E>(events: readonly E[], timeOf: (event: E) => number): E[][] {
  const batches = new Map<number, E[]>()
  for (const event of events) {
    const at = Math.floor((timeOf(event) - startMs) / batchMs)
    const batch = batches.get(at)
    if (batch) batch.push(event)
    else batches.set(at, [event])
  }
  return [...batches.values()]
}

/** CPU ms of this process, the collector's share included. */
function cpuMs(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

interface Way {
  encode(): Uint8Array[]
  decode(packed: readonly Uint8Array[]): number
}

function createWays(visit: readonly PlayheadEvent[]): { ours: Way; theirs: Way } {
  const batches = batchesOf(visit, ({ timeMs }) => timeMs).map((events) => [
    events.filter(isDomEvent),
    events.filter((event) => !isDomEvent(event)),
  ])
  const theirBatches = batchesOf(rrwebFromEvents(visit, { asset: () => undefined }), ({ timestamp }) => timestamp)
  return {
    ours: {
      encode: () => batches.flat().map((lane) => deflateRawSync(encodeEvents(lane, startMs), { level })),
      decode: (packed) => packed.reduce((sum, bytes) => sum + decodeEvents(inflateRawSync(bytes), startMs).length, 0),
    },
    theirs: {
      encode: () => theirBatches.map((batch) => gzipSync(JSON.stringify(batch), { level })),
      decode: (packed) => packed.reduce((sum, bytes) => sum + (JSON.parse(gunzipSync(bytes).toString()) as unknown[]).length, 0),
    },
  }
}

function measure(): Record<string, { ours: number; theirs: number; unit: string }> {
  const { ours, theirs } = createWays(createVisit())
  const packed = { ours: ours.encode(), theirs: theirs.encode() }
  const times = { encode: { ours: [] as number[], theirs: [] as number[] }, decode: { ours: [] as number[], theirs: [] as number[] } }
  const repeat = (run: () => void) => (): void => {
    for (let i = 0; i < 4; i++) run()
  }
  for (let round = -2; round < rounds; round++)
    for (const [name, way] of Object.entries({ ours, theirs }) as ['ours' | 'theirs', Way][]) {
      const [encode, decode] = [cpuMs(repeat(() => way.encode())) / 4, cpuMs(repeat(() => way.decode(packed[name]))) / 4]
      if (round < 0) continue
      times.encode[name].push(encode)
      times.decode[name].push(decode)
    }
  const sizeOf = (list: readonly Uint8Array[]): number => list.reduce((sum, { length }) => sum + length, 0) / 1024
  return {
    'encode and deflate, CPU': { ours: median(times.encode.ours), theirs: median(times.encode.theirs), unit: 'ms' },
    'inflate and decode, CPU': { ours: median(times.decode.ours), theirs: median(times.decode.theirs), unit: 'ms' },
    'bytes on the wire': { ours: sizeOf(packed.ours), theirs: sizeOf(packed.theirs), unit: 'KiB' },
  }
}

const results = measure()
if (process.argv.includes('--json')) console.log(JSON.stringify(results))
else {
  console.log(
    '## Wire: a visit of three minutes, 3,000 nodes\n\n| measure | rrweb events, JSON and gzip | Playhead | ratio |\n|---|---|---|---|',
  )
  for (const [name, { ours, theirs, unit }] of Object.entries(results))
    console.log(`| ${name} | ${theirs.toFixed(1)} ${unit} | ${ours.toFixed(1)} ${unit} | ${(ours / theirs).toFixed(2)} |`)
}

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32c, encodeChunk, openEvents, readChunk, scanHtml, unpackChunks, WireError } from '@playhead/wire'
import fc from 'fast-check'
import { FilterError, matchesFilter, parseFilter } from '../../../packages/filter/src/index.ts'
import { filterKeys } from '../../../packages/filter/src/session-facts.property.ts'
import { StoreError } from '../../../packages/store/src/error.ts'
import { fileHead, filePath } from '../../../packages/store/src/log/file.ts'
import { encodeRecordHead, hashChunk } from '../../../packages/store/src/log/record.ts'
import { noLog, recoverLog } from '../../../packages/store/src/log/recover.ts'
import { scanFile } from '../../../packages/store/src/log/scan.ts'
import { whereOf } from '../../../packages/store/src/question/filter-sql.ts'
import { arbitraryEvents } from '../../../packages/wire/src/arbitrary.property.ts'
import { type Chance, createChance, makeHtml, makeTree, mutateBytes } from '../bed/mutate.ts'
import { createMemoryDir } from '../bed/memory-dir.ts'
import type { Fault } from '../fault.ts'
import { longFacts } from '../bed/session-facts.ts'

const hangMs = 100

/** One reader of strangers' bytes: makes an input, and returns how to read it. What it may throw is in its contract. */
interface Target {
  readonly name: string
  readonly mayThrow: (error: unknown) => boolean
  prepare(chance: Chance): () => void | Promise<void>
}

export const fuzz: Fault = {
  name: 'fuzz',
  aim: `0 crashes, 0 hangs > ${hangMs} ms`,
  count: { long: 100_000, short: 1500, unit: 'inputs for each reader' },
  async run(inputs) {
    const dir = createMemoryDir('fuzz')
    const seed = Date.now() % 2 ** 31
    const found: string[] = []
    let worst = { ms: 0, name: '' }
    try {
      const targets = await makeTargets(dir)
      for (const target of targets) {
        for (let n = 0; n < inputs; n++) {
          const result = await tryOne(target, seed + n)
          if (result.crash !== null) found.push(`${target.name}, seed ${seed + n}: ${result.crash}`)
          if (result.ms > worst.ms) worst = { ms: result.ms, name: `${target.name}, seed ${seed + n}` }
        }
      }
      const isSound = found.length === 0 && worst.ms <= hangMs
      return {
        done: `${inputs} inputs for each of ${targets.map(({ name }) => name).join(', ')}`,
        figure: `crashes ${found.length}${found.length ? ` (${found[0]})` : ''}, slowest ${worst.ms.toFixed(1)} ms (${worst.name})`,
        isSound,
        isMet: isSound,
      }
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  },
}

/** Reads one input; a slow one is read again, because a busy machine is slow by itself. */
async function tryOne(target: Target, seed: number): Promise<{ crash: string | null; ms: number }> {
  let ms = Infinity
  for (let attempt = 0; attempt < 5 && ms > hangMs / 4; attempt++) {
    const read = target.prepare(createChance(seed))
    const startMs = performance.now()
    try {
      await read()
    } catch (error) {
      if (!target.mayThrow(error)) return { crash: String(error), ms: 0 }
    }
    ms = Math.min(ms, performance.now() - startMs)
  }
  return { crash: null, ms }
}

async function makeTargets(dir: string): Promise<Target[]> {
  const identity = {
    session: 's'.repeat(22),
    tab: 't'.repeat(22),
    view: 'v'.repeat(22),
    seq: 0,
    baseSeq: 0,
    last: false,
    sentMs: 5_000_000,
  }
  const chunks = await Promise.all(
    fc.sample(arbitraryEvents(1000, undefined, 20), 60).map((events, n) => encodeChunk(identity, events, n % 2 ? null : undefined)),
  )
  const isWire = (error: unknown): boolean => error instanceof WireError
  const log = makeLog(chunks)
  mkdirSync(join(dir, 'log'))
  return [
    {
      name: 'decoder',
      mayThrow: isWire,
      prepare(chance) {
        const bytes = mutateBytes(chance.pick(chunks), chunks, chance)
        // With a checksum that is right: a stranger makes one, too.
        if (bytes.length > 8) bytes.writeUInt32LE(crc32c(bytes, bytes.length - 4), bytes.length - 4)
        return async () => void (await openEvents(readChunk(bytes)))
      },
    },
    {
      name: 'packed chunks',
      mayThrow: isWire,
      prepare(chance) {
        const bytes = mutateBytes(chance.pick(chunks), chunks, chance)
        return () => void unpackChunks(bytes)
      },
    },
    {
      name: 'log reader',
      mayThrow: (error) => error instanceof StoreError && error.code === 'newer-data',
      prepare(chance) {
        writeFileSync(filePath(dir, 1), mutateBytes(log, [log, ...chunks], chance))
        return () => {
          recoverLog(dir, noLog, () => undefined)
          scanFile(dir, 1)
        }
      },
    },
    {
      name: 'tokenizer',
      mayThrow: isWire,
      prepare(chance) {
        const html = makeHtml(chance)
        const nothing = (): void => undefined
        return () =>
          scanHtml(html, { open: nothing, close: nothing, text: nothing, comment: nothing }, chance.pick(['html', 'svg', 'math']))
      },
    },
    {
      name: 'filters',
      mayThrow: (error) => error instanceof FilterError || (error instanceof StoreError && error.code === 'filter-unsupported'),
      prepare(chance) {
        const tree = makeTree(filterKeys, chance)
        return () => {
          const filter = parseFilter(tree)
          matchesFilter(filter, longFacts)
          whereOf(filter)
        }
      },
    },
  ]
}

function makeLog(chunks: readonly Uint8Array[]): Buffer {
  const records = chunks
    .slice(0, 20)
    .map((bytes) => Buffer.concat([encodeRecordHead({ project: 'demo', receivedMs: 5, hash: hashChunk(bytes), bytes }), bytes]))
  return Buffer.concat([fileHead, ...records])
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createProxies, failThreeOfTen, type Spoil } from '../../../tests/e2e/harness/proxy.ts'
import { startSwift, type TestS3, whyNoS3 } from '../../../tests/e2e/harness/swift.ts'
import type { ByteStore } from '../src/bytes/byte-store.ts'
import { answerPatience, openS3 } from '../src/bytes/s3.ts'
import { describeChunkLog, type LogBed } from '../src/log/chunk-log.contract.ts'
import type { ChunkLog, Location } from '../src/log/chunk-log.ts'
import { openS3Log, type S3LogOptions } from '../src/log/s3.ts'
import { tempDir } from './fixture.ts'
import { openLogObjects, type TestLogObjects } from './log-objects.ts'
import { numberOf, recordOf, recordsOf } from './log-record.ts'

const missing = whyNoS3()
if (missing) process.stderr.write(`\nNOT TESTED: the log in S3: ${missing}.\n\n`)

const onNotice = (): void => undefined

describe.skipIf(missing)(`the log in S3${missing ? ` is not tested: ${missing}` : ''}`, () => {
  let s3: TestS3
  const proxies = createProxies(() => s3.port)
  beforeAll(async () => {
    s3 = await startSwift()
  })
  afterAll(async () => {
    proxies.close()
    await s3?.dispose()
  })
  const bucketOf = (url: string): string => new URL(url).pathname.slice(1)

  async function openBed(spoil: Spoil | null): Promise<LogBed> {
    const dir = tempDir()
    const port = spoil ? await proxies.serveBefore(spoil) : s3.port
    let bytes: ReturnType<typeof openS3>
    let objects: TestLogObjects
    let count = 0
    return {
      async begin() {
        bytes = openS3(s3.urlOf(bucketOf(await s3.createBucket()), { port }), { pauseMs: 5 })
        objects?.close()
        objects = openLogObjects(join(dir, `${count++}.db`))
      },
      open: async (fileBytes = 8 << 20) => openS3Log({ bytes, objects, gatherMs: 5, fileBytes, takeUpAfterMs: 0, onNotice }),
      edit: async ({ name }, change) => bytes.put(name, [change((await bytes.get(name))!)]),
      async dispose() {
        objects.close()
        rmSync(dir, { recursive: true })
      },
    }
  }
  describeChunkLog('log in a bucket', () => openBed(null))
  describeChunkLog('log in a bucket, three of ten requests failing', () => openBed(failThreeOfTen()))

  describe('what is not known to be stored is not acknowledged', () => {
    let dir: string
    let url: string
    let objects: TestLogObjects
    beforeEach(async () => {
      dir = tempDir()
      url = await s3.createBucket()
      objects = openLogObjects(join(dir, 'objects.db'))
    })
    afterEach(() => {
      objects.close()
      rmSync(dir, { recursive: true })
    })
    const openLog = (options: Partial<S3LogOptions> = {}): ChunkLog =>
      openS3Log({ bytes: openS3(url, { ...answerPatience, pauseMs: 5 }), objects, gatherMs: 5, onNotice, ...options })
    const through = async (spoil: Spoil): Promise<string> => s3.urlOf(bucketOf(url), { port: await proxies.serveBefore(spoil) })
    async function findLost(acked: ReadonlyMap<number, Omit<Location, 'at'>>): Promise<number[]> {
      const log = openLog()
      const lost: number[] = []
      for (const [n, { file, chunkAt, endAt }] of acked) {
        const bytes = await log.read({ file, chunkAt, sizeBytes: endAt - chunkAt })
        if (!bytes || numberOf({ bytes }) !== n) lost.push(n)
      }
      return lost
    }
    const keys = async (): Promise<string[]> => {
      const found: string[] = []
      for await (const key of openS3(url).list('log/')) found.push(key)
      return found
    }
    /** Holds PUTs back until it is released. */
    function createGate(isHeld: (put: number) => boolean): { spoil: Spoil; holds: Promise<void>; release(): void } {
      let [release, tell] = [(): void => undefined, (): void => undefined]
      const released = new Promise<void>((resolve) => (release = resolve))
      const holds = new Promise<void>((resolve) => (tell = resolve))
      let puts = 0
      return {
        release,
        /** Until a PUT is held. */
        holds,
        async spoil({ method }) {
          if (method !== 'PUT' || !isHeld(puts++)) return false
          tell()
          await released
          return false
        },
      }
    }

    test('three of ten requests fail, or are done and their answer lost: whatever was acknowledged is there', async () => {
      const refused: unknown[] = []
      const acked = new Map<number, Location>()
      const bytes = openS3(
        await through((request, response) => {
          const chance = Math.random()
          if (chance < 0.1) response.destroy()
          else if (chance < 0.2) response.writeHead(500).end()
          // It is handed on, and who asked does not hear of it.
          else if (chance < 0.3) request.on('end', () => setTimeout(() => response.destroy(), 2))
          return chance < 0.2
        }),
        { attempts: 2, pauseMs: 5 },
      )
      const log = openLog({ bytes })
      await Promise.all(
        Array.from({ length: 20 }, async (_, lane) => {
          for (let n = lane * 100; n < lane * 100 + 20; n++)
            await log.append(recordOf(n)).then(
              (location) => acked.set(n, location),
              (error: unknown) => refused.push(error),
            )
        }),
      )
      await log.close()
      const lost = await findLost(acked)
      console.info(`${acked.size} acknowledged, ${lost.length} of them lost, ${refused.length} refused, ${(await keys()).length} objects`)
      expect(lost).toEqual([])
      expect(acked.size).toBeGreaterThan(100)
      for (const error of refused) expect(error).toMatchObject({ code: 's3-unreachable' })
    })

    test('killed at any moment: whatever was acknowledged is there, and objects that nobody registered are taken up', async () => {
      const slow = await through(async ({ method }) => {
        if (method === 'PUT') await new Promise((resolve) => setTimeout(resolve, Math.random() * 40))
        return false
      })
      const acked = new Map<number, Omit<Location, 'at'>>()
      const script = fileURLToPath(new URL('./append-to-s3-until-killed.ts', import.meta.url))
      const rounds = Number(process.env['PLAYHEAD_KILLS'] ?? 6)
      for (let round = 0; round < rounds; round++) {
        const child = spawn(process.execPath, ['--import', 'tsx', script, slow, join(dir, 'objects.db'), String(round)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        })
        let out = ''
        let isCounting = false
        child.stdout.on('data', (text: Buffer) => {
          out += text.toString()
          if (isCounting || !out.includes('\n', 'ready\n'.length)) return
          isCounting = true
          setTimeout(() => child.kill('SIGKILL'), Math.random() * 300)
        })
        await once(child, 'close')
        for (const line of out.split('\n').slice(1, -1)) {
          const [n, file, chunkAt, endAt] = line.split(' ').map(Number) as [number, number, number, number]
          acked.set(n, { file, chunkAt, endAt })
        }
      }
      const lost = await findLost(acked)
      const log = openLog({ takeUpAfterMs: 0 })
      const before = (await log.files()).length
      await log.tidy()
      const after = (await log.files()).length
      const stored = new Set((await recordsOf(log)).map(numberOf))
      console.info(
        `${rounds} kills: ${acked.size} acknowledged, ${lost.length} lost, ${stored.size} stored, ${after - before} objects taken up`,
      )
      expect(lost).toEqual([])
      expect(acked.size).toBeGreaterThan(rounds)
      for (const n of acked.keys()) expect(stored).toContain(n)
      expect((await keys()).length).toBe(after)
    })

    test('a slow PUT does not stop the rest', async () => {
      const gate = createGate((put) => put === 0)
      const log = openLog({ bytes: openS3(await through(gate.spoil)) })
      let isFirstDone = false
      const first = log.append(recordOf(0)).finally(() => (isFirstDone = true))
      await gate.holds
      for (const n of [1, 2]) await log.append(recordOf(n))
      expect(isFirstDone).toBe(false)
      gate.release()
      await first
      await log.close()
      expect((await recordsOf(log)).map(numberOf).toSorted((a, b) => a - b)).toEqual([0, 1, 2])
    })

    test('a file is begun after so many bytes or so much time, whichever comes first', async () => {
      const log = openLog({ gatherMs: 60_000, fileBytes: 10_000 })
      const waiting = Array.from({ length: 25 }, (_, n) => log.append(recordOf(n, { sizeBytes: 1_000 })))
      await Promise.all(waiting.slice(0, 18))
      expect(await log.files()).toHaveLength(2)
      await log.close()
      await Promise.all(waiting)
      expect((await log.files()).map(({ sizeBytes }) => sizeBytes)).toEqual([9_457, 9_457, 7_359])
    })

    test('beyond what may wait an append is refused at once, and memory is free again afterwards', async () => {
      const gate = createGate(() => true)
      const log = openLog({ bytes: openS3(await through(gate.spoil)), fileBytes: 100_000, mostWaitingBytes: 500_000, mostAtOnce: 2 })
      const [waiting, refused]: [Promise<Location>[], unknown[]] = [[], []]
      for (let n = 0; n < 100; n++) {
        const appended = log.append(recordOf(n, { sizeBytes: 10_000 }))
        const isRefused = await Promise.race([appended.then(() => false), new Promise((resolve) => setImmediate(resolve))]).catch(
          (error: unknown) => refused.push(error),
        )
        if (isRefused === undefined) waiting.push(appended)
      }
      expect(waiting).toHaveLength(49)
      expect(refused).toHaveLength(51)
      for (const error of refused) expect(error).toMatchObject({ code: 'log-overloaded' })
      gate.release()
      await Promise.all(waiting)
      await log.append(recordOf(100))
      await log.close()
      expect(await recordsOf(log)).toHaveLength(50)
    })

    test('while S3 is down appends are refused within their time; then all goes on', async () => {
      const log = openLog({ bytes: openS3(url, { withinMs: 300, pauseMs: 20 }) })
      await log.append(recordOf(0))
      await s3.kill()
      const from = performance.now()
      await expect(log.append(recordOf(1))).rejects.toMatchObject({ code: 's3-unreachable' })
      expect(performance.now() - from).toBeLessThan(1_000)
      await s3.start()
      await log.append(recordOf(2))
      await log.close()
      expect((await recordsOf(log)).map(numberOf)).toEqual([0, 2])
    })

    test('an S3 that does not answer costs no more than the time that is given', async () => {
      const gate = createGate(() => true)
      const log = openLog({ bytes: openS3(await through(gate.spoil), { withinMs: 400, patienceMs: 150, pauseMs: 10 }) })
      const from = performance.now()
      await expect(log.append(recordOf(1))).rejects.toMatchObject({ code: 's3-unreachable' })
      const tookMs = performance.now() - from
      expect(tookMs).toBeGreaterThan(290)
      expect(tookMs).toBeLessThan(1_000)
      gate.release()
    })

    describe('L23: who may not be the only one any more overwrites nothing', () => {
      let file: number
      let before: Buffer
      let controller: AbortController
      beforeEach(async () => {
        const log = openLog()
        file = (await log.append(recordOf(0))).file
        await log.close()
        controller = new AbortController()
        before = await readObject()
      })
      const readObject = async (): Promise<Buffer> => (await openS3(url).get((await keys())[0]!))!
      const blankIn = (bytes: ByteStore) =>
        openLog({ bytes }).blank(file, { project: 'demo', sessions: ['session'], known: [], signal: controller.signal })
      /** Something happens once the object has been read. */
      const afterRead = (happens: () => void): ByteStore => {
        const bytes = openS3(url)
        return {
          ...bytes,
          async get(key) {
            const found = await bytes.get(key)
            happens()
            return found
          },
        }
      }

      test('told between reading and writing', async () => {
        await expect(blankIn(afterRead(() => controller.abort()))).rejects.toMatchObject({ code: 'lease-lost' })
        expect((await readObject()).equals(before)).toBe(true)
      })

      test('stopped for a while between them: a timer that is due tells it', async () => {
        let puts = 0
        const bytes = afterRead(() => {
          setTimeout(() => controller.abort(), 20)
          for (const untilMs = performance.now() + 60; performance.now() < untilMs;);
        })
        await expect(blankIn({ ...bytes, put: async () => void puts++ })).rejects.toMatchObject({ code: 'lease-lost' })
        expect(puts).toBe(0)
      })

      test('told while it writes: it does not go on, nor is it tried again', async () => {
        let puts = 0
        const port = await proxies.serveBefore(({ method }, response) => {
          if (method !== 'PUT') return false
          puts++
          setTimeout(() => controller.abort(), 20)
          setTimeout(() => response.destroy(), 40)
          return true
        })
        await expect(blankIn(openS3(s3.urlOf(bucketOf(url), { port }), { pauseMs: 5 }))).rejects.toMatchObject({ code: 'lease-lost' })
        expect(puts).toBe(1)
        expect((await readObject()).equals(before)).toBe(true)
      })

      test('as long as it is not told, it overwrites', async () => {
        expect(await blankIn(openS3(url))).toMatchObject({ records: 1 })
        expect((await readObject()).equals(before)).toBe(false)
      })
    })

    test('what is stored and cannot be registered is refused, and taken up later, once', async () => {
      const log = openLog({ takeUpAfterMs: 0 })
      await log.append(recordOf(0))
      objects.isDown = true
      await expect(log.append(recordOf(1))).rejects.toMatchObject({ code: 'log-poisoned' })
      expect((await recordsOf(log)).map(numberOf)).toEqual([0])
      objects.isDown = false
      await log.tidy()
      await log.tidy()
      expect((await recordsOf(log)).map(numberOf)).toEqual([0, 1])
      // Without its numbers the log is numbered anew, in the order in which it was stored.
      objects.close()
      objects = openLogObjects(join(dir, 'anew.db'))
      const anew = openLog({ takeUpAfterMs: 0 })
      await anew.tidy()
      expect((await recordsOf(anew)).map(numberOf)).toEqual([0, 1])
      await Promise.all([log.close(), anew.close()])
    })
  })
})

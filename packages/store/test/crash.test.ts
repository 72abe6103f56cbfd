import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { tabId, tempDir } from './fixture.ts'
import { openStore } from '../src/index.ts'

const script = fileURLToPath(new URL('./append-until-killed.ts', import.meta.url))
const kills = Number(process.env['PLAYHEAD_KILLS'] ?? 12)

/** Runs the appender and kills it `afterMs` after its first acknowledgement. Returns what it was acknowledged. */
function runUntilKilled(dir: string, round: number, afterMs: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, dir, String(round)], { stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, said] = ['', '']
    let isCounting = false
    child.stderr.on('data', (text: Buffer) => (said += text.toString()))
    child.stdout.on('data', (text: Buffer) => {
      out += text.toString()
      if (isCounting || !out.includes('\n', 'ready\n'.length)) return
      isCounting = true
      setTimeout(() => child.kill('SIGKILL'), afterMs)
    })
    child.on('close', () => {
      const lines = out.split('\n').slice(0, -1)
      if (lines.shift() === 'ready') resolve(lines)
      else reject(new Error(`The appender did not start: ${said}`))
    })
  })
}

test(
  'L8, L9: whatever was acknowledged before a kill -9 is there after it, once',
  async () => {
    const dir = tempDir()
    const acked: string[] = []
    const notices: string[] = []
    for (let round = 0; round < kills; round++) acked.push(...(await runUntilKilled(dir, round, Math.random() * 150)))
    const store = await openStore({ dir, onNotice: (text) => notices.push(text) })
    await store.flushIndex()
    const lost: string[] = []
    for (const line of acked) {
      const [session, seq, end] = line.split(' ') as [string, string, string]
      const bytes = await store.chunkBytes('demo', session, tabId(1), Number(seq))
      if (!bytes || Buffer.from(bytes.subarray(-4)).toString('hex') !== end) lost.push(line)
    }
    const { items } = await store.searchSessions('demo', { limit: 500 })
    const { chunks } = await store.status('demo')
    const [pages] = await store.pages('demo', {})
    console.info(`${kills} kills: ${acked.length} acknowledged, ${lost.length} lost, ${chunks} stored, ${notices.length} torn tails cut`)
    expect(lost).toEqual([])
    expect(acked.length).toBeGreaterThan(kills)
    expect(chunks).toBeGreaterThanOrEqual(acked.length)
    // Rows: neither lost nor doubled, although the index was killed with its parent.
    expect(items.reduce((sum, row) => sum + row.chunks, 0)).toBe(chunks)
    expect(pages?.views).toBe(chunks)
    await store.close()
    rmSync(dir, { recursive: true })
  },
  kills * 15_000,
)

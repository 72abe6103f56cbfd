import { spawn } from 'node:child_process'
import { readdirSync, rmSync, watch } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'
import { openEvents, readChunk } from '@playhead/wire'
import { expect, test } from 'vitest'
import { sessionId, tempDir } from './fixture.ts'
import { openStore } from '../src/index.ts'

const script = fileURLToPath(new URL('./finish-until-killed.ts', import.meta.url))
const kills = Number(process.env['PLAYHEAD_KILLS'] ?? 6)

/**
 * Runs it and kills it, with all it started or alone, `afterMs` after it began to write a file aside, the first being
 * made. Returns how many were.
 */
function runUntilKilled(dir: string, withChildren: boolean, afterMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, dir], { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    let [out, said] = ['', '']
    let isCounting = false
    child.stderr.on('data', (text: Buffer) => (said += text.toString()))
    child.stdout.on('data', (text: Buffer) => {
      out += text.toString()
      if (isCounting || !out.includes('made')) return
      isCounting = true
      const watcher = watch(join(dir, 'recordings', 'demo'), (_event, name) => {
        if (name?.endsWith('.phr') !== false) return
        watcher.close()
        setTimeout(() => process.kill(withChildren ? -child.pid! : child.pid!, 'SIGKILL'), afterMs)
      })
    })
    child.on('exit', () => {
      if (isCounting) resolve(out.split('made').length - 1)
      else reject(new Error(`Nothing was made: ${said}`))
    })
  })
}

test(
  'L16, L20: a kill -9 at any moment leaves a whole recording file or none',
  async () => {
    const dir = tempDir()
    const session = sessionId(1)
    let [made, torn, current] = [0, 0, 0]
    for (let round = 0; round < kills; round++) {
      made += await runUntilKilled(dir, round % 2 === 0, Math.random() * 60)
      const folder = join(dir, 'recordings', 'demo')
      torn += readdirSync(folder).filter((name) => !name.endsWith('.phr')).length
      const notices: string[] = []
      const store = await openStore({ dir, onNotice: (text) => notices.push(text) })
      const manifest = await store.recordings.manifest('demo', session)
      if (manifest) current++
      const { chunks } = (await store.recording('demo', session))!
      if (!manifest) expect((await store.recordings.finish('demo', session)).result).toBe('made')
      const { file, chunks: blocks } = (await store.recordings.manifest('demo', session))!
      let texts = 0
      for (const { tab, seq } of blocks) {
        const part = (await store.recordings.part('demo', session, file!, { kind: 'block', tab, seq }))!
        texts += (await openEvents(readChunk(brotliDecompressSync(part.bytes)))).filter(({ type }) => type === 'text').length
      }
      expect(texts).toBe(chunks.length * 3)
      expect(notices.filter((text) => /recording file/.test(text))).toEqual([])
      await store.close()
      expect(readdirSync(folder).filter((name) => !name.endsWith('.phr'))).toEqual([])
    }
    console.info(`${kills} kills: ${made} files made, ${torn} torn ones cleared, ${current} times the file was the session's newest`)
    rmSync(dir, { recursive: true })
  },
  kills * 60_000,
)

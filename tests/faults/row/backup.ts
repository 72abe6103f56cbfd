import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { removeFolder } from '../../e2e/harness/remove-folder.ts'
import { runCli } from '../../e2e/harness/server.ts'
import { countBroken, startAssets } from '../bed/assets.ts'
import { startLoad } from '../bed/load.ts'
import { createNode } from '../bed/node.ts'
import { askEverything, differences } from '../bed/questions.ts'
import { openBed } from '../bed/server.ts'
import { readLog, settleIndex, settleRows } from '../bed/stored.ts'
import type { Fault } from '../fault.ts'

/** Backups are made beside a server that takes chunks, and restored; the last one answers in its place. */
export const backup: Fault = {
  name: 'backup',
  aim: 'what was acked before each began is in it, identical hashes of every result after the restore',
  count: { long: 20, short: 2, unit: 'backups under load' },
  async run(backups) {
    const bed = await openBed()
    const dir = mkdtempSync(join(tmpdir(), 'playhead-backup-'))
    const restored = createNode({ PLAYHEAD_DATA: join(dir, 'last'), PORT: new URL(bed.url).port })
    const failed: string[] = []
    const run = async (args: readonly string[], dataDir: string): Promise<void> => {
      const { status, stderr } = await runCli(args, dataDir)
      if (status !== 0) failed.push(`${args[0]}: ${stderr.trim()}`)
    }
    try {
      const load = startLoad({ post: bed.post, project: bed.project, visitors: 12, visitChunks: 10, pauseMs: 15 })
      const assets = startAssets(bed, { sizeBytes: 20_000, pauseMs: 10 })
      let [lost, lostAssets, doubled, damages, asked] = [0, 0, 0, 0, 0]
      for (let round = 0; round < backups; round++) {
        await sleep(200 + Math.random() * 800)
        const before = [...load.acked]
        const assetsBefore = [...assets.acked]
        const [copy, data] = [join(dir, 'copy'), join(dir, 'data')]
        await run(['backup', copy], bed.dataDir)
        await run(['restore', copy], data)
        const log = readLog(data)
        for (const [place, hash] of before) if (!log.places.get(place)?.includes(hash)) lost++
        lostAssets += countBroken(data, bed.project.id, assetsBefore)
        doubled += log.doubled
        damages += log.damages
        asked += before.length
        for (const made of [copy, data]) removeFolder(made)
      }
      await Promise.all([load.stop(), assets.stop()])
      const { places } = readLog(bed.dataDir)
      await settleRows(bed, places.keys(), 60_000)
      await settleIndex(bed)
      const before = await askEverything(bed)
      await run(['backup', join(dir, 'copy')], bed.dataDir)
      await bed.end('SIGTERM')
      await run(['restore', join(dir, 'copy')], join(dir, 'last'))
      await restored.start()
      const rows = await settleRows(bed, places.keys(), 60_000)
      await settleIndex(bed)
      const differ = differences(before, await askEverything(bed))
      const wrong = failed.length + assets.wrong + lost + lostAssets + doubled + damages + rows.short + rows.doubled + differ.length
      const isSound = asked > backups && assets.acked.length > backups && before.size > 10 && wrong === 0
      return {
        done: `${backups} backups under load, ${asked} times a chunk acked before, ${assets.acked.length} assets; one more, of ${places.size} chunks, asked ${before.size} questions`,
        figure:
          `acked lost ${lost}, assets lost ${lostAssets}, in a log twice ${doubled}, damaged ${damages}, rows missing ${rows.short}, doubled ${rows.doubled}, ` +
          `answers that differ ${differ.length}` +
          [...failed, ...differ]
            .slice(0, 3)
            .map((name) => ` (${name})`)
            .join(''),
        isSound,
        isMet: isSound,
      }
    } finally {
      await restored.end('SIGKILL').catch(() => undefined)
      await bed.close()
      removeFolder(dir)
    }
  },
}

import { startClickHouse } from '../../e2e/harness/clickhouse.ts'
import { gapCount, goWithout } from '../bed/index-gap.ts'
import { openBed } from '../bed/server.ts'
import type { Fault } from '../fault.ts'

/** The ClickHouse that holds the index is killed under traffic, in the middle of what it does, and comes back after a while. */
export const clickhouseDown: Fault = {
  name: 'clickhouse-down',
  aim: 'ingest 100 %, caught up >= 5 x live speed, RSS of the server <= 512 MiB, 0 lost, 0 doubled',
  count: { ...gapCount, unit: 's without ClickHouse' },
  async run(seconds) {
    const clickhouse = await startClickHouse()
    try {
      const bed = await openBed({ env: { PLAYHEAD_CLICKHOUSE_URL: clickhouse.urlOf('playhead') } })
      try {
        return await goWithout(bed, seconds, { take: clickhouse.kill, give: clickhouse.start })
      } finally {
        await bed.close()
      }
    } finally {
      await clickhouse.dispose()
    }
  },
}

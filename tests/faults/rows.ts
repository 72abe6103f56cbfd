import type { Fault } from './fault.ts'
import { backup } from './row/backup.ts'
import { bomb } from './row/bomb.ts'
import { clickhouseDown } from './row/clickhouse-down.ts'
import { cluster } from './row/cluster.ts'
import { crashImage } from './row/crash-image.ts'
import { damage } from './row/damage.ts'
import { disk } from './row/disk.ts'
import { fullDisk } from './row/full-disk.ts'
import { fuzz } from './row/fuzz.ts'
import { indexDown } from './row/index-down.ts'
import { kill } from './row/kill.ts'
import { order } from './row/order.ts'
import { overload } from './row/overload.ts'
import { reindex } from './row/reindex.ts'
import { s3Errors } from './row/s3-errors.ts'
import { slowSocket } from './row/slow-socket.ts'
import { stop } from './row/stop.ts'
import { version } from './row/version.ts'

/** Every row of the table, in its order. */
export const faults: readonly Fault[] = [
  kill,
  crashImage,
  disk,
  fullDisk,
  damage,
  overload,
  slowSocket,
  indexDown,
  clickhouseDown,
  cluster,
  s3Errors,
  stop,
  version,
  backup,
  reindex,
  order,
  fuzz,
  bomb,
]

import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import type { ErrorCode, LogLevel, Role } from '@playhead/api'
import { type ClickHousePlace, clusterPlaceOf, openStore } from '@playhead/store'
import { createBodyLoad } from './body-load.ts'
import { createBuckets } from './bucket.ts'
import { createConnections } from './connection.ts'
import { removeControl, writeControl } from './control.ts'
import { ensureDemoProject } from './demo-project.ts'
import { createIngestHandler } from './ingest/handler.ts'
import { ingestRoom } from './ingest/read-body.ts'
import { createProjectFinder } from './ingest/project-finder.ts'
import { createRefusalBook } from './ingest/refusal-book.ts'
import { createSessionBook } from './ingest/session-book.ts'
import { createStoring } from './ingest/storing.ts'
import { createProxySight } from './proxy-sight.ts'
import { listen } from './listen.ts'
import { createFact, type Facts } from './fact.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metric.ts'
import { createNetworks } from './network.ts'
import { findRoot } from './root.ts'
import { createApi } from './route/app.ts'
import { createApiDocumentPage } from './site/api-document.ts'
import { createDashboardPage } from './site/dashboard.ts'
import { createDemoPage } from './site/demo-shop.ts'
import { createDocumentPage } from './site/document.ts'
import { createHealthPage } from './site/health.ts'
import { createRecorderPage } from './site/recorder.ts'
import { createRolePage } from './site/role.ts'
import { createOfflineTemplate } from './site/offline-file.ts'
import { createReplayFrame } from './site/replay-frame.ts'
import { snippetOf } from './snippet.ts'
import { createStrangerLimit } from './stranger-limit.ts'
import { createSwitchboard } from './switchboard.ts'
import { createClips } from './worker/clip.ts'
import { createDemoVisits } from './worker/demo-visit.ts'
import { createRetentionWork } from './worker/retention.ts'
import { addStoreMetrics } from './store-metric.ts'
import { createFinishing } from './worker/finish.ts'

export interface ServerOptions {
  /** 0: any free port. */
  readonly port: number
  /** The one address to listen on; default: every address of the machine. */
  readonly host?: string | undefined
  readonly dataDir: string
  readonly publicUrl?: string | undefined
  readonly roles?: readonly Role[] | undefined
  /** Addresses and CIDRs of proxies on other machines whose X-Forwarded-For is believed, as `readEnvironment` checked them. */
  readonly trustedProxies?: readonly string[] | undefined
  readonly internalNetworks?: readonly string[] | undefined
  /** Key of session tokens; default: one that the data directory keeps. */
  readonly secret?: string | undefined
  readonly logLevel?: LogLevel | undefined
  /** Where the metadata is, if not in the data directory. */
  readonly postgresUrl?: string | undefined
  /** Where assets and recording files are, if not in the data directory. */
  readonly s3Url?: string | undefined
  /** Where the index is, if not in the data directory. */
  readonly clickhouse?: ClickHousePlace | undefined
  /** Where the built files are; default: the repository this code stands in. */
  readonly root?: string | undefined
  /**
   * Requests per second and burst: of chunks, per write key and per network, and of what nobody signed in for, per network;
   * chunks worked on at the same time, and assets.
   */
  readonly limits?:
    | { readonly perKey?: Rate; readonly perNetwork?: Rate; readonly strangers?: Rate; readonly chunksAtOnce?: number }
    | undefined
  /** How long a request may take, but for imports; half a second more, and its connection is gone. */
  readonly bodyTimeoutMs?: number | undefined
  /** How long no byte of a body may come. */
  readonly bodyStallMs?: number | undefined
  /** How long an answer may wait for its reader to take a byte. */
  readonly readerStallMs?: number | undefined
}
interface Rate {
  readonly perSecond: number
  readonly burst: number
}

export interface RunningServer {
  readonly url: string
  /** Where the first account is made, once; undefined when there is one. */
  readonly setupUrl: string | undefined
  /** Stops accepting, finishes what is in flight, closes the data; within 5 s. */
  close(): Promise<void>
}

/** Opens the data and serves. Rejects with an ApiError `port-taken` or a StoreError about the data directory. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { roles = ['ingest', 'api', 'worker'], root = findRoot() } = options
  const { bodyTimeoutMs = 13_500, bodyStallMs = 10_000, readerStallMs = 19_000, limits = {} } = options
  const dataDir = resolve(options.dataDir)
  const log = createLog(options.logLevel)
  const metrics = createMetrics()
  const storing = createStoring()
  let isOut: 'starting' | 'stopping' | null = 'starting'
  let facts: Facts = {}
  const health = createHealthPage({ metrics, whyNotReady: () => isOut ?? storing.trouble(), facts: () => facts })

  const networks = createNetworks(options.trustedProxies, options.internalNetworks)
  const proxy = createProxySight(networks)
  const onRefusal = (code: ErrorCode): void => metrics.refused.inc({ code })
  // An office of many people, who open recordings of many parts, may be one network.
  const strangers = createBuckets(limits.strangers ?? { perSecond: 100, burst: 1000 })
  const strangerLimit = createStrangerLimit(networks, strangers, () => onRefusal('slow-down'))
  const board = createSwitchboard([health], strangerLimit, log)
  const { http, giveTime } = createConnections({
    answer(request, response) {
      proxy.note(request)
      board.handle(request, response)
    },
    onRefusal,
    requestMs: bodyTimeoutMs,
    readerStallMs,
  })
  const { port, url } = await listen(http, options.port, options.host)
  const publicUrl = options.publicUrl ?? url
  const { postgresUrl, s3Url, clickhouse } = options
  const places = { dir: dataDir, postgresUrl, s3Url, clickhouse }
  /** Servers of a cluster share everything; nothing of it is in a directory. */
  const isCluster = clusterPlaceOf(places) !== null
  const store = await openStore({ ...places, roles, onNotice: (text) => log.warn(text) }).catch((error: unknown) => {
    http.close()
    throw error
  })
  const { metadata } = store
  const ownOrigins = [...new Set([publicUrl, url, `http://127.0.0.1:${port}`])]
  const demo = await ensureDemoProject(metadata, ownOrigins)
  const refusals = createRefusalBook(metadata, log)
  const demoVisits = createDemoVisits({ root, demoUrl: `${url}/demo/`, isWorker: roles.includes('worker'), log })
  const clips = createClips({ root, isWorker: roles.includes('worker'), log })
  const finishing = createFinishing({ store, metrics, log, isWorker: roles.includes('worker') })
  const retention = createRetentionWork({ store, metrics, log, isWorker: roles.includes('worker') })
  addStoreMetrics(metrics, store, isCluster ? null : dataDir)
  facts = {
    recordings: createFact(() => store.recordings.health()),
    index: createFact(() => store.health()),
    proxy: createFact(proxy.facts),
  }
  const frame = createReplayFrame(root)
  const controlToken = randomBytes(24).toString('base64url')

  if (roles.includes('ingest')) {
    const ingest = createIngestHandler({
      store,
      findProject: createProjectFinder(metadata),
      metrics,
      log,
      refusals,
      sessions: createSessionBook(options.secret === undefined ? await metadata.secret() : Buffer.from(options.secret)),
      storing,
      networks,
      keyBuckets: createBuckets(limits.perKey ?? { perSecond: 2000, burst: 6000 }),
      networkBuckets: createBuckets(limits.perNetwork ?? { perSecond: 100, burst: 500 }),
      ownOrigins,
      mostAtOnce: limits.chunksAtOnce ?? 400,
      bodyTimeoutMs,
      bodyStallMs,
      load: createBodyLoad(ingestRoom),
    })
    for (const path of ['/i', '/i/asset']) board.addExact(path, ingest)
  }
  // Beside either, so that a proxy in front of a cluster has to know `/i` only.
  if (roles.includes('ingest') || roles.includes('api')) board.add(createRecorderPage(root))
  const isForPeople = roles.includes('api')
  // Commands of this machine need it whatever the roles are; a cluster's go to what its servers share.
  if (isForPeople || !isCluster) {
    const { api, document } = createApi({
      store,
      log,
      metrics,
      publicUrl,
      isForPeople,
      replayFrameUrl: frame.url,
      offlineTemplate: createOfflineTemplate(root),
      demoVisits,
      clips,
      finishing,
      controlToken,
      networks,
      strangerLimit,
      bodyTimeoutMs,
      bodyStallMs,
      giveTime,
      signInLimits: {
        // An office of many people may be one network.
        perNetwork: createBuckets({ perSecond: 1 / 2, burst: 30 }),
        perAddress: createBuckets({ perSecond: 1 / 6, burst: 10 }),
      },
    })
    board.addBelow('/api/v1/', getRequestListener(api.fetch))
    if (isForPeople) {
      board.add(frame.page)
      board.add(createApiDocumentPage(document))
      board.add(createDocumentPage(root))
      board.add(createDemoPage(root, () => snippetOf(demo, publicUrl)))
      board.add(createDashboardPage(root))
    }
  }
  if (!isForPeople) board.add(createRolePage(roles))

  const isNew = (await metadata.users.count()) === 0
  const setupUrl = isNew && isForPeople ? `${publicUrl}/setup#token=${await metadata.setupToken.create()}` : undefined
  if (!isCluster) writeControl(dataDir, { url, token: controlToken })
  board.open()
  isOut = null
  log.info({ port, dataDir, roles }, 'ready')

  async function stop(): Promise<void> {
    isOut = 'stopping'
    demoVisits.stop()
    await clips.stop()
    finishing.stop()
    retention.stop()
    await board.close(http, 3000)
    await refusals.close()
    await store.close()
    if (!isCluster) removeControl(dataDir)
    log.info('stopped')
  }
  let stopping: Promise<void> | undefined
  return { url, setupUrl, close: () => (stopping ??= stop()) }
}

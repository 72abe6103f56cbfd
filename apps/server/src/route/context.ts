import type { HttpBindings } from '@hono/node-server'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Project, Role, Store, User } from '@playhead/store'
import type { Buckets } from '../bucket.ts'
import type { Connections } from '../connection.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metric.ts'
import type { Networks } from '../network.ts'
import type { StrangerLimit } from '../stranger-limit.ts'
import type { Clips } from '../worker/clip.ts'
import type { DemoVisits } from '../worker/demo-visit.ts'
import type { Finishing } from '../worker/finish.ts'

/** Who asks: a signed-in person, a project's token, or a command on this machine that read `control.json`. */
export type Principal =
  | { readonly kind: 'user'; readonly user: User; readonly signIn: string }
  | { readonly kind: 'token'; readonly id: string; readonly project: string; readonly role: Role }
  | { readonly kind: 'control' }

/** What routes need of the server. */
export interface ApiContext {
  readonly store: Store
  readonly log: Log
  readonly metrics: Metrics
  /** Origin that people reach this server by. */
  readonly publicUrl: string
  /** Without the role `api` only commands of this machine are answered. */
  readonly isForPeople: boolean
  readonly replayFrameUrl: () => string | null
  /** The player's file that a recording is put into; null: it has not been built. */
  readonly offlineTemplate: () => string | null
  readonly demoVisits: DemoVisits
  readonly clips: Clips
  readonly finishing: Finishing
  readonly controlToken: string
  readonly networks: Networks
  readonly strangerLimit: StrangerLimit
  /** How long a body may take, and how long no byte of it may come. */
  readonly bodyTimeoutMs: number
  readonly bodyStallMs: number
  readonly giveTime: Connections['giveTime']
  /** Of attempts to sign in: from one network, and from one network with one e-mail address. */
  readonly signInLimits: { readonly perNetwork: Buckets; readonly perAddress: Buckets }
}

export interface ApiEnv {
  Bindings: HttpBindings
  Variables: { principal: Principal | null; project: Project }
}
export type Api = OpenAPIHono<ApiEnv>

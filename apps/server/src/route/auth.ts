import { createHash, timingSafeEqual } from 'node:crypto'
import { ApiError } from '@playhead/api'
import type { Role } from '@playhead/store'
import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import type { ApiContext, ApiEnv, Principal } from './context.ts'

/** `__Host-` needs https; a browser would not take it from a plain-http server on localhost. */
export const cookieName = (publicUrl: string): string => (publicUrl.startsWith('https:') ? '__Host-playhead' : 'playhead')

/**
 * Changes only come from this server's own pages, or from scripts. Browsers say where a request comes from:
 * by Fetch Metadata, and where that is absent (plain http) by Origin.
 */
export const refuseCrossSite =
  (publicUrl: string): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      const site = c.req.header('sec-fetch-site')
      const origin = c.req.header('origin')
      if (site !== undefined ? site !== 'same-origin' : origin !== undefined && !isOwn(origin, c.req.header('host'), publicUrl))
        throw new ApiError('cross-site')
    }
    await next()
  }

const isOwn = (origin: string, host: string | undefined, publicUrl: string): boolean =>
  origin === publicUrl || (host !== undefined && origin.replace(/^https?:\/\//, '') === host)

/** Finds out who asks; nobody is fine here, but not as often as they like. */
export const identify =
  (context: ApiContext): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const principal = await findPrincipal(c, context)
    if (!principal && context.strangerLimit.take(c.env.incoming)) throw new ApiError('slow-down')
    c.set('principal', principal)
    await next()
  }

async function findPrincipal(c: Context<ApiEnv>, { store, controlToken, publicUrl }: ApiContext): Promise<Principal | null> {
  const bearer = /^Bearer ([\x21-\x7e]{1,300})$/.exec(c.req.header('authorization') ?? '')?.[1]
  if (bearer !== undefined) {
    if (isSame(bearer, controlToken)) return { kind: 'control' }
    const owner = await store.metadata.tokens.verify(bearer)
    return owner && { kind: 'token', id: owner.id, project: owner.project, role: owner.role }
  }
  const signIn = getCookie(c, cookieName(publicUrl))
  if (!signIn) return null
  const user = await store.metadata.signIns.verify(signIn)
  return user && { kind: 'user', user, signIn }
}

/** Compares without telling by its duration how much is right. */
function isSame(given: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(right))
}

export const requireSignIn: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (!c.get('principal')) throw new ApiError('not-signed-in')
  await next()
}

/** Where it applies there is nothing for anybody but the commands of this machine. */
export const requireControl: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (c.get('principal')?.kind !== 'control') throw new ApiError('not-found')
  await next()
}

/** Sets the project in the address, when whoever asks may see it. What they may not see does not exist for them. */
export const requireProject =
  ({ store }: ApiContext): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const principal = c.get('principal')
    if (!principal) throw new ApiError('not-signed-in')
    const id = c.req.param('id') ?? ''
    const project = principal.kind === 'token' && principal.project !== id ? null : await store.metadata.projects.byId(id)
    if (!project) throw new ApiError('not-found')
    c.set('project', project)
    await next()
  }

const rank: Readonly<Record<Role, number>> = { viewer: 0, member: 1, admin: 2 }

/** People and commands of this machine may do everything; tokens what their role says. */
export function requireRole(principal: Principal | null, role: Role): void {
  if (!principal) throw new ApiError('not-signed-in')
  if (principal.kind === 'token' && rank[principal.role] < rank[role]) throw new ApiError('not-allowed', `It takes the role ${role}.`)
}

export const requireMember: MiddlewareHandler<ApiEnv> = async (c, next) => {
  requireRole(c.get('principal'), 'member')
  await next()
}

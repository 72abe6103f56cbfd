import { hash, verify } from '@node-rs/argon2'
import { createRoute } from '@hono/zod-openapi'
import { ApiError, me, type Me, ok, setupRequest, signInRequest } from '@playhead/api'
import type { User } from '@playhead/store'
import type { Context } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { createTurns } from '../turn.ts'
import { jsonAnswer, jsonBody } from './answer.ts'
import { cookieName } from './auth.ts'
import type { Api, ApiContext, ApiEnv } from './context.ts'

const meRoute = createRoute({
  method: 'get',
  path: '/api/v1/me',
  summary: 'Who is signed in, and whether the server still waits for its first account.',
  responses: { 200: jsonAnswer(me, 'You') },
})
const setupRoute = createRoute({
  method: 'post',
  path: '/api/v1/setup',
  summary: 'Creates the first account with the one-time token of the first run, and signs in.',
  request: { body: jsonBody(setupRequest) },
  responses: { 200: jsonAnswer(me, 'You, signed in') },
})
const signInRoute = createRoute({
  method: 'post',
  path: '/api/v1/sign-in',
  summary: 'Signs in; the answer sets a cookie.',
  request: { body: jsonBody(signInRequest) },
  responses: { 200: jsonAnswer(me, 'You, signed in') },
})
const signOutRoute = createRoute({
  method: 'post',
  path: '/api/v1/sign-out',
  summary: 'Ends this sign-in.',
  responses: { 200: jsonAnswer(ok, 'Signed out') },
})

/** Who is the last of so many waits a second or two. */
const passwordsAtOnce = 20

export function addAccountRoutes(api: Api, { store, publicUrl, networks, signInLimits }: ApiContext): void {
  const { users, signIns, setupToken } = store.metadata
  /** A hash keeps a thread busy that the log's syncs need, too, of which there are four: all passwords together get one of them. */
  const inTurn = createTurns(passwordsAtOnce)
  /** Checked when no account has the address, so that both answers take as long. */
  const nobody = inTurn(() => hash('nobody has this password'))

  const meOf = ({ id, name, email }: User): Me => ({ user: { id, name, email }, setupNeeded: false })
  async function signIn(c: Context<ApiEnv>, user: User, passwordHash: string): Promise<Me> {
    const made = await signIns.create(user.id, passwordHash)
    if (!made) throw new ApiError('wrong-password')
    const { token, expiresAt } = made
    const secure = publicUrl.startsWith('https:')
    setCookie(c, cookieName(publicUrl), token, { path: '/', httpOnly: true, sameSite: 'Strict', secure, expires: new Date(expiresAt) })
    return meOf(user)
  }
  function limitAttempts(c: Context<ApiEnv>, who: string): void {
    const network = networks.of(c.env.incoming)
    // Of all addresses first: who tries one after the other must not fill the book of the others.
    const waitS = signInLimits.perNetwork.take(network) || signInLimits.perAddress.take(`${network} ${who.toLowerCase()}`)
    if (!waitS) return
    c.header('retry-after', String(waitS))
    throw new ApiError('too-many-attempts')
  }

  api.openapi(meRoute, async (c) => {
    const principal = c.get('principal')
    if (principal?.kind === 'user') return c.json(meOf(principal.user), 200)
    return c.json({ user: null, setupNeeded: (await users.count()) === 0 }, 200)
  })
  api.openapi(setupRoute, async (c) => {
    const { token, name, email, password } = c.req.valid('json')
    limitAttempts(c, 'setup')
    if (await users.count()) throw new ApiError('already-set-up')
    if (!(await setupToken.verify(token))) throw new ApiError('setup-token')
    const passwordHash = await inTurn(() => hash(password))
    // Spent only now: of two that come at once, one gets in.
    if (!(await setupToken.use(token))) throw new ApiError('setup-token')
    return c.json(await signIn(c, await users.create({ name, email, passwordHash }), passwordHash), 200)
  })
  api.openapi(signInRoute, async (c) => {
    const { email, password } = c.req.valid('json')
    limitAttempts(c, email)
    const user = await users.byEmail(email)
    const passwordHash = user?.passwordHash ?? (await nobody)
    const isRight = await inTurn(() => verify(passwordHash, password))
    if (!user || !isRight) throw new ApiError('wrong-password')
    return c.json(await signIn(c, user, passwordHash), 200)
  })
  api.openapi(signOutRoute, async (c) => {
    const principal = c.get('principal')
    if (principal?.kind === 'user') await signIns.delete(principal.signIn)
    deleteCookie(c, cookieName(publicUrl), { path: '/', secure: publicUrl.startsWith('https:') })
    return c.json({ ok: true as const }, 200)
  })
}

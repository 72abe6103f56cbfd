import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { removeFolder } from '../../../tests/e2e/harness/remove-folder.ts'
import { build } from '../build.ts'
import { type Result, runCommand, serve, type Served } from './harness.ts'

let dir: string
let server: Served

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'playhead-cli-access-'))
  await build()
  server = await serve(join(dir, 'data'))
}, 60_000)
afterAll(async () => {
  await server.stop()
  removeFolder(dir)
})

const run = (...words: string[]): Promise<Result> => runCommand(words, { cwd: dir, env: { PLAYHEAD_DATA: join(dir, 'data') } })
const runJson = async <T>(...words: string[]): Promise<T> => JSON.parse((await run(...words, '--json')).out) as T

test('a token that is revoked is good for nothing from then on; another of the same project stays', async () => {
  const create = (): Promise<{ id: string; token: string }> => runJson('token', 'create', '--project', 'demo')
  const [{ id, token: leaked }, { token: kept }] = await Promise.all([create(), create()])
  const statusWith = async (token: string): Promise<number> =>
    (await fetch(`${server.url}/api/v1/projects/demo`, { headers: { authorization: `Bearer ${token}` } })).status
  expect([await statusWith(leaked), await statusWith(kept)]).toEqual([200, 200])

  const listed = await run('token', 'list', '--project', 'demo')
  expect(listed.out).toMatch(/^ID +ROLE +CREATED\n/)
  expect([leaked, kept].some((token) => listed.out.includes(token))).toBe(false)
  expect(listed.out).toContain(`\n${id}  viewer  `)

  expect(await run('token', 'revoke', id)).toEqual({ status: 0, out: `Token ${id} is revoked.\n`, error: '' })
  expect([await statusWith(leaked), await statusWith(kept)]).toEqual([401, 200])
  for (const none of [id, '-Ab3']) {
    const again = await run('token', 'revoke', none)
    expect([again.status, again.error]).toEqual([1, expect.stringMatching(`^error not-found: No token has the id "${none}".*token list`)])
  }
})

test('who forgot the password gets another, and what was signed in with the one before is signed out', async () => {
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(`${server.url}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const [email, forgotten] = ['ada@example.com', 'correct horse battery']
  const made = await post('setup', { token: server.setupUrl.split('token=')[1], name: 'Ada', email, password: forgotten })
  const cookie = made.headers.get('set-cookie')!.split(';')[0]!
  const me = async (): Promise<string | undefined> => {
    const answer = await fetch(`${server.url}/api/v1/me`, { headers: { cookie } })
    return ((await answer.json()) as { user: { email: string } | null }).user?.email
  }
  expect(await me()).toBe(email)
  expect((await run('account', 'list')).out).toMatch(/^E-MAIL +NAME +CREATED\nada@example.com +Ada /)

  const { password } = await runJson<{ password: string }>('account', 'reset', email)
  expect(await me()).toBeUndefined()
  expect((await post('sign-in', { email, password: forgotten })).status).toBe(401)
  expect((await post('sign-in', { email, password })).status).toBe(200)

  const nobody = await run('account', 'reset', 'ben@example.com')
  expect([nobody.status, nobody.error]).toEqual([1, expect.stringMatching(/^error not-found: No account has the address ben@example.com/)])
})

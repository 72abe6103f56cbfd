import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProxies } from '../../../tests/e2e/harness/proxy.ts'
import { startSwift, type TestS3, whyNoS3 } from '../../../tests/e2e/harness/swift.ts'
import {
  codeOf,
  createChunk,
  createProject,
  send,
  sendAssets,
  type SignedIn,
  signIn,
  siteOrigin,
  startTestServer,
  type TestProject,
  type TestServer,
} from './harness.ts'

const missing = whyNoS3()
if (missing) process.stderr.write(`\nNOT TESTED: a server with S3: ${missing}.\n\n`)

describe.skipIf(missing)(`a server with S3${missing ? ` is not tested: ${missing}` : ''}`, () => {
  let s3: TestS3
  let server: TestServer
  let user: SignedIn
  let project: TestProject
  beforeAll(async () => {
    s3 = await startSwift()
    server = await startTestServer({ s3Url: await s3.createBucket() })
    user = await signIn(server)
    project = await createProject(user)
  })
  afterAll(async () => {
    await server?.dispose()
    await s3?.dispose()
  })

  const css = Buffer.from('body { color: teal }') as Uint8Array<ArrayBuffer>
  const hash = createHash('sha256').update(css).digest().subarray(0, 16).toString('base64url')
  /** What the server wants of a visit whose page has this style sheet. */
  const sendPage = (): Promise<string[]> => sendAssets(server, project, [{ hash, mime: 'text/css', sizeBytes: css.length }])
  const putAsset = (): Promise<Response> =>
    fetch(`${server.url}/i/asset?k=${project.writeKey}&h=${hash}&m=text/css`, {
      method: 'POST',
      headers: { origin: siteOrigin },
      body: css,
    })
  const getAsset = (): Promise<Response> => user.ask('GET', `/api/v1/projects/${project.id}/assets/${hash}`)

  test('while S3 is down chunks are acknowledged and no asset is asked for; it is when S3 is back', async () => {
    expect(await sendPage()).toEqual([hash])
    await s3.kill()
    expect(await sendPage()).toEqual([])
    const refused = await putAsset()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    const missed = await getAsset()
    expect([missed.status, await codeOf(missed.clone())]).toEqual([503, 's3-unreachable'])
    expect(await missed.text()).not.toContain(String(s3.port))
    await s3.start()
    expect(await sendPage()).toEqual([hash])
    expect((await putAsset()).status).toBe(204)
    expect(await sendPage()).toEqual([])
    expect(await (await getAsset()).text()).toBe('body { color: teal }')
  })

  test('bodies whose storing hangs count until they are answered, which is soon; then there is room again', async () => {
    let [hangs, held] = [true, 0]
    const proxies = createProxies(() => s3.port)
    const port = await proxies.serveBefore(async ({ method, url }) => {
      if (!hangs || method !== 'PUT' || !url!.includes('/assets/')) return false
      held++
      return new Promise<boolean>(() => undefined)
    })
    const bucket = new URL(await s3.createBucket()).pathname.slice(1)
    const slow = await startTestServer({ s3Url: s3.urlOf(bucket, { port }) })
    try {
      const shop = await createProject(await signIn(slow))
      const bodies = Array.from({ length: 7 }, (_, n) => Buffer.alloc(5 << 20, n) as Uint8Array<ArrayBuffer>)
      const hashes = bodies.map((body) => createHash('sha256').update(body).digest().subarray(0, 16).toString('base64url'))
      const pictures = hashes.map((name) => ({ hash: name, mime: 'image/png', sizeBytes: 5 << 20 }))
      expect(await sendAssets(slow, shop, pictures)).toEqual(hashes)
      const upload = (n: number): Promise<Response> =>
        fetch(`${slow.url}/i/asset?k=${shop.writeKey}&h=${hashes[n]!}&m=image/png`, {
          method: 'POST',
          headers: { origin: siteOrigin, 'x-forwarded-for': '203.0.113.7' },
          body: bodies[n]!,
        })
      // 32 MiB hold six of them.
      const hanging: Promise<Response>[] = []
      for (let n = 0; n < 6; n++) {
        hanging.push(upload(n))
        await expect.poll(() => held, { timeout: 8_000, interval: 5 }).toBeGreaterThan(n)
      }
      const fromMs = Date.now()
      const refused = await upload(6)
      expect([refused.status, await codeOf(refused.clone()), Number(refused.headers.get('retry-after'))]).toEqual([
        503,
        'unavailable',
        expect.toSatisfy((seconds: number) => seconds >= 1),
      ])
      const elsewhere = { headers: { 'x-forwarded-for': '198.51.100.4' } }
      expect((await send(slow, shop, (await createChunk()).bytes, elsewhere)).status).toBe(200)
      for (const answer of await Promise.all(hanging)) expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
      expect(Date.now() - fromMs).toBeLessThan(25_000)
      hangs = false
      for (let n = 0; n < 7; n++) expect((await upload(n)).status).toBe(204)
    } finally {
      await slow.dispose()
      proxies.close()
    }
  })
})

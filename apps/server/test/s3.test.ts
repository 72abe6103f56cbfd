import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSwift, type TestS3, whyNoS3 } from '../../../tests/e2e/harness/swift.ts'
import {
  codeOf,
  createChunk,
  createProject,
  send,
  type SignedIn,
  signIn,
  siteOrigin,
  startTestServer,
  taken,
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
  const sendPage = async (): Promise<string[]> => {
    const timeMs = Date.now() - 1000
    const asset = { type: 'asset' as const, timeMs, url: `${siteOrigin}/a.css`, hash, mime: 'text/css', sizeBytes: css.length }
    const first = await createChunk({ atMs: timeMs })
    const { token } = await taken(await send(server, project, first.bytes))
    const { bytes } = await createChunk({ session: first.session, tab: first.tab, seq: 1, atMs: timeMs, events: [asset] })
    return (await taken(await send(server, project, bytes, { token }))).want
  }
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
})

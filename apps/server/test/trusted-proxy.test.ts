import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { codeOf, createChunk, createProject, send, signIn, startTestServer, taken, type TestProject, type TestServer } from './harness.ts'

/** Requests to it come from it: as from a proxy on another machine, a bridge or a pod. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((found) => found && !found.internal && found.family === 'IPv4')?.address
if (!outside) process.stderr.write('\nNOT TESTED: proxies on other machines: this one has no address but its loopback.\n\n')

interface Behind {
  readonly server: TestServer
  readonly project: TestProject
  /** Sends a chunk as the proxy does, which says that it is for this visitor. */
  forward(bytes: Uint8Array<ArrayBuffer>, forwardedFor: string): Promise<Response>
}
async function startBehind(trustedProxies: readonly string[]): Promise<Behind> {
  const server = await startTestServer({ trustedProxies, limits: { perNetwork: { perSecond: 0.01, burst: 3 } } })
  const project = await createProject(await signIn(server))
  const url = server.url.replace('localhost', outside!)
  return { server, project, forward: (bytes, by) => send({ url }, project, bytes, { headers: { 'x-forwarded-for': by } }) }
}

describe.skipIf(!outside)('a proxy on another machine', () => {
  test('that is named is believed: visitors have limits and sessions of their own, whatever they claim', async () => {
    const { server, forward } = await startBehind(['10.0.0.0/8', outside!])
    const first = await createChunk()
    await taken(await forward(first.bytes, '203.0.113.7'))
    const second = await createChunk({ session: first.session, tab: first.tab, seq: 1 })
    expect(await codeOf(await forward(second.bytes, '198.51.100.7'))).toBe('session-token')
    expect(await codeOf(await forward(second.bytes, '203.0.113.7, 198.51.100.7, 10.1.2.3'))).toBe('session-token')
    await taken(await forward(second.bytes, '198.51.100.7, 203.0.113.9, 10.1.2.3'))
    // The burst of one network is spent now, and no other's.
    expect((await forward(second.bytes, '198.51.100.7')).status).not.toBe(429)
    expect((await forward(second.bytes, '198.51.100.7')).status).toBe(429)
    await taken(await forward(first.bytes, '203.0.113.7'))
    expect(await (await fetch(`${server.url}/health`)).json()).toMatchObject({ proxy: { forwardedFor: 'listed' } })
    await server.dispose()
  })

  test('that is not named is one sender, and /health says that it was not believed', async () => {
    const { server, forward } = await startBehind([])
    const { bytes } = await createChunk()
    const statuses: number[] = []
    for (let n = 0; n < 4; n++) statuses.push((await forward(bytes, `203.0.${n}.7`)).status)
    expect(statuses).toEqual([200, 200, 200, 429])
    expect(await (await fetch(`${server.url}/health`)).json()).toMatchObject({ proxy: { forwardedFor: 'elsewhere' } })
    await server.dispose()
  })
})

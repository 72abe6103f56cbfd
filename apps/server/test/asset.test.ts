import { createHash } from 'node:crypto'
import { createId } from '@playhead/wire'
import { describe, expect, test } from 'vitest'
import { type Bed, codeOf, sendAssets, siteOrigin, useBed } from './harness.ts'

const bed: Bed = useBed()

describe('assets', () => {
  const css = Buffer.from('body { color: teal }') as Uint8Array<ArrayBuffer>
  const hash = createHash('sha256').update(css).digest().subarray(0, 16).toString('base64url')
  const put = (h: string, mime: string, body = css): Promise<Response> =>
    fetch(`${bed.server.url}/i/asset?k=${bed.project.writeKey}&h=${h}&m=${encodeURIComponent(mime)}`, {
      method: 'POST',
      headers: { origin: siteOrigin },
      body,
    })

  test('are wanted once, kept by their hash, and served as harmless bytes', async () => {
    const send = (): Promise<string[]> => sendAssets(bed.server, bed.project, [{ hash, mime: 'text/css', sizeBytes: css.length }])
    expect(await send()).toEqual([hash])
    expect((await put(hash, 'text/css')).status).toBe(204)
    expect(await send()).toEqual([])
    const served = await bed.user.ask('GET', `/api/v1/projects/${bed.project.id}/assets/${hash}`)
    expect(await served.text()).toBe('body { color: teal }')
    expect(served.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
    expect(served.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('of another hash, type or size are refused', async () => {
    expect(await codeOf(await put(createId(), 'text/css'))).toBe('bad-asset')
    expect(await codeOf(await put(hash, 'not a type'))).toBe('bad-asset')
    expect((await put(hash, 'text/css', new Uint8Array((5 << 20) + 1))).status).toBe(413)
  })

  test('that no chunk of the project names are refused, and the project is told why', async () => {
    const body = Buffer.from('nobody names it') as Uint8Array<ArrayBuffer>
    const unknown = createHash('sha256').update(body).digest().subarray(0, 16).toString('base64url')
    const refused = await put(unknown, 'text/css', body)
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { error: { code: 'bad-asset', detail: `no stored chunk names ${unknown}` } },
    ])
    expect((await bed.user.ask('GET', `/api/v1/projects/${bed.project.id}/assets/${unknown}`)).status).toBe(404)
  })
})

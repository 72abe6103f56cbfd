import { createHash } from 'node:crypto'
import { createId } from '@playhead/wire'
import { describe, expect, test } from 'vitest'
import { type Bed, codeOf, createChunk, send, siteOrigin, taken, useBed } from './harness.ts'

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
    const first = await createChunk()
    const asset = {
      type: 'asset' as const,
      timeMs: Date.now() - 200,
      url: `${siteOrigin}/a.css`,
      hash,
      mime: 'text/css',
      sizeBytes: css.length,
    }
    const { token } = await taken(await send(bed.server, bed.project, first.bytes))
    const second = await createChunk({ session: first.session, tab: first.tab, seq: 1, events: [asset] })
    expect((await taken(await send(bed.server, bed.project, second.bytes, { token }))).want).toEqual([hash])
    expect((await put(hash, 'text/css')).status).toBe(204)
    const third = await createChunk({ session: first.session, tab: first.tab, seq: 2, events: [asset] })
    expect((await taken(await send(bed.server, bed.project, third.bytes, { token }))).want).toEqual([])
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
})

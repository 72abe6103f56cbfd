import { expect, test } from 'vitest'
import { chunksOf, keyframe, play, useViewer } from './bed.ts'

const viewer = useViewer()
const { seek, missing, inFrame } = viewer

const html = '<html><head><style>.Box{width:300;height:20px}</style></head><body><p class="box">x</p></body></html>'
const w3c = (name: string, more = ''): string => `<!DOCTYPE html PUBLIC "-//W3C//DTD ${name}//EN"${more}>`
const legacy = ' "about:legacy-compat"'

/** The mode that the browser lays the page out in, and what it makes of a class in other letters and a width without a unit. */
const shown = (): Promise<string> =>
  inFrame(() => `${document.compatMode} ${document.doctype?.publicId ?? ''} ${getComputedStyle(document.querySelector('.box')!).width}`)

test('a page is laid out as its doctype says, one after the other', async () => {
  const doctypes = [
    '',
    '<!DOCTYPE html>',
    w3c('HTML 4.0 Transitional'),
    w3c('HTML 4.01'),
    w3c('HTML 4.01 Transitional'),
    w3c('HTML 4.01 Transitional', legacy),
    w3c('XHTML 1.0 Transitional', legacy),
    w3c('HTML 3.2 Final'),
  ]
  await play(
    viewer.page,
    await chunksOf(
      doctypes.map((doctype, i) => keyframe(i * 100, html, 8, { doctype })),
      doctypes.map((_, i) => i * 100),
    ),
  )
  const modes: string[] = []
  for (const i of [...doctypes.keys(), 0]) {
    await seek(i * 100)
    modes.push(await shown())
  }
  const quirks = 'BackCompat  300px'
  const [none, limited] = ['CSS1Compat  784px', 'CSS1Compat -//W3C//DTD XHTML 1.0 Transitional//EN 784px']
  expect(modes).toEqual([quirks, none, quirks, none, quirks, limited, limited, quirks, quirks])
  expect(await missing()).toEqual([])
})

test('a frame without an address, as in a file, cannot: that is told', async () => {
  const chunks = await chunksOf([keyframe(0, html, 8, { doctype: '' })])
  const told = await viewer.page.evaluate(async (list) => {
    const { PlayheadPlayer: api } = globalThis as never as { PlayheadPlayer: typeof import('../src/index.ts') }
    const container = document.querySelector<HTMLElement>('#player')!
    container.replaceChildren()
    const bytes = list.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))
    const player = await api.createPlayer({ container, chunks: bytes, frameHtml: await (await fetch('/frame.html')).text() })
    return [await player.describe(), ...player.missing.map(({ what, count }) => `${what} ${count}`)]
  }, chunks)
  expect(told[0]).toContain('class="box"')
  expect(told.slice(1)).toEqual(['quirks 1'])
})

test('a page in quirks mode may do no more than another', async () => {
  await play(viewer.page, await chunksOf([keyframe(0, html, 8, { doctype: '' })]))
  const before = viewer.bed.requests.length
  const refused = await inFrame(async () => {
    const violated: string[] = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => violated.push(effectiveDirective))
    const script = document.createElement('script')
    script.append('globalThis.pwned = 1')
    const image = new Image()
    const ended = new Promise((resolve) => (image.onerror = resolve))
    image.src = 'https://example.com/pixel.png'
    document.body.append(script, image)
    await ended
    let isHtmlRefused = false
    try {
      document.write('<b>x</b>')
    } catch {
      isHtmlRefused = true
    }
    return { violated: violated.sort(), isHtmlRefused, hasRun: 'pwned' in globalThis }
  })
  expect(refused.violated).toEqual(expect.arrayContaining(['img-src', 'require-trusted-types-for']))
  expect(refused).toMatchObject({ isHtmlRefused: true, hasRun: false })
  expect(viewer.bed.requests.length).toBe(before)
})

test.each([1, 5000])('a map of a page in quirks mode is as large as of any other, with %d px in it', async (contentHeight) => {
  const tall = `<html><head></head><body style="margin:0"><div style="height:${contentHeight}px"></div></body></html>`
  const heights: number[] = []
  for (const doctype of ['<!DOCTYPE html>', '']) {
    const chunks = await chunksOf([keyframe(0, tall, 5, { doctype }), { type: 'end', at: 1000, reason: 'stop' }])
    heights.push(
      await viewer.page.evaluate(async (list) => {
        const { PlayheadPlayer: api } = globalThis as never as { PlayheadPlayer: typeof import('../src/index.ts') }
        const container = document.querySelector<HTMLElement>('#player')!
        container.replaceChildren()
        const source = api.sourceFromChunks(list.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))))
        const map = await api.createClickMap({ container, frameUrl: '/frame.html', source, atMs: 500, tab: 'T'.repeat(22), elements: [] })
        map.destroy()
        return map.pageHeight
      }, chunks),
    )
  }
  expect(heights).toEqual(Array(2).fill(Math.max(600, contentHeight)))
})

import { afterEach, expect, test } from 'vitest'
import { frames, openStage, type Stage } from '../../test/stage.ts'
import type { RecordOptions } from '../record.ts'

let stage: Stage
afterEach(async () => {
  document.fonts.clear()
  await stage.stop()
})
const open = async (html: string, options?: Partial<RecordOptions>): Promise<void> => {
  stage = openStage(html, options)
  await stage.all()
}

test('a font that a script made: added, and taken out', async () => {
  await open('<p>x</p>')
  const face = new FontFace('My Font', 'url(/font.woff2) format("woff2")', { weight: '700', style: 'italic' })
  expect(face).toBeInstanceOf(FontFace)
  document.fonts.add(face)
  await frames()
  document.fonts.delete(face)
  await frames()
  const told = await stage.allOf('font')
  expect(told.map(({ family, removed }) => [family, removed])).toEqual([
    ['My Font', false],
    ['My Font', true],
  ])
  expect(told[0]!.source).toMatch(/^url\("http:.*\/font\.woff2"\) format\("woff2"\)$/)
  expect(JSON.parse(told[0]!.descriptors)).toEqual({ weight: '700', style: 'italic' })
})

test('what is made of bytes is an asset of its own', async () => {
  await open('<p>x</p>', { privacy: 'relaxed', assets: 'inline' })
  const bytes = Uint8Array.of(0, 1, 0, 0, 7, 7, 7, 7)
  document.fonts.add(new FontFace('Bytes', bytes))
  await frames()
  const [font] = await stage.allOf('font')
  expect(font!.source).toMatch(/^url\("blob:\?~[\da-f]{8}"\)$/)
  await expect.poll(async () => (await stage.allOf('asset')).map(({ url }) => `url("${url}")`)).toContain(font!.source)
  expect((await stage.allOf('assetBody')).map(({ base64 }) => base64)).toContain(btoa(String.fromCharCode(...bytes)))
})

test('under masking what is made of bytes is missing, and counted', async () => {
  await open('<p>x</p>', { privacy: 'balanced' })
  document.fonts.add(new FontFace('Bytes', new Uint8Array(8)))
  await frames()
  expect(await stage.allOf('font')).toEqual([])
  expect((await stage.allOf('loss')).map(({ what, detail }) => [what, detail])).toContainEqual(['asset', 'font'])
})

test('under masking families are told as style sheets then say them', async () => {
  await open('<style>@media all { p { font: 12px "Known Font", serif; } }</style><p>x</p>', { privacy: 'strict' })
  document.fonts.add(new FontFace('Known Font', 'url(/known.woff2)'))
  document.fonts.add(new FontFace('Canary Font', 'url(/other.woff2)'))
  await frames()
  const [known, other] = (await stage.allOf('font')).map(({ family }) => family)
  expect(known).not.toBe(other)
  const told = JSON.stringify(await stage.all())
  expect(told).toContain(`12px \\"${known}\\", serif`)
  expect(told).not.toMatch(/Known|Canary/)
})

test('the constructor is the page’s own again when the recording ends', async () => {
  const own = FontFace
  await open('<p>x</p>')
  expect(FontFace).not.toBe(own)
  await stage.stop()
  expect(FontFace).toBe(own)
})

test('a font from before the recording is missing, and counted; a declared one is not', async () => {
  document.fonts.add(new FontFace('Early', 'url(/early.woff2)'))
  await open('<style>@media all { @font-face { font-family: "Declared Font"; src: url(/declared.woff2); } }</style><p>x</p>')
  await expect
    .poll(async () => (await stage.allOf('loss')).filter(({ detail }) => detail === 'font').map(({ count }) => count))
    .toEqual([1])
})

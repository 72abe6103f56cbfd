import { afterEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { frames, openStage, type Stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'

let stage: Stage
afterEach(() => stage.stop())

/** Some seconds of silence. */
function silence(seconds: number): string {
  const samples = 8000 * seconds
  const head = new DataView(new ArrayBuffer(44))
  const write = (at: number, text: string): void => new TextEncoder().encode(text).forEach((code, i) => head.setUint8(at + i, code))
  write(0, 'RIFF')
  head.setUint32(4, 36 + samples, true)
  write(8, 'WAVEfmt ')
  for (const [at, value] of [[16, 16], [24, 8000], [28, 8000], [40, samples]] as const) head.setUint32(at, value, true) // prettier-ignore
  for (const [at, value] of [[20, 1], [22, 1], [32, 1], [34, 8]] as const) head.setUint16(at, value, true) // prettier-ignore
  write(36, 'data')
  return URL.createObjectURL(new Blob([head, new Uint8Array(samples).fill(128)], { type: 'audio/wav' }))
}
const happen = (target: EventTarget, type: string): Promise<unknown> =>
  new Promise((resolve) => target.addEventListener(type, resolve, { once: true }))

test('what a sound does: where it is, how fast, how loud', async () => {
  stage = openStage(`<button>Play</button><audio muted src="${silence(20)}"></audio><audio></audio>`)
  const audio = stage.find<HTMLAudioElement>('audio')
  audio.muted = true
  // Nothing sounds before the visitor did something.
  await userEvent.click(stage.find('button'))
  await audio.play()
  await until(async () => expect((await stage.allOf('media')).at(-1)).toMatchObject({ playing: true, rate: 1, muted: true, stream: false }))
  audio.pause()
  audio.currentTime = 12.5
  audio.playbackRate = 1.5
  audio.volume = 0.25
  await happen(audio, 'seeked')
  await until(async () =>
    expect((await stage.allOf('media')).at(-1)).toMatchObject({ playing: false, atMs: 12_500, rate: 1.5, volume: 0.25 }),
  )
  audio.currentTime = 19.9
  void audio.play()
  await happen(audio, 'ended')
  await until(async () => expect((await stage.allOf('media')).at(-1)).toMatchObject({ playing: false, atMs: 20_000 }))
  const ids = (await stage.allOf('media')).map(({ id }) => id)
  expect(new Set(ids).size).toBe(1)
})

test('what already goes on when it arrives, and a stream that the page feeds', async () => {
  const canvas = document.createElement('canvas')
  canvas.getContext('2d')!.fillRect(0, 0, 10, 10)
  stage = openStage('<video muted></video>', {}, (root) => {
    const video = root.querySelector('video')!
    video.muted = true
    video.srcObject = canvas.captureStream(10)
  })
  await until(async () => expect((await stage.allOf('media')).at(-1)).toMatchObject({ playing: false, stream: true }))
  void stage.find<HTMLVideoElement>('video').play()
  const paint = setInterval(() => canvas.getContext('2d')!.fillRect(0, 0, 10, 10), 50)
  try {
    await until(async () => expect((await stage.allOf('media')).at(-1)).toMatchObject({ playing: true, stream: true }))
  } finally {
    clearInterval(paint)
  }
})

test('a sound in a shadow tree is heard of, too; one in a blocked element is not', async () => {
  stage = openStage(`<div id="host"></div><div class="rr-block"><audio src="${silence(1)}"></audio></div>`)
  await frames()
  stage.find('#host').attachShadow({ mode: 'open' }).innerHTML = `<audio src="${silence(5)}"></audio>`
  await frames()
  stage.find<HTMLAudioElement>('.rr-block audio').volume = 0.5
  stage.find('#host').shadowRoot!.querySelector('audio')!.volume = 0.25
  await until(async () => expect(await stage.allOf('media')).toMatchObject([{ volume: 0.25, playing: false }]))
})

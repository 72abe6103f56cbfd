/** Chromium's way to take one element out of the picture of a tab; not part of TypeScript's own types. */
interface CropTargets {
  fromElement(element: Element): Promise<object>
}
const cropTargets = (): CropTargets | undefined => (globalThis as { CropTarget?: CropTargets }).CropTarget

/**
 * Whether this browser can take a picture of what it shows, once the person lets it. The replay frame is opaque: no page
 * may read its pixels, and only the browser itself can draw it.
 */
export const canTakeStill = (): boolean => cropTargets() !== undefined && typeof navigator.mediaDevices?.getDisplayMedia === 'function'

/** A PNG of an element as it stands on the screen. Rejects when the person declines, or picks anything but this tab. */
export async function takeStill(element: HTMLElement): Promise<Blob> {
  const asked: DisplayMediaStreamOptions & { preferCurrentTab: boolean } = { video: true, audio: false, preferCurrentTab: true }
  const stream = await navigator.mediaDevices.getDisplayMedia(asked)
  try {
    const track = stream.getVideoTracks()[0] as MediaStreamTrack & { cropTo?(target: object): Promise<void> }
    if (!track.cropTo) throw new Error('Choose this tab, so that only the replay is in the picture.')
    await track.cropTo(await cropTargets()!.fromElement(element))
    return await Promise.race([drawFrame(stream), failLater()])
  } finally {
    for (const track of stream.getTracks()) track.stop()
  }
}

async function drawFrame(stream: MediaStream): Promise<Blob> {
  const video = document.createElement('video')
  video.srcObject = stream
  video.muted = true
  await video.play()
  // The first picture may still be of the whole tab, or have what asked for the permission in it.
  for (let count = 0; count < 3; count++) await nextFrame(video)
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight)
  canvas.getContext('2d')!.drawImage(video, 0, 0)
  return canvas.convertToBlob({ type: 'image/png' })
}

/** A tab that is hidden or shared without a picture may never give one. */
const failLater = (): Promise<never> =>
  new Promise((_, reject) => setTimeout(() => reject(new Error('The browser gave no picture within 10 s.')), 10_000))

/** A page that stands still gives no new pictures: then the last one is it. */
const nextFrame = (video: HTMLVideoElement): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, 300)
    video.requestVideoFrameCallback(() => {
      clearTimeout(timer)
      resolve()
    })
  })

/** Hands bytes to the person as a file. */
export function saveFile(bytes: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(bytes)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

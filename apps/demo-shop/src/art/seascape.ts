import { encodePng } from './png.ts'

type Rgb = readonly [number, number, number]

const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb

/** Smooth noise in one dimension, -1 to 1, the same for the same seed. */
function noise(x: number, seed: number): number {
  const at = (i: number): number => {
    const v = Math.sin(i * 127.1 + seed * 311.7) * 43758.5453
    return (v - Math.floor(v)) * 2 - 1
  }
  const i = Math.floor(x)
  const f = x - i
  const s = f * f * (3 - 2 * f)
  return at(i) * (1 - s) + at(i + 1) * s
}

const ridge = (x: number, seed: number): number => noise(x, seed) * 0.6 + noise(x * 2.3, seed + 5) * 0.28 + noise(x * 5.1, seed + 9) * 0.12

const sky = ['#9fc3c9', '#b4d0d2', '#c9dcda', '#dfe6dc', '#f1ead3', '#f8dfae'].map(rgb)
const sea = ['#5f9aa3', '#4c8894', '#3a7583', '#2b6172', '#214f61', '#193f50', '#123141'].map(rgb)
const lands = [
  { base: 0.505, height: 0.07, from: 0.42, scale: 5, seed: 3, colour: rgb('#86acb0') },
  { base: 0.515, height: 0.12, from: 0.58, scale: 4, seed: 8, colour: rgb('#55838c') },
  { base: 0.53, height: 0.2, from: 0.74, scale: 3, seed: 14, colour: rgb('#21414f') },
]

/** Colour at a point; `u` and `v` run from 0 to 1. Flat bands on purpose: it should look printed. */
function colourAt(u: number, v: number, aspect: number): Rgb {
  const horizon = 0.51
  for (const land of lands.toReversed()) {
    if (u <= land.from) continue
    const rise = Math.max(0, Math.min(1, (u - land.from) * 4))
    const top = land.base - land.height * rise * (0.75 + 0.35 * ridge(u * land.scale, land.seed))
    if (v > top && v < land.base + rise * 0.02) return land.colour
  }
  const sunX = 0.56,
    sunY = 0.335
  if (v < horizon) {
    const distance = Math.hypot((u - sunX) * aspect, v - sunY)
    if (distance < 0.085) return rgb('#f0b41c')
    const cloud = ridge(u * 3 + v * 2, 21) * 0.05
    const streak =
      Math.abs(v - 0.2 - cloud) < 0.012 + 0.012 * noise(u * 7, 4) || Math.abs(v - 0.41 - cloud * 0.4) < 0.006 + 0.007 * noise(u * 9, 2)
    if (streak) return rgb('#f7f4ea')
    return sky[Math.min(sky.length - 1, Math.floor((v / horizon) * sky.length))]!
  }
  const depth = (v - horizon) / (1 - horizon)
  const swell = depth + 0.035 * depth * ridge(u * (9 - depth * 5) + depth * 4, 31) + 0.02 * Math.sin(u * 26 + depth * 9) * depth
  const band = Math.max(0, Math.min(sea.length - 1, Math.floor(swell ** 0.72 * sea.length)))
  const glint = Math.abs(u - sunX) < 0.02 + depth * 0.09 && noise(u * (70 - depth * 40), Math.floor(depth * 46)) > 0.18 + depth * 0.55
  if (glint) return rgb('#f6d98b')
  return sea[band]!
}

/** The picture behind the shop's headline, as PNG. It takes seconds, so its result is kept as `asset/seascape.png`. */
export function drawSeascape(width = 1600, height = 900): Buffer {
  const pixels = new Uint8Array(width * height * 3)
  const aspect = width / height
  const offsets = [0.2, 0.7]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let red = 0,
        green = 0,
        blue = 0
      for (const dy of offsets) {
        for (const dx of offsets) {
          const [r, g, b] = colourAt((x + dx) / width, (y + dy) / height, aspect)
          red += r
          green += g
          blue += b
        }
      }
      pixels.set([red >> 2, green >> 2, blue >> 2], (y * width + x) * 3)
    }
  }
  return encodePng(width, height, pixels)
}

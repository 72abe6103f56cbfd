import { crc32, deflateSync } from 'node:zlib'

function block(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

/** A PNG file of `width` × `height` pixels, three bytes each. */
export function encodePng(width: number, height: number, rgb: Uint8Array): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const stride = width * 3
  const rows = Buffer.alloc((stride + 1) * height)
  for (let y = 0; y < height; y++) {
    // filter 2 (Up): flat bands of colour become runs of zeros
    rows[y * (stride + 1)] = 2
    for (let x = 0; x < stride; x++) rows[y * (stride + 1) + 1 + x] = rgb[y * stride + x]! - (y > 0 ? rgb[(y - 1) * stride + x]! : 0)
  }
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([signature, block('IHDR', header), block('IDAT', deflateSync(rows, { level: 9 })), block('IEND', new Uint8Array())])
}

import { expect, test } from 'vitest'
import { formatBytes, formatMs } from './measure.ts'

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [999.6, '1.0 s'],
  [1340, '1.3 s'],
  [9960, '10 s'],
])('%d ms', (ms, says) => expect(formatMs(ms)).toBe(says))

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 KB'],
  [12_345, '12 KB'],
  [999_700, '1.0 MB'],
  [5e12, '5000 GB'],
])('%d bytes', (bytes, says) => expect(formatBytes(bytes)).toBe(says))

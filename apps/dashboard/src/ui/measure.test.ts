import { expect, test } from 'vitest'
import { formatBytes, formatMs, formatShare } from './measure.ts'

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
  [1000, '1.0 kB'],
  [12_345, '12 kB'],
  [999_700, '1.0 MB'],
  [5e12, '5000 GB'],
])('%d bytes', (bytes, says) => expect(formatBytes(bytes)).toBe(says))

test.each([
  [0, '0 %'],
  [0.000_007, 'less than 0.1 %'],
  [0.001, '0.1 %'],
  [0.0344, '3.4 %'],
  [0.62, '62 %'],
])('a share of %d', (share, says) => expect(formatShare(share)).toBe(says))

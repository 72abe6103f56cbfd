import { expect, test } from 'vitest'
import { createDiskSpace } from './disk-space.ts'

const mebi = 1 << 20
const diskOf = (totalBytes: number) => {
  const disk = { freeBytes: totalBytes, asked: 0 }
  const space = createDiskSpace('/', () => {
    disk.asked++
    return Promise.resolve({ freeBytes: disk.freeBytes, totalBytes })
  })
  return { disk, space }
}
const full = { code: 'disk-full' }

test('a reserve of 64 MiB, or of an eighth of a small disk, is kept free', async () => {
  for (const [totalBytes, reserve] of [
    [1000 * mebi, 64 * mebi],
    [16 * mebi, 2 * mebi],
  ] as const) {
    const { disk, space } = diskOf(totalBytes)
    disk.freeBytes = reserve + 1000
    await space.take(900)
    disk.freeBytes -= 900
    await expect(space.take(101)).rejects.toMatchObject(full)
  }
})

test('many small takes ask once; what is trusted is used up, and after a refusal it is asked again', async () => {
  const { disk, space } = diskOf(1000 * mebi)
  for (let i = 0; i < 100; i++) await space.take(10_000)
  expect(disk.asked).toBe(1)
  for (let i = 0; i < 20; i++) await space.take(mebi)
  expect(disk.asked).toBeGreaterThan(2)
  disk.freeBytes = 0
  await expect(space.take(500 * mebi)).rejects.toMatchObject(full)
  await expect(space.take(1)).rejects.toMatchObject(full)
  disk.freeBytes = 900 * mebi
  await space.take(1)
})

test('a system that does not say how much is free stops nothing', async () => {
  await createDiskSpace('/', () => Promise.reject(new Error('ENOSYS'))).take(1 << 30)
})

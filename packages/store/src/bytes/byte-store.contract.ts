import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ByteStore, StoredObject } from './byte-store.ts'

/** What every byte store does. */
export function describeByteStore(name: string, open: () => Promise<{ bytes: ByteStore; dispose(): Promise<void> }>): void {
  describe(name, () => {
    let bytes: ByteStore
    let dispose: () => Promise<void>
    beforeAll(async () => {
      ;({ bytes, dispose } = await open())
    })
    afterAll(() => dispose?.())
    const listed = async (prefix: string): Promise<string[]> => {
      const keys: string[] = []
      for await (const key of bytes.list(prefix)) keys.push(key)
      return keys.sort()
    }

    test('an object is got back, whole and in stretches, until it is deleted', async () => {
      const parts = [Buffer.from('first line\n'), randomBytes(300_000), Buffer.alloc(0), randomBytes(7)]
      const whole = Buffer.concat(parts)
      await bytes.put('assets/shop/a', parts)
      expect((await bytes.get('assets/shop/a'))!.equals(whole)).toBe(true)
      expect(await bytes.size('assets/shop/a')).toBe(whole.length)
      for (const [at, sizeBytes] of [
        [0, 11],
        [11, 200_000],
        [whole.length - 7, 7],
        [whole.length - 7, 100],
        [5, 0],
        [whole.length, 1],
        [whole.length + 10, 10],
      ] as const)
        expect((await bytes.read('assets/shop/a', at, sizeBytes))!.equals(whole.subarray(at, at + sizeBytes))).toBe(true)
      await bytes.delete('assets/shop/a')
      await bytes.delete('assets/shop/a')
      expect(await bytes.get('assets/shop/a')).toBeNull()
    })

    test('what is not there is null', async () => {
      expect(await bytes.get('assets/nowhere/a')).toBeNull()
      expect(await bytes.read('assets/nowhere/a', 0, 10)).toBeNull()
      expect(await bytes.read('assets/nowhere/a', 0, 0)).toBeNull()
      expect(await bytes.size('assets/nowhere/a')).toBeNull()
      expect(await listed('assets/nowhere/')).toEqual([])
    })

    test('an empty object is one', async () => {
      await bytes.put('empty/a', [])
      expect([await bytes.size('empty/a'), (await bytes.get('empty/a'))?.length]).toEqual([0, 0])
      expect((await bytes.read('empty/a', 0, 10))?.length).toBe(0)
    })

    test('the same key again takes the place of the one before, whole', async () => {
      const sizes = [10, 200_000, 1]
      for (const size of sizes) await bytes.put('again/a', [Buffer.alloc(size, 1)])
      expect(await bytes.size('again/a')).toBe(1)
      // Who reads meanwhile gets one or the other.
      let isWriting = true
      const writing = Promise.all([1, 2, 3, 4].map((n) => bytes.put('again/a', [Buffer.alloc(100_000, n)]))).finally(
        () => (isWriting = false),
      )
      while (isWriting) {
        const read = (await bytes.get('again/a'))!
        expect([1, 100_000]).toContain(read.length)
        expect(read.equals(Buffer.alloc(read.length, read[0]))).toBe(true)
      }
      await writing
    })

    test('keys are listed by what they begin with, more than one page of them', async () => {
      const keys = Array.from({ length: 120 }, (_, n) => `list/shop/${String(n).padStart(4, '0')}.phr`)
      for (let at = 0; at < keys.length; at += 50)
        await Promise.all(keys.slice(at, at + 50).map((key) => bytes.put(key, [Buffer.from('x')])))
      await bytes.put('list/shop-2/a', [Buffer.from('x')])
      expect(await listed('list/shop/')).toEqual(keys)
      expect(await listed('list/shop/000')).toEqual(keys.slice(0, 10))
      expect(await listed('list/')).toHaveLength(keys.length + 1)
      const found: StoredObject[] = []
      for await (const object of bytes.objects('list/shop/')) found.push(object)
      expect(found.map(({ key }) => key).sort()).toEqual(keys)
      for (const { sizeBytes, storedMs } of found) {
        expect(sizeBytes).toBe(1)
        expect(Math.abs(Date.now() - storedMs)).toBeLessThan(60_000)
      }
      await bytes.tidy('list/')
      expect(await listed('list/shop')).toHaveLength(keys.length + 1)
    })

    test('no name leads elsewhere', async () => {
      for (const key of ['', '/a', '../a', 'a/../b', 'a//b', 'a/', 'a/.', 'a\\b', 'a b', 'ä', '.a', 'a\0', 'x'.repeat(701)])
        await expect((async () => bytes.put(key, [Buffer.from('x')]))(), key).rejects.toMatchObject({ code: 'bad-question' })
    })
  })
}

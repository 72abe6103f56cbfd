import { request as ask } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSwift, type TestS3, whyNoS3 } from '../../../tests/e2e/harness/swift.ts'
import { findPort } from '../../../tests/e2e/harness/debian.ts'
import { createProxies, failThreeOfTen } from '../../../tests/e2e/harness/proxy.ts'
import { describeByteStore } from '../src/bytes/byte-store.contract.ts'
import { checkS3 } from '../src/bytes/open.ts'
import { openS3 } from '../src/bytes/s3.ts'

const missing = whyNoS3()
if (missing) process.stderr.write(`\nNOT TESTED: objects in S3: ${missing}.\n\n`)

describe.skipIf(missing)(`S3${missing ? ` is not tested: ${missing}` : ''}`, () => {
  let s3: TestS3
  const proxies = createProxies(() => s3.port)
  const { serve, serveBefore } = proxies
  beforeAll(async () => {
    s3 = await startSwift()
  })
  afterAll(async () => {
    proxies.close()
    await s3?.dispose()
  })
  describeByteStore('bucket', async () => ({ bytes: openS3(await s3.createBucket(), { pageKeys: 50 }), dispose: async () => undefined }))

  describeByteStore('a folder of a bucket, three of ten requests failing', async () => {
    const bucket = new URL(await s3.createBucket()).pathname.slice(1)
    const port = await serveBefore(failThreeOfTen())
    const url = s3.urlOf(`${bucket}/playhead`, { port })
    return { bytes: openS3(url, { pauseMs: 5, pageKeys: 50 }), dispose: async () => undefined }
  })

  test('what is damaged on the way is refused by the server, and sent again', async () => {
    const bucket = new URL(await s3.createBucket()).pathname.slice(1)
    let isFirst = true
    const port = await serve((request, response) => {
      const { method, headers, url } = request
      const onward = ask({ host: '127.0.0.1', port: s3.port, path: url, method, headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers)
        answer.pipe(response)
      })
      request.on('data', (part: Buffer) => {
        if (isFirst) part[0]! ^= 1
        isFirst = false
        onward.write(part)
      })
      request.on('end', () => onward.end())
    })
    const bytes = openS3(s3.urlOf(bucket, { port }), { attempts: 1 })
    await expect(bytes.put('a', [Buffer.from('hello')])).rejects.toMatchObject({ code: 's3-unreachable' })
    expect(await bytes.get('a')).toBeNull()
    await bytes.put('a', [Buffer.from('hello')])
    expect((await bytes.get('a'))?.toString()).toBe('hello')
  })

  describe('what cannot be used is refused at the start by a sentence that says what to check, without the secret', () => {
    const refusal = async (url: string): Promise<string> => {
      const error = await checkS3(url).then(
        () => null,
        (cause: unknown) => cause as Error & { code: string },
      )
      expect(error?.code).toBe('s3-unreachable')
      expect(error!.message).not.toContain(decodeURIComponent(new URL(url).password))
      return error!.message
    }
    test('a bucket that is fine is not refused, and keeps nothing', async () => {
      const url = await s3.createBucket()
      await checkS3(url)
      for await (const key of openS3(url).list('')) expect(key).toBe('nothing')
    })
    test('nobody listens there', async () => {
      const port = await findPort()
      expect(await refusal(s3.urlOf('bucket', { port }))).toMatch(`127.0.0.1:${port}/bucket does not answer`)
    })
    test('a wrong secret', async () => {
      expect(await refusal(s3.urlOf('bucket1', { secret: 'hunter2' }))).toMatch(/Check KEY and SECRET/)
    })
    test('no such bucket', async () => {
      expect(await refusal(s3.urlOf('nowhere'))).toMatch(/Create the bucket/)
    })
    test('something that is no S3', async () => {
      expect(await refusal(s3.urlOf('bucket', { port: await serve((_request, response) => response.end('hello')) }))).toMatch(/give back/)
    })
  })

  test('while it is down nothing is taken for missing, and afterwards all goes on', async () => {
    const bytes = openS3(await s3.createBucket(), { attempts: 2, pauseMs: 5 })
    await bytes.put('a', [Buffer.from('hello')])
    await s3.kill()
    for (const work of [
      () => bytes.get('a'),
      () => bytes.read('a', 0, 1),
      () => bytes.size('a'),
      () => bytes.put('b', []),
      () => bytes.delete('a'),
    ])
      await expect(work()).rejects.toMatchObject({ code: 's3-unreachable' })
    await s3.start()
    expect((await bytes.get('a'))?.toString()).toBe('hello')
  })
})

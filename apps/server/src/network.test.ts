import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { networkOf } from './network.ts'

const from = (remoteAddress: string, forwarded?: string): string =>
  networkOf({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  } as unknown as IncomingMessage)

test.each([
  ['203.0.113.9', undefined, '203.0.113'],
  ['::ffff:203.0.113.9', undefined, '203.0.113'],
  ['2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1'],
  ['127.0.0.1', undefined, ''],
  ['::1', undefined, ''],
  ['::ffff:127.0.0.1', '198.51.100.7', '198.51.100'],
  ['127.0.0.1', '6.6.6.6, 198.51.100.7', '198.51.100'],
  // Only a proxy on this machine is believed.
  ['203.0.113.9', '198.51.100.7', '203.0.113'],
])('%s forwarding %s is %j', (address, forwarded, network) => {
  expect(from(address, forwarded)).toBe(network)
})

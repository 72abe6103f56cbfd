import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { createNetworks } from './network.ts'

const requestFrom = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage

test.each([
  ['203.0.113.9', undefined, '203.0.113'],
  ['::ffff:203.0.113.9', undefined, '203.0.113'],
  ['2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1'],
  // However it is written: the first three groups, of which some may be left out.
  ['2001:db8::1', undefined, '2001:db8:0'],
  ['2001:db8:0:1::1', undefined, '2001:db8:0'],
  ['2001:db8:0:ffff::1', undefined, '2001:db8:0'],
  ['2001:0DB8:0001::1', undefined, '2001:db8:1'],
  ['2a00::5:1:2:3', undefined, '2a00:0:0'],
  ['2a00::6:1:2:3', undefined, '2a00:0:0'],
  ['2a00:0:0:1::', undefined, '2a00:0:0'],
  ['::5:6', undefined, '0:0:0'],
  ['fe80::1%eth0', undefined, 'fe80:0:0'],
  ['64:ff9b::203.0.113.9', undefined, '64:ff9b:0'],
  ['::ffff:cb00:7109', undefined, '203.0.113'],
  ['0:0:0:0:0:ffff:203.0.113.9', undefined, '203.0.113'],
  ['127.0.0.1', undefined, ''],
  ['::1', undefined, ''],
  ['::ffff:127.0.0.1', '198.51.100.7', '198.51.100'],
  ['127.0.0.1', '6.6.6.6, 198.51.100.7', '198.51.100'],
  // Unless others are named, only a proxy on this machine is believed.
  ['203.0.113.9', '198.51.100.7', '203.0.113'],
  ['172.18.0.1', '198.51.100.7', '172.18.0'],
])('%s forwarding %s is %j', (address, forwarded, network) => {
  expect(createNetworks().of(requestFrom(address, forwarded))).toBe(network)
})

test.each([
  ['172.18.0.1', '198.51.100.7', '198.51.100'],
  ['::ffff:172.18.0.1', '198.51.100.7', '198.51.100'],
  ['fd00::2', '2001:db8:1:2::7', '2001:db8:1'],
  ['192.0.2.1', '198.51.100.7', '198.51.100'],
  ['192.0.2.2', '198.51.100.7', '192.0.2'],
  ['203.0.113.9', '198.51.100.7', '203.0.113'],
  // The right-most that is not a trusted proxy itself: what stands left of it was said by a visitor.
  ['172.18.0.1', '6.6.6.6, 198.51.100.7', '198.51.100'],
  ['172.18.0.1', '6.6.6.6, 198.51.100.7, 172.18.0.9', '198.51.100'],
  ['127.0.0.1', '6.6.6.6,198.51.100.7 , fd00::5,172.18.0.9', '198.51.100'],
  ['172.18.0.1', '198.51.100.7:61234', '198.51.100'],
  ['172.18.0.1', '[2001:db8:1:2::7]:61234', '2001:db8:1'],
  // Where all are trusted, the one furthest away asks.
  ['172.18.0.1', '172.19.0.4, 172.18.0.9', '172.19.0'],
  ['172.18.0.1', undefined, '172.18.0'],
  // Nobody elsewhere is this machine, which has no limits, and what is no address is not believed.
  ['172.18.0.1', '127.0.0.1', '172.18.0'],
  ['172.18.0.1', '::1, 172.19.0.4', '172.19.0'],
  ['172.18.0.1', '6.6.6.6, unknown', '172.18.0'],
  ['172.18.0.1', '', '172.18.0'],
])('behind listed proxies %s forwarding %s is %j', (address, forwarded, network) => {
  expect(createNetworks(['172.16.0.0/12', 'fd00::/8', '192.0.2.1']).of(requestFrom(address, forwarded))).toBe(network)
})

test('it is told why a proxy is believed', () => {
  const { trustIn } = createNetworks(['172.16.0.0/12'])
  const addresses = ['127.0.0.1', '::1', '172.18.0.1', '::ffff:172.18.0.1', '203.0.113.9']
  expect(addresses.map((address) => trustIn(requestFrom(address)))).toEqual(['here', 'here', 'listed', 'listed', null])
})

test.each([
  ['198.51.100.7', undefined, true],
  ['198.51.101.7', undefined, false],
  ['127.0.0.1', '198.51.100.7', true],
  ['127.0.0.1', undefined, false],
  // Who says so himself is not believed.
  ['203.0.113.9', '198.51.100.7', false],
])('%s forwarding %s is one of our own people: %j', (address, forwarded, isInternal) => {
  expect(createNetworks([], ['198.51.100.0/24']).isInternal(requestFrom(address, forwarded))).toBe(isInternal)
  expect(createNetworks().isInternal(requestFrom(address, forwarded))).toBe(false)
})

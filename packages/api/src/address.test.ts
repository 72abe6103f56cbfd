import { expect, test } from 'vitest'
import { originFromAddress } from './address.ts'

test.each([
  ['https://www.example.com', 'https://www.example.com'],
  [' www.example.com/shop?x#y ', 'https://www.example.com'],
  ['HTTP://www.example.com:80/', 'http://www.example.com'],
  ['localhost:33601', 'http://localhost:33601'],
  ['localhost', 'http://localhost'],
  ['LOCALHOST:8080/shop', 'http://localhost:8080'],
  ['127.0.0.1:5173', 'http://127.0.0.1:5173'],
  ['[::1]:5173', 'http://[::1]:5173'],
  ['shop.localhost:3000', 'http://shop.localhost:3000'],
  ['https://localhost:33601', 'https://localhost:33601'],
  ['localhost.example.com', 'https://localhost.example.com'],
  ['notlocalhost.com', 'https://notlocalhost.com'],
  ['127.0.0.1.example.com', 'https://127.0.0.1.example.com'],
  ['shop', null],
  ['ftp://example.com', null],
  ['*.example.com', null],
  ['https://%2A.example.com', null],
  ['not an address', null],
  ['', null],
])('%j is taken as %j', (address, origin) => {
  expect(originFromAddress(address)).toBe(origin)
})

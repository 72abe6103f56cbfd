import { expect, test } from 'vitest'
import { judgePolicies } from './csp.ts'

const playhead = new URL('https://replay.example.com')
const p = playhead.origin
const page = new URL('https://shop.example.com/')
const [yes, nonce, no] = ['allowed', 'nonce', 'blocked'] as const

/** Policies of a page of https://shop.example.com, what they say of script, connection and worker, and what they should say. */
test.each([
  [[], [yes, yes, yes], []],
  [['upgrade-insecure-requests; frame-ancestors *'], [yes, yes, yes], []],
  [["default-src 'self'"], [no, no, no], [`script-src 'self' ${p}`, `connect-src 'self' ${p}`, "worker-src 'self' blob:"]],
  [["default-src 'none'"], [no, no, no], [`script-src ${p}`, `connect-src ${p}`, 'worker-src blob:']],
  // A star is for the network.
  [['default-src *'], [yes, yes, no], ['worker-src * blob:']],
  [['default-src https: blob:'], [yes, yes, yes], []],
  [['default-src http:; worker-src blob:'], [yes, yes, yes], []],
  [[`script-src ${p}; connect-src ${p}`], [yes, yes, no], [`worker-src ${p} blob:`]],
  [[`script-src ${p} blob:; connect-src ${p}`], [yes, yes, yes], []],
  [[`SCRIPT-SRC ${p.toUpperCase()} BLOB:`], [yes, yes, yes], []],
  [[`script-src ${p} 'unsafe-inline'; child-src 'none'`], [yes, yes, no], ['worker-src blob:']],
  [['script-src replay.example.com; worker-src blob:'], [yes, yes, yes], []],
  [['script-src *.example.com; worker-src blob:'], [yes, yes, yes], []],
  [['script-src *.replay.example.com; worker-src blob:'], [no, yes, yes], [`script-src *.replay.example.com ${p}`]],
  [[`script-src ${p}:443; connect-src ${p}:*; worker-src blob:`], [yes, yes, yes], []],
  [[`script-src ${p}:4700; worker-src blob:`], [no, yes, yes], [`script-src ${p}:4700 ${p}`]],
  [['script-src http://replay.example.com; worker-src blob:'], [yes, yes, yes], []],
  // The loader alone, without what it fetches.
  [[`script-src ${p}/playhead.js; worker-src blob:`], [no, yes, yes], [`script-src ${p}/playhead.js ${p}`]],
  [[`script-src ${p}/; connect-src ${p}/i ${p}/i/; worker-src blob:`], [yes, yes, yes], []],
  [[`script-src 'self'; script-src-elem ${p}; worker-src blob:`], [yes, yes, yes], []],
  [[`script-src ${p}; script-src-elem 'self'; worker-src blob:`], [no, yes, yes], [`script-src-elem 'self' ${p}`]],
  [["script-src 'nonce-aB3'; worker-src blob:"], [nonce, yes, yes], []],
  [[`script-src 'nonce-aB3' ${p}; worker-src blob:`], [yes, yes, yes], []],
  [["default-src 'self' 'nonce-aB3'"], [nonce, no, no], [`connect-src 'self' ${p}`, "worker-src 'self' blob:"]],
  // No host counts beside it, and whoever was let in may make a worker.
  [[`script-src 'nonce-aB3' 'Strict-Dynamic' ${p}`], [nonce, yes, yes], []],
  [[`script-src 'strict-dynamic' 'nonce-aB3'; worker-src 'self'`], [nonce, yes, no], ["worker-src 'self' blob:"]],
  [["script-src 'sha256-abc='; worker-src blob:"], [no, yes, yes], [`script-src 'sha256-abc=' ${p}`]],
  // The first of two of the same name, and every policy of several.
  [[`connect-src 'self'; connect-src ${p}`], [yes, no, yes], [`connect-src 'self' ${p}`]],
  [[`connect-src ${p}, connect-src 'self'`], [yes, no, yes], [`connect-src 'self' ${p}`]],
  [[`script-src ${p} blob:`, "script-src 'nonce-x' blob:"], [nonce, yes, yes], []],
] as const)('%j', (policies, [script, connect, worker], mended) => {
  const verdict = judgePolicies(policies, page, playhead)
  expect([verdict.script, verdict.connect, verdict.worker]).toEqual([script, connect, worker])
  expect(Object.values(verdict.mended).flat()).toEqual(mended)
})

test('from the page’s own origin the worker is a file like the script', () => {
  expect(judgePolicies(["default-src 'self'"], page, page)).toMatchObject({ script: yes, connect: yes, worker: yes })
  expect(judgePolicies(["default-src 'none'"], page, page).mended).toEqual({
    script: ["script-src 'self'"],
    connect: ["connect-src 'self'"],
    worker: ["worker-src 'self'"],
  })
})

test('ports count, and a page without TLS may name hosts that have it', () => {
  const [local, server] = [new URL('http://localhost:3000/'), new URL('http://localhost:4700')]
  expect(judgePolicies(["script-src 'self'"], local, server)).toMatchObject({ script: no })
  expect(judgePolicies(['script-src localhost:4700'], local, server)).toMatchObject({ script: yes })
  expect(judgePolicies(['script-src localhost'], local, server)).toMatchObject({ script: no })
  expect(judgePolicies(['script-src replay.example.com'], local, playhead)).toMatchObject({ script: yes })
})

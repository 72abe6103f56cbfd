import { expect, test } from 'vitest'
import { readEnvironment } from './environment.ts'

test('an empty environment has every default', () => {
  expect(readEnvironment({ HOME: '/root' })).toEqual({
    port: 4700,
    host: undefined,
    dataDir: './data',
    publicUrl: undefined,
    roles: ['ingest', 'api', 'worker'],
    trustedProxies: [],
    internalNetworks: [],
    secret: undefined,
    logLevel: undefined,
    postgresUrl: undefined,
    s3Url: undefined,
    clickhouse: undefined,
  })
})

test('every setting is read', () => {
  const read = readEnvironment({
    PORT: '0',
    PLAYHEAD_HOST: '127.0.0.1',
    PLAYHEAD_DATA: '/srv/playhead',
    PLAYHEAD_PUBLIC_URL: 'https://p.example.com/',
    PLAYHEAD_ROLES: 'ingest, api',
    PLAYHEAD_SECRET: '0123456789abcdef',
    PLAYHEAD_LOG: 'debug',
    PLAYHEAD_POSTGRES_URL: 'postgres://playhead:secret@db:5432/playhead',
  })
  expect(read).toMatchObject({
    port: 0,
    host: '127.0.0.1',
    publicUrl: 'https://p.example.com',
    roles: ['ingest', 'api'],
    logLevel: 'debug',
  })
  expect(read.postgresUrl).toBe('postgres://playhead:secret@db:5432/playhead')
  const socket = 'postgresql:///playhead?host=/run/postgresql'
  expect(readEnvironment({ PLAYHEAD_POSTGRES_URL: socket }).postgresUrl).toBe(socket)
})

test.each([
  [{ PORT: 'http' }, 'PORT'],
  [{ PORT: '70000' }, 'PORT'],
  [{ PLAYHEAD_HOST: 'localhost' }, 'PLAYHEAD_HOST is "localhost"'],
  [{ PLAYHEAD_HOST: '10.0.0.0/8' }, 'address of this machine'],
  [{ PLAYHEAD_HOST: '127.0.0.1:4700' }, 'address of this machine'],
  [{ PLAYHEAD_PUBLIC_URL: 'p.example.com' }, 'PLAYHEAD_PUBLIC_URL'],
  [{ PLAYHEAD_PUBLIC_URL: 'https://p.example.com/path' }, 'PLAYHEAD_PUBLIC_URL'],
  [{ PLAYHEAD_ROLES: 'ingest,aps' }, '"aps"'],
  [{ PLAYHEAD_TRUSTED_PROXIES: 'loopback' }, '"loopback"'],
  [{ PLAYHEAD_TRUSTED_PROXIES: '10.0.0.0/33' }, 'addresses and CIDRs'],
  [{ PLAYHEAD_TRUSTED_PROXIES: '10.0.0/8' }, 'addresses and CIDRs'],
  [{ PLAYHEAD_TRUSTED_PROXIES: '10.0.0.0/8 192.0.2.1' }, 'addresses and CIDRs'],
  [{ PLAYHEAD_TRUSTED_PROXIES: '10.0.0.0/8,' }, 'addresses and CIDRs'],
  [{ PLAYHEAD_TRUSTED_PROXIES: 'fd00::/129' }, 'addresses and CIDRs'],
  [{ PLAYHEAD_TRUSTED_PROXIES: 'fe80::1%eth0' }, 'addresses and CIDRs'],
  [{ PLAYHEAD_TRUSTED_PROXIES: '*' }, 'addresses and CIDRs'],
  [{ PLAYHEAD_INTERNAL_NETWORKS: 'office' }, '"office"'],
  [{ PLAYHEAD_SECRET: 'short' }, 'PLAYHEAD_SECRET'],
  [{ PLAYHEAD_LOG: 'loud' }, 'PLAYHEAD_LOG'],
  [{ PLAYHEAD_DTA: './x' }, 'PLAYHEAD_DTA'],
  [{ PLAYHEAD_CLICKHOUSE_URL: 'clickhouse://index:9000/playhead' }, 'PLAYHEAD_CLICKHOUSE_URL'],
  [{ PLAYHEAD_CLICKHOUSE_URL: 'http://index:8123/a/b' }, 'PLAYHEAD_CLICKHOUSE_URL'],
  [{ PLAYHEAD_CLICKHOUSE_URL: 'http://index:8123/a-b' }, 'PLAYHEAD_CLICKHOUSE_URL'],
  [{ PLAYHEAD_CLICKHOUSE_URL: 'http://index:8123/?database=a' }, 'PLAYHEAD_CLICKHOUSE_URL'],
  [{ PLAYHEAD_CLICKHOUSE_URL: 'http://user:50%@index:8123' }, 'PLAYHEAD_CLICKHOUSE_URL'],
  [{ PLAYHEAD_CLICKHOUSE_CLUSTER: 'main' }, 'PLAYHEAD_CLICKHOUSE_URL'],
  [{ PLAYHEAD_CLICKHOUSE_URL: 'http://index:8123', PLAYHEAD_CLICKHOUSE_CLUSTER: "a'b" }, 'PLAYHEAD_CLICKHOUSE_CLUSTER'],
  [{ PLAYHEAD_S3_URL: 's3://bucket' }, 'PLAYHEAD_S3_URL'],
  [{ PLAYHEAD_S3_URL: 'https://host/bucket' }, 'PLAYHEAD_S3_URL'],
  [{ PLAYHEAD_S3_URL: 'https://key:secret@host/' }, 'PLAYHEAD_S3_URL'],
  [{ PLAYHEAD_S3_URL: 'https://key:secret@host/bucket?regoin=x' }, 'PLAYHEAD_S3_URL'],
  [{ PLAYHEAD_S3_URL: 'https://key:50%@host/bucket' }, 'PLAYHEAD_S3_URL'],
  [{ PLAYHEAD_POSTGRES_URL: 'db.example.com:5432' }, 'PLAYHEAD_POSTGRES_URL'],
  [{ PLAYHEAD_POSTGRES_URL: 'postgres://user:password@db.example.com' }, 'PLAYHEAD_POSTGRES_URL'],
  [{ PLAYHEAD_POSTGRES_URL: 'mysql://db.example.com/playhead' }, 'PLAYHEAD_POSTGRES_URL'],
])('%j stops the start and is named', (env, name) => {
  expect(() => readEnvironment(env)).toThrow(name)
  expect(() => readEnvironment(env)).toThrow(expect.objectContaining({ code: 'bad-environment' }))
})

test('an S3 is named with its bucket, and a folder in it if need be', () => {
  for (const PLAYHEAD_S3_URL of [
    'https://AKIA1:s%2Fx@s3.eu-central-1.amazonaws.com/bucket.a?region=eu-central-1',
    'http://k:s@minio:9000/b/f/g',
  ])
    expect(readEnvironment({ PLAYHEAD_S3_URL }).s3Url).toBe(PLAYHEAD_S3_URL)
})

test('a ClickHouse is named with its database, and a cluster if need be', () => {
  for (const PLAYHEAD_CLICKHOUSE_URL of ['http://index:8123', 'https://playhead:s%2Fx@index.example.com:8443/analytics_1'])
    expect(readEnvironment({ PLAYHEAD_CLICKHOUSE_URL }).clickhouse).toEqual({ url: PLAYHEAD_CLICKHOUSE_URL, cluster: undefined })
  for (const PLAYHEAD_CLICKHOUSE_CLUSTER of ['main', 'eu-1.main', '{cluster}'])
    expect(readEnvironment({ PLAYHEAD_CLICKHOUSE_URL: 'http://index', PLAYHEAD_CLICKHOUSE_CLUSTER }).clickhouse?.cluster).toBe(
      PLAYHEAD_CLICKHOUSE_CLUSTER,
    )
})

test('proxies are named by their addresses and CIDRs', () => {
  const { trustedProxies } = readEnvironment({ PLAYHEAD_TRUSTED_PROXIES: ' 10.0.0.0/8,192.0.2.1, fd00::/8 ,2001:db8::1' })
  expect(trustedProxies).toEqual(['10.0.0.0/8', '192.0.2.1', 'fd00::/8', '2001:db8::1'])
})

test('a password in a bad address is not repeated', () => {
  expect(() => readEnvironment({ PLAYHEAD_POSTGRES_URL: 'postgres://user:hunter2@db' })).toThrow(/^(?!.*hunter2)/)
  expect(() => readEnvironment({ PLAYHEAD_S3_URL: 'https://key:hunter2@host/' })).toThrow(/^(?!.*hunter2)/)
  expect(() => readEnvironment({ PLAYHEAD_CLICKHOUSE_URL: 'http://user:hunter2@host/a/b' })).toThrow(/^(?!.*hunter2)/)
})

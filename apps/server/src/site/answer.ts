import type { IncomingMessage, ServerResponse } from 'node:http'
import { brotliCompressSync, constants } from 'node:zlib'
import { type ErrorCode, errorBody, statusOf } from '@playhead/api'
import type { BuiltFile } from './built-file.ts'
import { endInPieces } from './piece.ts'

export const mimeOf: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  md: 'text/markdown; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
  webp: 'image/webp',
  woff2: 'font/woff2',
}

export const immutable = 'public, max-age=31536000, immutable'

const small = new WeakMap<BuiltFile, Buffer>()

/** Answers GET and HEAD with a file, as brotli where the browser takes it. */
export function sendFile(request: IncomingMessage, response: ServerResponse, file: BuiltFile, headers: Record<string, string>): void {
  const isText = /^(?:text|application|image\/svg)/.test(headers['content-type'] ?? '')
  const useBrotli = isText && file.bytes.length > 1000 && /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''))
  let body = file.bytes
  if (useBrotli) {
    body = small.get(file) ?? brotliCompressSync(file.bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } })
    small.set(file, body)
  }
  response.writeHead(200, {
    'x-content-type-options': 'nosniff',
    'content-length': body.length,
    ...(isText ? { vary: 'accept-encoding' } : {}),
    ...(useBrotli ? { 'content-encoding': 'br' } : {}),
    ...headers,
  })
  if (request.method === 'HEAD') response.end()
  else endInPieces(response, body)
}

export function sendError(response: ServerResponse, code: ErrorCode, detail?: string): void {
  response.writeHead(statusOf(code), { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(errorBody(code, detail)))
}

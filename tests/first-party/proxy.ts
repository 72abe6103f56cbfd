import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../e2e/harness/server.ts'

/** A site that passes what is under `/lib` on, as the document says it, and serves one page for all else. */
export interface Proxy {
  readonly port: number
  close(): Promise<void>
}
/** @param page HTML of the site's page */
export type StartProxy = (port: number, serverUrl: string, page: string) => Promise<Proxy>

/** A code block of the document, with the server's address put in. */
export function snippetOf(language: string, heading: string, serverUrl: string): string {
  const text = readFileSync(join(root, 'docs/first-party.md'), 'utf8')
  const section = text.slice(text.indexOf(`\n## ${heading}`))
  const found = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(section)
  if (!found) throw new Error(`no ${language} under ${heading}`)
  return found[1]!.replaceAll('https://playhead.example.com', serverUrl).replace("'node:https'", "'node:http'")
}

export async function freePort(): Promise<number> {
  const server = createServer()
  const { port } = await listen(server, 0)
  server.close()
  return port
}
async function listen(server: ReturnType<typeof createServer>, port: number): Promise<AddressInfo> {
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve))
  return server.address() as AddressInfo
}
async function serve(port: number, listener: RequestListener): Promise<Proxy> {
  const server = createServer(listener)
  await listen(server, port)
  return {
    port,
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
async function importSnippet<T>(code: string): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-snippet-'))
  writeFileSync(join(dir, 'snippet.mjs'), code)
  const module = (await import(/* @vite-ignore */ pathToFileURL(join(dir, 'snippet.mjs')).href)) as T
  rmSync(dir, { recursive: true })
  return module
}
const html = { 'content-type': 'text/html' }

export const startNode: StartProxy = async (port, serverUrl, page) => {
  type Middleware = (incoming: IncomingMessage, outgoing: ServerResponse, next: () => void) => void
  const { playhead } = await importSnippet<{ playhead: Middleware }>(snippetOf('js', 'Node and Express', serverUrl))
  return serve(port, (request, response) => playhead(request, response, () => response.writeHead(200, html).end(page)))
}

/** Starts a program of its own, and waits until it answers. */
async function run(command: string, args: readonly string[], port: number, dir: string): Promise<Proxy> {
  const child: ChildProcess = spawn(command, args, { stdio: 'ignore', env: { ...process.env, HOME: dir, XDG_DATA_HOME: dir } })
  for (const endMs = Date.now() + 20_000; ;) {
    const answers = await fetch(`http://localhost:${port}/`).then(
      () => true,
      () => false,
    )
    if (answers) break
    if (Date.now() > endMs || child.exitCode !== null) throw new Error(`${command} did not start`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    port,
    async close() {
      const ended = once(child, 'exit')
      child.kill()
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export const startNginx =
  (command: string): StartProxy =>
  async (port, serverUrl, page) => {
    const dir = mkdtempSync(join(tmpdir(), 'playhead-nginx-'))
    mkdirSync(join(dir, 'html'))
    writeFileSync(join(dir, 'html/index.html'), page)
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${dir}/${name};`).join(' ')
    writeFileSync(
      join(dir, 'nginx.conf'),
      `daemon off; worker_processes 1; pid ${dir}/pid; error_log ${dir}/error.log; events {}
       http { access_log off; ${temporary} server { listen 127.0.0.1:${port}; root ${dir}/html; default_type text/html;
       ${snippetOf('nginx', 'nginx', serverUrl)}
       location / { try_files /index.html =404; } } }`,
    )
    return run(
      command,
      ['-c', join(dir, 'nginx.conf'), '-p', dir, '-g', `user ${process.getuid?.() === 0 ? 'root' : 'nobody'};`],
      port,
      dir,
    )
  }

export const startCaddy =
  (command: string): StartProxy =>
  async (port, serverUrl, page) => {
    const dir = mkdtempSync(join(tmpdir(), 'playhead-caddy-'))
    writeFileSync(join(dir, 'index.html'), page)
    writeFileSync(
      join(dir, 'Caddyfile'),
      `{\n admin off\n auto_https off\n}\nhttp://localhost:${port} {\n bind 127.0.0.1\n${snippetOf('caddy', 'Caddy', serverUrl)}
       handle {\n root * ${dir}\n rewrite * /index.html\n file_server\n }\n}\n`,
    )
    return run(command, ['run', '--adapter', 'caddyfile', '--config', join(dir, 'Caddyfile')], port, dir)
  }

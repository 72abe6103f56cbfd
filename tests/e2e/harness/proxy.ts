import { createServer, request as ask, type RequestListener, type Server } from 'node:http'

/** Answers in the place of the server behind, and is true then; else the request is handed on. */
export type Spoil = (...args: Parameters<RequestListener>) => boolean | Promise<boolean>

export interface Proxies {
  /** A server of its own; resolves to its port. */
  serve(listener: RequestListener): Promise<number>
  /** Hands requests on as they are signed, but first lets `spoil` answer in its stead. */
  serveBefore(spoil: Spoil): Promise<number>
  close(): void
}

/** Servers on the loopback before another one, `port`. */
export function createProxies(port: () => number): Proxies {
  const servers: Server[] = []
  const serve: Proxies['serve'] = async (listener) => {
    const server = createServer(listener)
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as { port: number }).port
  }
  return {
    serve,
    serveBefore: (spoil) =>
      serve(async (request, response) => {
        if (await spoil(request, response)) return void request.resume()
        const { method, headers, url } = request
        const onward = ask({ host: '127.0.0.1', port: port(), path: url, method, headers }, (answer) => {
          response.writeHead(answer.statusCode!, answer.headers)
          answer.pipe(response)
        })
        // Swift sends a body even where it was asked for none.
        onward.on('error', () => response.headersSent || response.destroy())
        request.pipe(onward)
      }),
    close() {
      for (const server of servers) server.close()
    },
  }
}

/** Of ten requests one is told to slow down, one fails, and one is cut off. */
export function failThreeOfTen(): Spoil {
  let count = 0
  return (_request, response) => {
    const turn = ++count % 10
    if (turn === 3) response.writeHead(503, { 'content-type': 'application/xml' }).end('<Error><Code>SlowDown</Code></Error>')
    else if (turn === 6) response.writeHead(500).end()
    else if (turn === 9) response.destroy()
    return turn === 3 || turn === 6 || turn === 9
  }
}

import type { Server } from 'node:http'
import { isIPv6 } from 'node:net'
import { ApiError } from '@playhead/api'

/**
 * How many connections may wait to be taken in; the kernel may allow fewer. Of those beyond it some believe that they are
 * connected, and wait for an answer in vain.
 */
const backlog = 4096

/** What stands for every address. */
const everywhere: readonly string[] = ['::', '0.0.0.0']

/**
 * Resolves to the port, and the address by which this machine reaches it.
 * Throws ApiError `port-taken`, which names it, and `bad-environment`.
 */
export function listen(http: Server, wanted: number, host?: string): Promise<{ port: number; url: string }> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') reject(new ApiError('port-taken', `Port ${wanted} is taken; set PORT to a free one.`))
      else if (error.code === 'EACCES') reject(new ApiError('bad-environment', `PORT is ${wanted}, which this user may not listen on.`))
      else if (error.code === 'EADDRNOTAVAIL')
        reject(new ApiError('bad-environment', `PLAYHEAD_HOST is ${host}, which is no address of this machine.`))
      else reject(error)
    })
    http.listen({ port: wanted, host, backlog }, () => {
      const address = http.address()
      const port = typeof address === 'object' && address ? address.port : wanted
      resolve({ port, url: `http://${nameOf(host)}:${port}` })
    })
  })
}

function nameOf(host: string | undefined): string {
  if (host === undefined || everywhere.includes(host)) return 'localhost'
  return isIPv6(host) ? `[${host}]` : host
}

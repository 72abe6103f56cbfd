import type { Server } from 'node:http'
import { ApiError } from '@playhead/api'

/** Resolves to the port. Throws ApiError `port-taken`, which names it. */
export function listen(http: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') reject(new ApiError('port-taken', `Port ${port} is taken; set PORT to a free one.`))
      else if (error.code === 'EACCES') reject(new ApiError('bad-environment', `PORT is ${port}, which this user may not listen on.`))
      else reject(error)
    })
    http.listen(port, () => {
      const address = http.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

import type { IncomingMessage, ServerResponse } from 'node:http'

/** Answers a request, or returns false when the address is not one of its own. */
export type Page = (request: IncomingMessage, response: ServerResponse, url: URL) => boolean | Promise<boolean>

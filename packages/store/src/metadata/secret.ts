import { createHash, randomBytes } from 'node:crypto'

/** 256 bits as 43 URL-safe characters. */
export const createSecret = (prefix: string): string => prefix + randomBytes(32).toString('base64url')

/** What is stored of a secret: it is random, so a fast hash is enough. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** 96 bits as 16 URL-safe characters, of which the first is no dash: a command line would take that for an option. */
export function createId(): string {
  for (;;) {
    const id = randomBytes(12).toString('base64url')
    if (!id.startsWith('-')) return id
  }
}

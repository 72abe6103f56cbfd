import { createHash, randomBytes } from 'node:crypto'

/** 256 bits as 43 URL-safe characters. */
export const createSecret = (prefix: string): string => prefix + randomBytes(32).toString('base64url')

/** What is stored of a secret: it is random, so a fast hash is enough. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

export const createId = (): string => randomBytes(12).toString('base64url')

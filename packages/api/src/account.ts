import { z } from 'zod'

export const user = z.object({ id: z.string(), name: z.string(), email: z.string() }).meta({ id: 'User' })
export type User = z.infer<typeof user>

export const me = z
  .object({
    /** null: nobody is signed in. */
    user: user.nullable(),
    /** No account exists yet: the server printed a set-up link. */
    setupNeeded: z.boolean(),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof me>

const email = z.email().max(254)
const password = z.string().min(10, 'must be at least 10 characters long').max(256)

export const setupRequest = z.strictObject({ token: z.string().min(1).max(200), name: z.string().trim().min(1).max(100), email, password })
export type SetupRequest = z.infer<typeof setupRequest>

export const signInRequest = z.strictObject({ email, password: z.string().min(1).max(256) })
export type SignInRequest = z.infer<typeof signInRequest>

import { randomBytes } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import { ApiError } from '@playhead/api'
import type { Command } from 'commander'
import { type Output, renderTable } from '../output.ts'
import { withMetadata } from './project.ts'

/** 120 bits. */
const passwordBytes = 15

export function addAccountCommands(program: Command, output: () => Output): void {
  const account = program.command('account').description('list accounts, and let in who forgot the password')
  account
    .command('list')
    .description('list who may sign in')
    .action(async () => {
      const items = await withMetadata((metadata) => metadata.users.list())
      output().result({ items }, () =>
        renderTable([['E-MAIL', 'NAME', 'CREATED'], ...items.map(({ email, name, createdAt }) => [email, name, createdAt])]),
      )
    })
  account
    .command('reset')
    .argument('<e-mail>', 'whose')
    .description('make a new password, which is shown once; whoever is signed in with the one before is signed out')
    .action(async (email: string) => {
      const password = randomBytes(passwordBytes).toString('base64url')
      await withMetadata(async ({ users }) => {
        const user = await users.byEmail(email)
        if (!user) throw new ApiError('not-found', `No account has the address ${email}; \`playhead account list\` shows them.`)
        await users.setPassword(user.id, await hash(password))
      })
      output().result({ email, password }, () => password)
    })
}

import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMe } from '../query/account.ts'
import { api } from '../query/client.ts'
import { Door } from '../ui/door.tsx'

/** The first account, by the link that the server printed. The token is in the fragment, so it is never logged. */
export function Setup() {
  useDocumentTitle('Set up – Playhead')
  const me = useMe()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? ''
  const [form, setForm] = useState({ name: '', email: '', password: '' })
  const create = useMutation({
    mutationFn: () => api.setup({ token, ...form }),
    onSuccess: async (made) => {
      queries.setQueryData(['me'], made)
      await navigate({ to: '/' })
    },
  })
  const field = (name: keyof typeof form) => ({
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }),
    required: true,
  })

  if (me.data && !me.data.setupNeeded)
    return (
      <Door>
        <Stack>
          <Title order={1}>Already set up</Title>
          <Text>This server has an account. The set-up link works once.</Text>
          <Button component={Link} to="/sign-in">
            Sign in
          </Button>
        </Stack>
      </Door>
    )
  return (
    <Door>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate()
        }}
      >
        <Stack>
          <Title order={1}>Create your account</Title>
          <Text c="dimmed" fz="sm">
            It is the first on this server, and may see everything. Everything stays on this server.
          </Text>
          {!token && (
            <Alert color="orange">
              This address lacks its token. Use the whole link that the server printed when it started. Lost it? Restart the server: it
              prints a new one.
            </Alert>
          )}
          <TextInput label="Your name" autoComplete="name" data-autofocus {...field('name')} />
          <TextInput label="E-mail" type="email" autoComplete="email" {...field('email')} />
          <PasswordInput
            label="Password"
            description="At least 10 characters"
            minLength={10}
            autoComplete="new-password"
            {...field('password')}
          />
          {create.error && <Alert color="red">{create.error.message}</Alert>}
          <Button type="submit" loading={create.isPending} disabled={!token}>
            Create account
          </Button>
        </Stack>
      </form>
    </Door>
  )
}

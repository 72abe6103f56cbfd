import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { ApiError } from '@playhead/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useMe } from '../query/account.ts'
import { api } from '../query/client.ts'
import { Door } from '../ui/door.tsx'

export function SignIn() {
  useDocumentTitle('Sign in – Playhead')
  const { to } = useSearch({ from: '/sign-in' })
  const me = useMe()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => api.signIn({ email, password }),
    onSuccess: async (signed) => {
      queries.setQueryData(['me'], signed)
      await navigate({ to: to ?? '/' })
    },
  })
  if (me.data?.setupNeeded)
    return (
      <Door>
        <Stack>
          <Title order={1}>Almost there</Title>
          <Text>
            Nobody has an account here yet. Open the set-up link that the server printed in its terminal when it started; it ends in
            “/setup#token=…”.
          </Text>
          <Text c="dimmed" fz="sm">
            Lost it? Restart the server: it prints a new one until the first account exists.
          </Text>
        </Stack>
      </Door>
    )
  return (
    <Door>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          signIn.mutate()
        }}
      >
        <Stack>
          <Title order={1}>Sign in</Title>
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="email"
            required
            data-autofocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {signIn.error && (
            <Alert color="red">
              {signIn.error.message}
              {signIn.error instanceof ApiError && signIn.error.code === 'wrong-password' && (
                <Text fz="sm" mt={4}>
                  Forgotten? Who runs the server makes a new one with the command <code>account reset {email}</code>
                </Text>
              )}
            </Alert>
          )}
          <Button type="submit" loading={signIn.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
    </Door>
  )
}

import { Center, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** Nothing to show: says why, and holds what mends it. */
export function EmptyState({ icon, title, children, action }: { icon: ReactNode; title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <Center mih={320} p="xl">
      <Stack align="center" gap="sm" maw={460} ta="center">
        <Text c="dimmed">{icon}</Text>
        <Title order={2}>{title}</Title>
        <Text c="dimmed">{children}</Text>
        {action}
      </Stack>
    </Center>
  )
}

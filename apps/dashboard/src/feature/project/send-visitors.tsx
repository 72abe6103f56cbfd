import { Alert, Button, Group, NumberInput, Progress, Stack, Text } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import { useDemoVisits, useSendVisitors } from '../../query/demo-visit.ts'

/** So many that the start page's map has the sessions that heat takes, on phones. */
const defaultCount = 60

/** Sends real browsers through the demo shop, and says how far they are. */
export function SendVisitors({ project }: { project: string }) {
  const visits = useDemoVisits(project)
  const send = useSendVisitors(project)
  const [count, setCount] = useState(defaultCount)
  const { state, done = 0, total = 0, message } = visits.data ?? {}
  if (state === 'running')
    return (
      <Stack gap={6} w={320}>
        <Progress value={(done / Math.max(total, 1)) * 100} animated aria-label={`${done} of ${total} visits`} />
        <Text fz="sm" c="dimmed" className="number">
          {done} of {total} visits; they are listed as they come
        </Text>
      </Stack>
    )
  return (
    <Stack gap="xs" align="center">
      {(state === 'failed' || send.error) && <Alert color="orange">{send.error?.message ?? message}</Alert>}
      <Group gap="xs" wrap="nowrap">
        <NumberInput
          value={count}
          onChange={(value) => setCount(Number(value) || 1)}
          min={1}
          max={500}
          w={84}
          aria-label="How many visitors"
        />
        <Button leftSection={<IconUsers size={16} />} loading={send.isPending} onClick={() => send.mutate(count)}>
          Send {count} visitors
        </Button>
      </Group>
    </Stack>
  )
}

import { Box, Center, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

export const Mark = ({ size = 28 }: { size?: number }) => <img src="/icon.svg" width={size} height={size} alt="" />

/** The page before one is inside: set-up and sign-in. */
export function Door({ children }: { children: ReactNode }) {
  return (
    <Center mih="100%" p="md">
      <Stack w="100%" maw={400} gap="lg">
        <Group gap="sm" justify="center">
          <Mark size={36} />
          <Text fz={24} fw={700}>
            Playhead
          </Text>
        </Group>
        <Box className="sheet" p="xl">
          {children}
        </Box>
      </Stack>
    </Center>
  )
}

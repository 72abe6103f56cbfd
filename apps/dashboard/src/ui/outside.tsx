import { Box, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ColorSchemeButton } from './color-scheme-button.tsx'
import { Mark } from './door.tsx'

/** A screen of no project: the same header, without a menu. */
export function Outside({ children }: { children: ReactNode }) {
  return (
    <>
      <Box component="header" bg="var(--surface)" h={52} px="md" style={{ borderBottom: '1px solid var(--line)' }}>
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Link to="/" className="plain" aria-label="Playhead, home">
            <Group gap={8} wrap="nowrap">
              <Mark size={26} />
              <Text fw={700}>Playhead</Text>
            </Group>
          </Link>
          <ColorSchemeButton />
        </Group>
      </Box>
      <main>{children}</main>
    </>
  )
}

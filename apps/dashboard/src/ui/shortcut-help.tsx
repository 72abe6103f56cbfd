import { Group, Modal, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { createContext } from 'react'

/** Opens the list of shortcuts, for buttons within a screen. */
export const ShowShortcuts = createContext<() => void>(() => undefined)

const groups: [title: string, keys: [keys: string, does: string][]][] = [
  [
    'Everywhere',
    [
      ['g s', 'Sessions'],
      ['g h', 'Heatmaps'],
      ['g i', 'Install'],
      ['g t', 'Settings'],
      ['Ctrl K', 'Search and go'],
      ['?', 'This list'],
    ],
  ],
  [
    'Sessions',
    [
      ['j k', 'Down, up'],
      ['Enter', 'Open'],
    ],
  ],
  [
    'Replay',
    [
      ['Space', 'Play, pause'],
      ['← →', '5 s back, on'],
      ['Shift ← →', 'Event before, after'],
      ['[ ]', 'Match before, after'],
      [', .', 'Picture before, after (40 ms)'],
      ['↑ ↓', 'Faster, slower'],
      ['i', 'Skip idle time'],
      ['c', 'Note at this moment'],
      ['x', 'Clip around this moment'],
      ['s', 'Still image of this moment'],
      ['u', 'Copy link to this moment'],
      ['n b', 'Next, previous session'],
      ['m', 'Heatmap of this page'],
      ['d', 'Dock'],
      ['f', 'Full screen'],
    ],
  ],
  [
    'Heatmap',
    [
      ['d', 'Next device class'],
      ['e', 'Heat or elements'],
    ],
  ],
]

export function ShortcutHelp({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  return (
    <Modal opened={isOpen} onClose={close} title="Shortcuts" size="lg">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        {groups.map(([title, keys]) => (
          <Stack key={title} gap={6}>
            <Title order={3}>{title}</Title>
            {keys.map(([pressed, does]) => (
              <Group key={pressed} justify="space-between" wrap="nowrap">
                <Text fz="sm">{does}</Text>
                <Group gap={4} wrap="nowrap">
                  {pressed.split(' ').map((key) => (
                    <kbd key={key} className="key">
                      {key}
                    </kbd>
                  ))}
                </Group>
              </Group>
            ))}
          </Stack>
        ))}
      </SimpleGrid>
    </Modal>
  )
}

import { Button, Text } from '@mantine/core'
import type { Player } from '@playhead/player'
import { formatCount } from '../../ui/time.ts'

/** Says how many parts of a recording did not come, wherever a list is shorter for it. Nothing, where all did. */
export function Unread({ player, retry }: { player: Player; /** Opens the recording anew. */ retry: () => void }) {
  const unread = unreadOf(player)
  if (!unread) return null
  return (
    <Text fz="sm" px="sm" py={6} role="alert">
      {formatCount(unread, 'part')} of this recording could not be read: what happened in {unread > 1 ? 'them' : 'it'} is not known.{' '}
      <Button size="compact-xs" variant="light" onClick={retry}>
        Try again
      </Button>
    </Text>
  )
}

export const unreadOf = (player: Player): number => player.missing.find(({ what }) => what === 'unread')?.count ?? 0

import { Box, Skeleton, Tabs } from '@mantine/core'
import type { Session } from '@playhead/api'
import type { Player } from '@playhead/player'
import type { UseQueryResult } from '@tanstack/react-query'
import { useNotes } from '../../query/note.ts'
import { Failure } from '../../ui/failure.tsx'
import { Facts } from './facts.tsx'
import { NoteList } from './note-list.tsx'
import classes from './replay.module.css'
import type { StoryLine } from './sentence.ts'
import { Story } from './story.tsx'

/** Beside the replay: what happened, what people wrote down, and whose session it is. */
export function SidePanel({
  project,
  id,
  session,
  player,
  story,
  isComplete,
  seek,
  addNote,
  retry,
}: {
  project: string
  id: string
  session: UseQueryResult<Session>
  player: Player | null
  story: readonly StoryLine[]
  isComplete: boolean
  seek: ((ms: number) => void) | undefined
  addNote: () => void
  /** Opens the recording anew. */
  retry: () => void
}) {
  const notes = useNotes(project, id)
  return (
    <Box className={`sheet ${classes['side']!}`}>
      <Tabs defaultValue="story" keepMounted={false} className={classes['tabs']}>
        <Tabs.List grow>
          <Tabs.Tab value="story">Story</Tabs.Tab>
          <Tabs.Tab value="notes">Notes{notes.data?.length ? ` ${notes.data.length}` : ''}</Tabs.Tab>
          <Tabs.Tab value="facts">Session</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="story" className={classes['panel']}>
          {player && seek ? (
            <Story player={player} story={story} isComplete={isComplete} seek={seek} retry={retry} />
          ) : (
            Array.from({ length: 8 }, (_, row) => <Skeleton key={row} height={22} m="xs" w="auto" style={{ flex: 'none' }} />)
          )}
        </Tabs.Panel>
        <Tabs.Panel value="notes" className={classes['panel']}>
          {seek && <NoteList project={project} session={id} seek={seek} add={addNote} />}
        </Tabs.Panel>
        <Tabs.Panel value="facts" className={classes['panel']}>
          {session.error && <Failure error={session.error} retry={() => void session.refetch()} />}
          {session.data && <Facts session={session.data} player={player} />}
        </Tabs.Panel>
      </Tabs>
    </Box>
  )
}

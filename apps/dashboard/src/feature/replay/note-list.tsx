import { ActionIcon, Button, Group, Stack, Text, UnstyledButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { Note } from '@playhead/api'
import { IconNote, IconTrash } from '@tabler/icons-react'
import { useDeleteNote, useNotes, usePutNote } from '../../query/note.ts'
import { Failure } from '../../ui/failure.tsx'
import { formatAgo, formatClock } from '../../ui/time.ts'
import classes from './note.module.css'

/** The notes of a session. A press goes to the moment; a deleted one can be put back while its message stands. */
export function NoteList({
  project,
  session,
  seek,
  add,
}: {
  project: string
  session: string
  seek: (ms: number) => void
  add: () => void
}) {
  const notes = useNotes(project, session)
  const put = usePutNote(project, session)
  const remove = useDeleteNote(project, session)
  const removeWithUndo = (note: Note): void =>
    remove.mutate(note, {
      onSuccess: () => tellRemoved(note, () => put.mutate({ id: note.id, atMs: note.atMs, text: note.text })),
      onError: (error) => notifications.show({ color: 'red', title: 'The note is still there', message: error.message }),
    })
  if (notes.error) return <Failure error={notes.error} retry={() => void notes.refetch()} />
  if (notes.data?.length === 0)
    return (
      <Stack align="center" p="xl" gap="sm">
        <IconNote size={32} opacity={0.5} aria-hidden />
        <Text c="dimmed" fz="sm" ta="center">
          Nobody has written anything down in this session.
        </Text>
        <Button size="sm" variant="light" onClick={add}>
          Note at this moment (c)
        </Button>
      </Stack>
    )
  return (
    <ol className={classes['list']}>
      {notes.data?.map((note) => (
        <li key={note.id} className={classes['note']}>
          <UnstyledButton className={classes['body']} onClick={() => seek(note.atMs)} title="Go to this moment">
            <Text fz="xs" c="dimmed" className="number">
              {formatClock(note.atMs)}
              {note.author && `, ${note.author}`}, {formatAgo(note.createdAt)}
            </Text>
            <Text fz="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
              {note.text}
            </Text>
          </UnstyledButton>
          <ActionIcon
            className={classes['remove']}
            variant="subtle"
            color="gray"
            aria-label={`Delete the note at ${formatClock(note.atMs)}`}
            onClick={() => removeWithUndo(note)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </li>
      ))}
    </ol>
  )
}

function tellRemoved(note: Note, undo: () => void): void {
  const id = `note ${note.id}`
  notifications.show({
    id,
    autoClose: 10_000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        Note deleted
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            undo()
            notifications.hide(id)
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  })
}

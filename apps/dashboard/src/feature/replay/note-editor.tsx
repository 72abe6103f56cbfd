import { Button, Group, Text, Textarea } from '@mantine/core'
import { useMemo, useState } from 'react'
import { usePutNote } from '../../query/note.ts'
import { formatClock } from '../../ui/time.ts'
import { noteDraftOf } from './note-draft.ts'
import classes from './note.module.css'

/** Writes a note down at a moment. Enter saves, Shift Enter makes a line, Escape gives up. What is left unsaved is there the next time. */
export function NoteEditor({ project, session, atMs, close }: { project: string; session: string; atMs: number; close: () => void }) {
  const draft = useMemo(() => noteDraftOf(project, session), [project, session])
  const [text, setText] = useState(() => draft.read()?.text ?? '')
  const put = usePutNote(project, session)
  const giveUp = (): void => {
    draft.drop()
    close()
  }
  const save = (): void => {
    if (!text.trim()) return giveUp()
    put.mutate({ atMs: Math.round(atMs), text: text.trim() }, { onSuccess: giveUp })
  }
  return (
    <form
      className={`sheet ${classes['editor']!}`}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Textarea
        data-autofocus
        autoFocus
        autosize
        minRows={1}
        maxRows={5}
        maxLength={2000}
        aria-label={`Note at ${formatClock(atMs)}`}
        placeholder="What happens here?"
        value={text}
        error={put.error && `It was not saved: ${put.error.message}`}
        onChange={({ currentTarget: { value } }) => {
          setText(value)
          draft.keep({ atMs, text: value })
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') giveUp()
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          save()
        }}
      />
      <Group justify="space-between" gap="xs">
        <Text fz="xs" c="dimmed" className="number">
          At {formatClock(atMs)}
        </Text>
        <Group gap="xs">
          <Button size="sm" variant="default" onClick={giveUp}>
            Cancel
          </Button>
          <Button size="sm" type="submit" loading={put.isPending}>
            {put.error ? 'Try again' : 'Save'}
          </Button>
        </Group>
      </Group>
    </form>
  )
}

import { Button, Group, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { usePutNote } from '../../query/note.ts'
import { formatClock } from '../../ui/time.ts'
import classes from './note.module.css'

/** Writes a note down at a moment. Enter saves, Shift Enter makes a line, Escape gives up. */
export function NoteEditor({ project, session, atMs, close }: { project: string; session: string; atMs: number; close: () => void }) {
  const [text, setText] = useState('')
  const put = usePutNote(project, session)
  const save = (): void => {
    if (!text.trim()) return close()
    put.mutate({ atMs: Math.round(atMs), text: text.trim() }, { onSuccess: close })
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
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close()
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
          <Button size="sm" variant="default" onClick={close}>
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

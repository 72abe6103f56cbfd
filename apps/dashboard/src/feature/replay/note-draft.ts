/** A note that is being written and is not saved yet. */
export interface NoteDraft {
  readonly atMs: number
  readonly text: string
}

/** Keeps what a person is writing about a session while they look elsewhere, close the tab or have no network. */
export function noteDraftOf(project: string, session: string) {
  const name = `playhead-note ${project} ${session}`
  return {
    read(): NoteDraft | null {
      try {
        const draft = JSON.parse(localStorage.getItem(name) ?? 'null') as Partial<NoteDraft> | null
        return typeof draft?.atMs === 'number' && typeof draft.text === 'string' ? (draft as NoteDraft) : null
      } catch {
        return null
      }
    },
    /** An empty one is none. */
    keep(draft: NoteDraft): void {
      try {
        if (draft.text.trim()) localStorage.setItem(name, JSON.stringify(draft))
        else localStorage.removeItem(name)
      } catch {
        // Without storage a draft lives as long as its page.
      }
    },
    drop: (): void => localStorage.removeItem(name),
  }
}

import type { Note, NoteRequest } from '@playhead/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from './client.ts'

const keyOf = (project: string, session: string) => ['notes', project, session] as const

export const useNotes = (project: string, session: string) =>
  useQuery({
    queryKey: keyOf(project, session),
    queryFn: async ({ signal }) => (await api.notes.list(project, session, { signal })).items,
  })

/** Writes a note; with the id of a deleted one, puts that back. */
export function usePutNote(project: string, session: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id = createNoteId(), ...note }: NoteRequest & { id?: string }) => api.notes.put(project, session, id, note),
    onSuccess(note) {
      queries.setQueryData<Note[]>(keyOf(project, session), (notes = []) =>
        [...notes.filter(({ id }) => id !== note.id), note].sort((a, b) => a.atMs - b.atMs),
      )
    },
  })
}

export function useDeleteNote(project: string, session: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Note) => api.notes.delete(project, session, id),
    onSuccess: (_, { id }) => queries.setQueryData<Note[]>(keyOf(project, session), (notes) => notes?.filter((note) => note.id !== id)),
    onError: () => queries.invalidateQueries({ queryKey: keyOf(project, session) }),
  })
}

/** 128 random bits as 22 characters. Made here, so that a request that is sent again writes no second note. */
const createNoteId = (): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

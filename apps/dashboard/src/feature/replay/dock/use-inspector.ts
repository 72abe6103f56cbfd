import type { InspectedNode, Player } from '@playhead/player'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type KnownTree, nothingKnown, withChildren } from './inspector.ts'

/** What a person typed or sought is asked for once it rests. */
const restMs = 150

/** How many levels are open at first: down to what stands in the body. */
const openDepth = 2

/** The shown document as far as it is looked at, asked anew for every moment. */
export function useInspector(player: Player, atMs: number) {
  const [tree, setTree] = useState<KnownTree>(nothingKnown)
  const [open, setOpenIds] = useState<ReadonlySet<number>>(new Set())
  const [search, setSearch] = useState('')
  const [hits, setHits] = useState<readonly InspectedNode[] | null>(null)
  const [failure, setFailure] = useState('')
  const openNow = useRef(open)
  openNow.current = open

  /** Asks for the children of ids, and of those which were never seen for what is to be open at first. */
  const load = useCallback(
    async (from: KnownTree, ids: readonly number[]): Promise<KnownTree> => {
      const answers = await Promise.all(ids.map(async (id) => [id, await player.inspect(id)] as const))
      return answers.reduce((known, [id, found]) => withChildren(known, id, found), from)
    },
    [player],
  )

  useEffect(() => {
    let isOver = false
    async function read(): Promise<void> {
      try {
        // Resolves when the moment is painted: before that the frame may show another one.
        await player.seek(player.currentMs)
        if (isOver) return
        const opened = new Set(openNow.current)
        let next = await load(nothingKnown, [0])
        if (!opened.size) {
          for (let depth = 0; depth < openDepth; depth++) {
            const ids = [...next.nodes.values()].filter(({ path, children, name }) => path.length === depth && children && name !== 'head')
            next = await load(
              next,
              ids.map(({ id }) => id),
            )
            for (const { id } of ids) opened.add(id)
          }
        } else next = await load(next, [...opened])
        if (isOver) return
        setTree(next)
        setOpenIds(opened)
        setFailure('')
      } catch (error) {
        if (!isOver) setFailure(error instanceof Error ? error.message : String(error))
      }
    }
    const timer = setTimeout(() => void read(), restMs)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [player, atMs, load])

  useEffect(() => {
    if (!search.trim()) {
      setHits(null)
      return
    }
    let isOver = false
    const timer = setTimeout(() => {
      player.inspect(0, search).then(
        (found) => !isOver && setHits(found),
        (error: unknown) => !isOver && setFailure(String(error)),
      )
    }, restMs)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [player, search, tree])

  return {
    tree,
    open,
    search,
    setSearch,
    hits,
    failure,
    async setOpen(id: number, on: boolean): Promise<void> {
      const next = new Set(open)
      if (on) next.add(id)
      else next.delete(id)
      if (on) setTree(await load(tree, [id]))
      setOpenIds(next)
    },
    /** Opens the way to a node and the node itself, and ends the search. */
    async reveal({ path, id }: InspectedNode): Promise<void> {
      setTree(await load(tree, [...path, id]))
      setOpenIds(new Set([...open, ...path, id]))
      setSearch('')
    },
  }
}

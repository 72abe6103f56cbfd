import type { CheckpointRef, ChunkRef } from '@playhead/wire'

/** Goes through a recording's chunks in order, as they are read for other reasons, and finds short ways to moments in it. */
export interface Survey {
  /** Short ways found so far, which the frame holds. */
  readonly found: readonly CheckpointRef[]
  /** More chunks are to come, each tab's in order. */
  begin(): void
  add(chunk: ChunkRef, bytes: Uint8Array): void
  /** No more are to come for now. */
  end(): void
  /** Resolves once there is a short way to the beginning of a chunk, or none to be had. */
  reach(tab: string, seq: number): Promise<void>
  stop(): void
}

/** Asked of the frame at once: what is shown meanwhile waits no longer than for these. */
const atOnce = 4
/** Chunks that wait for their turn; more than that are loaded again. */
const waitingLimitBytes = 16 << 20
/** What the frame may hold of checkpoints, decoded. */
const foundLimitBytes = 32 << 20

export function createSurvey(options: {
  load(chunk: ChunkRef): Promise<Uint8Array>
  /** Has the frame hold a checkpoint no more. */
  drop(tab: string, seq: number): void
  /** Has the frame go through a chunk; resolves to `[seq, fromSeq, timeMs, sizeBytes]` of a checkpoint that it made, or an empty list. */
  ask(chunk: ChunkRef, bytes: Uint8Array, isWanted: boolean): Promise<readonly number[]>
}): Survey {
  const found: CheckpointRef[] = []
  const queue: { readonly chunk: ChunkRef; readonly bytes: Uint8Array | null }[] = []
  const passed = new Map<string, number>()
  let waiters: { readonly tab: string; readonly seq: number; resolve(): void }[] = []
  let waitingBytes = 0
  let foundBytes = 0
  let isRunning = false
  let isGrowing = false
  let isStopped = false

  const isPassed = (tab: string, seq: number): boolean => (passed.get(tab) ?? -1) >= seq
  function tellWaiters(): void {
    const isOver = isStopped || (!isGrowing && !isRunning)
    for (const { tab, seq, resolve } of waiters) if (isOver || isPassed(tab, seq)) resolve()
    waiters = waiters.filter(({ tab, seq }) => !isOver && !isPassed(tab, seq))
  }
  function stop(): void {
    isStopped = true
    queue.length = waitingBytes = 0
    found.length = 0
    tellWaiters()
  }
  /** Where those found before take all the room, what comes later goes the long way. */
  function keep(one: CheckpointRef): void {
    foundBytes += one.sizeBytes
    if (foundBytes <= foundLimitBytes) return void found.push(one)
    foundBytes -= one.sizeBytes
    options.drop(one.tab, one.seq)
  }
  async function pass(chunk: ChunkRef, bytes: Uint8Array): Promise<void> {
    const { tab, seq } = chunk
    const isWanted = waiters.some((one) => one.tab === tab && one.seq === seq)
    const [at, fromSeq, timeMs, sizeBytes] = await options.ask(chunk, bytes, isWanted)
    if (isStopped) return
    if (at !== undefined && fromSeq !== undefined && timeMs !== undefined && sizeBytes !== undefined)
      keep({ tab, seq: at, fromSeq, timeMs, sizeBytes })
    passed.set(tab, seq)
    tellWaiters()
  }
  /** One after the other: the frame goes through them in the order in which they come. */
  async function run(): Promise<void> {
    if (isRunning) return
    isRunning = true
    const asked: Promise<void>[] = []
    for (let next = queue.shift(); next && !isStopped; next = queue.shift()) {
      waitingBytes -= next.bytes?.length ?? 0
      // One that cannot be read leaves a hole.
      const bytes = next.bytes ?? (await options.load(next.chunk).catch(() => null))
      if (bytes && !isStopped) asked.push(pass(next.chunk, bytes).catch(stop))
      if (asked.length >= atOnce) await asked.shift()
    }
    await Promise.all(asked)
    isRunning = false
    if (queue.length && !isStopped) return run()
    tellWaiters()
  }
  return {
    found,
    begin() {
      isGrowing = true
    },
    add(chunk, bytes) {
      if (isStopped) return
      const isKept = waitingBytes + bytes.length <= waitingLimitBytes
      if (isKept) waitingBytes += bytes.length
      queue.push({ chunk, bytes: isKept ? bytes : null })
      void run()
    },
    end() {
      isGrowing = false
      tellWaiters()
    },
    reach: (tab, seq) =>
      new Promise((resolve) => {
        waiters.push({ tab, seq, resolve })
        tellWaiters()
      }),
    stop,
  }
}

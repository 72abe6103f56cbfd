/**
 * The process that makes recording files, one after another: a long session is replayed while the server goes on answering,
 * and one that takes too much memory takes only this process with it.
 */
import type { FinishReply } from './recording/finish-process.ts'
import { failureOf, type FinishTask, writeRecording } from './recording/write.ts'

process.on('message', (task: FinishTask) => {
  const answer = (outcome: FinishReply['outcome']): void =>
    void process.send?.({ outcome, residentBytes: process.memoryUsage.rss() } satisfies FinishReply)
  writeRecording(task).then(answer, (error: Error) => answer(failureOf(error)))
})
process.on('disconnect', () => process.exit(0))
// The terminal's Ctrl-C reaches the whole group; the parent says when it is over.
process.on('SIGINT', () => undefined)

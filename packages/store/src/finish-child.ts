/**
 * The process that makes one recording file and ends: a long session is replayed while the server goes on answering,
 * and one that takes too much memory takes only this process with it.
 */
import { failureOf, type FinishTask, writeRecording } from './recording/write.ts'

process.on('message', (task: FinishTask) => {
  writeRecording(task).then(
    (made) => process.send?.({ made }),
    (error: Error) => process.send?.({ failed: failureOf(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
// The terminal's Ctrl-C reaches the whole group; the parent says when it is over.
process.on('SIGINT', () => undefined)

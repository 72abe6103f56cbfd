/**
 * The process that makes one recording file and ends: a long session is replayed while the server goes on answering,
 * and one that takes too much memory takes only this process with it.
 */
import { type FinishTask, writeRecording } from './recording/write.ts'

process.on('message', (task: FinishTask) => {
  writeRecording(task).then(
    (made) => process.send?.({ made }),
    (error: Error) => process.send?.({ failed: error.message }),
  )
})
process.on('disconnect', () => process.exit(0))
// The terminal's Ctrl-C reaches the whole group; the parent says when it is over.
process.on('SIGINT', () => undefined)

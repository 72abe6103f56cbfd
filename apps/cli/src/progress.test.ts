import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createProgress, type Progress } from './progress.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watch(isTTY: boolean): { progress: Progress; said: string[] } {
  const said: string[] = []
  const stream = { isTTY, write: (text: string) => said.push(text) } as unknown as NodeJS.WriteStream
  return { progress: createProgress('Sessions', { isJson: false, stream }), said }
}

test('how long it takes is told once some seconds have shown it', () => {
  const { progress, said } = watch(true)
  // What came before the work began says nothing of the work.
  vi.advanceTimersByTime(60_000)
  progress.tell(1, 100)
  vi.advanceTimersByTime(1_000)
  progress.tell(2, 100)
  vi.advanceTimersByTime(4_000)
  progress.tell(51, 100)
  expect(
    said.map((text) =>
      text
        .replace(/\[█* *\]/, '')
        .replace('\u001b[K', '')
        .trim()
        .replaceAll(/ +/g, ' '),
    ),
  ).toEqual(['Sessions 1 %', 'Sessions 2 %', 'Sessions 51 %, 5 s left'])
})

test('where no terminal is, a line every five seconds', () => {
  const { progress, said } = watch(false)
  for (let done = 0; done < 12; done++) {
    progress.tell(done, 12)
    vi.advanceTimersByTime(1_000)
  }
  progress.end()
  expect(said).toEqual(['Sessions: 41 %, 7 s left\n', 'Sessions: 83 %, 2 s left\n'])
})

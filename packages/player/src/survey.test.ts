import { expect, test } from 'vitest'
import { createSurvey } from './survey.ts'

test('checkpoints that it finds take no more room than there is for them', async () => {
  const dropped: number[] = []
  const survey = createSurvey({
    load: () => Promise.reject(new Error('all are at hand')),
    drop: (_, seq) => void dropped.push(seq),
    ask: ({ seq }) => Promise.resolve([seq, seq - 1, seq, 10 << 20]),
  })
  survey.begin()
  for (let seq = 1; seq <= 5; seq++)
    survey.add({ tab: 'T', seq, baseSeq: 0, baseMs: seq, endMs: seq, keyframe: false, sizeBytes: 10 }, new Uint8Array(10))
  survey.end()
  await survey.reach('T', 5)
  expect(survey.found.map(({ seq }) => seq)).toEqual([1, 2, 3])
  expect(dropped).toEqual([4, 5])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addSeq, createSeqSet, hasSeq } from './seq-set.ts'

test('holds what was added, in whatever order it came', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 40 })), (seqs) => {
      const [set, model] = [createSeqSet(), new Set<number>()]
      for (const added of seqs) {
        addSeq(set, added)
        model.add(added)
        for (let seq = 0; seq <= 41; seq++) expect(hasSeq(set, seq)).toBe(model.has(seq))
      }
    }),
  )
})

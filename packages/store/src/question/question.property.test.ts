import { rmSync } from 'node:fs'
import { afterAll } from 'vitest'
import { tempDir } from '../../test/fixture.ts'
import { openStore } from '../index.ts'
import { describeQuestions } from './question.contract.ts'

const dir = tempDir()
afterAll(() => rmSync(dir, { recursive: true }))

describeQuestions('questions', () => openStore({ dir }), 200)

export type { Comparison, Condition, ElementMatch, Filter, Scalar } from './tree.ts'

export type FilterErrorCode = 'unknown-key' | 'bad-value' | 'too-large'

/** Why a tree is no filter. `path` says where: `all[1].signal.count`. */
export class FilterError extends Error {
  readonly code: FilterErrorCode
  readonly path: string
  /** The nearest key that exists, for `unknown-key`. */
  readonly nearest: string | null
  constructor(code: FilterErrorCode, path: string, message: string, nearest: string | null = null) {
    super(message)
    this.name = 'FilterError'
    this.code = code
    this.path = path
    this.nearest = nearest
  }
}

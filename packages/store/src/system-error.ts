/** Whether the system refused a call of its own: too many open files, no permission, a disk that fails. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error

/**
 * Null where there is nothing of that name. Whatever else keeps it from being opened may pass, and is never taken for "gone":
 * that is thrown.
 */
export function nullIfAbsent(error: unknown): null {
  if (isSystemError(error) && error.code === 'ENOENT') return null
  throw error
}

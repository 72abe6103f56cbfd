export type Answer<T> = { ok: true; value: T } | { ok: false; message: string }

/** Asks the shop's own server. A refusal and a lost connection both come back as a sentence, never as a throw. */
export async function ask<T>(path: string, body?: unknown): Promise<Answer<T>> {
  try {
    const response = await fetch(
      `/demo/api/${path}`,
      body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    )
    const value: unknown = await response.json()
    if (response.ok) return { ok: true, value: value as T }
    console.warn(`The shop refused ${path.split('?', 1)[0]}`, { status: response.status, value })
    return { ok: false, message: (value as { error?: { message?: string } }).error?.message ?? 'That did not work. Please try again.' }
  } catch (error) {
    console.error(`No answer to ${path.split('?', 1)[0]}`, error)
    return { ok: false, message: 'We could not reach the shop. Please try again.' }
  }
}

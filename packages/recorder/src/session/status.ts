export interface PlayheadStatus {
  readonly recording: boolean
  /**
   * Why, or why not: a code that stays.
   * - `recording`; `rule:<name>`, `trigger:<name>`: recording, and what chose this visit; `signals-only`: the page is too large to be told, what happens on it is
   * - `unsent`: recording, but the server could not be reached, or had no room, at the last tries: a content blocker, a policy
   *   or an outage; what is told waits, and another reason is there again once it was sent
   * - `consent`: nobody was asked yet; `denied`; `opted-out`: the browser says no for every site
   * - `stopped` by the site; `idle`: nobody has been there for five minutes; `no-key`, `no-host`: none that can be one;
   *   `no-page`: on a server; `loading`: there is consent, and the recorder is on its way
   * - `buffering:trigger`, `buffering:minimum`: recording, but nothing leaves the page before a trigger fires, or the
   *   visit has lasted long enough
   * - `sampled-out`: not among the share that is recorded; `rule:<name>` while not recording: not among a rule's share
   * - `refused:<code>`: the server takes nothing more, and why
   */
  readonly reason:
    | 'recording'
    | 'signals-only'
    | 'unsent'
    | 'consent'
    | 'denied'
    | 'opted-out'
    | 'stopped'
    | 'idle'
    | 'no-key'
    | 'no-host'
    | 'no-page'
    | 'loading'
    | 'sampled-out'
    | `rule:${string}`
    | `trigger:${string}`
    | `buffering:${'trigger' | 'minimum'}`
    | `refused:${string}`
  /**
   * Options that nobody knows or that have no such value, as they stand in the script tag or in `init`, and a second
   * `init`. What holds without them holds, and the stricter where they may have been meant to mask.
   */
  readonly problems?: readonly string[]
}

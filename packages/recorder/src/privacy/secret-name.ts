/** What goes by such a name is left out altogether. */
export const isSecretName = (name: string): boolean =>
  /pass|pwd|secret|token|auth(?!or)|session|cookie|[cx]srf|card|cv[vc]|iban|api.?key|private|credential|signature|\b(?:ssn|otp|pin|pw|jwt)\b/i.test(
    name,
  )

/** What is bound to a statement: PostgreSQL refuses a zero character within text, libsql ends the text there; nobody means one. */
export const storable = <T>(value: T): T | string => (typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value)

/** Starting or stopping the embedded PostgreSQL failed; the message says what a person can do about it. */
export class LauncherError extends Error {
  override name = 'LauncherError'
}

/** The code of a system or PostgreSQL error (`EACCES`, `28P01`), or the empty string. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

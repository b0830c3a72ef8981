/** The part of a pino logger that the launcher uses. */
export interface LauncherLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

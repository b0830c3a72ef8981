/**
 * The environment of the PostgreSQL programs. PATH finds unshare; nothing else of ours reaches them: no secrets,
 * no PG* settings, no locale.
 */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
}

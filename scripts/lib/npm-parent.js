import { readFileSync } from 'node:fs'

const LOOK_EVERY_MS = 250

/**
 * Tells when the npm that started us is gone. npm and the shell it puts between die of a signal without passing it
 * on to us, and nobody could stop us any more.
 *
 * @param {() => void} onGone
 * @returns {() => void} ends the watch
 */
export function watchNpm(onGone) {
  if (!process.env.npm_lifecycle_event) return () => {}
  const before = ancestry()
  const timer = setInterval(() => {
    if (ancestry() === before) return
    clearInterval(timer)
    onGone()
  }, LOOK_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** Our parent and, where that is npm's shell, npm. */
function ancestry() {
  const stat = readStat(process.ppid)
  return stat && /^(sh|dash|bash|ash|busybox)$/.test(stat.name)
    ? `${process.ppid} ${stat.parent}`
    : `${process.ppid}`
}

/** @returns null where the system has no /proc, or the process is gone */
function readStat(pid) {
  let text
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return null
  }
  const match = /\((.*)\) \S (\d+)/s.exec(text)
  return match && { name: match[1], parent: match[2] }
}

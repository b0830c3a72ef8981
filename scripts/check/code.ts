import { sep } from 'node:path'
import { type Check, CheckFailed, mustHaveSeen, programOf, ROOT, runProgram } from './tools.ts'

const BIOME = programOf(import.meta.resolve('@biomejs/biome/package.json'), 'bin/biome')
const TSC = programOf(import.meta.resolve('typescript/package.json'), 'bin/tsc')
const KNIP = programOf(import.meta.resolve('knip'), '../bin/knip.js')

/** There are more files than this, whatever is moved or split. */
const FILES_AT_LEAST = 200

/** Form and lint. */
export const formCheck: Check = {
  name: 'biome',
  async run() {
    const { status, output } = await runProgram(BIOME, ['ci', '--colors=off'])
    if (status !== 0) throw new CheckFailed(output)
    return `${mustHaveSeen(FILES_AT_LEAST, /Checked (\d+) files/.exec(output)?.[1], output)} files`
  },
}

/** Types. */
export const typeCheck: Check = {
  name: 'tsc',
  async run() {
    const { status, output } = await runProgram(TSC, ['--noEmit', '--listFiles', '--pretty', 'false'])
    const lines = output.split('\n')
    const isListed = (line: string) => /^(\/|[A-Za-z]:[\\/]).*\.[cm]?[jt]sx?(on)?$/.test(line)
    if (status !== 0) throw new CheckFailed(lines.filter((line) => !isListed(line)).join('\n'))
    const own = lines.filter((line) => line.startsWith(ROOT) && !line.includes(`${sep}node_modules${sep}`))
    return `${mustHaveSeen(FILES_AT_LEAST, own.length, output)} files`
  },
}

/** Dead files, exports and dependencies. */
export const deadCodeCheck: Check = {
  name: 'knip',
  async run() {
    const args = ['--reporter', './scripts/check/knip-counts.ts', '--reporter', 'symbols', '--no-progress']
    const { status, output } = await runProgram(KNIP, args)
    if (status !== 0) throw new CheckFailed(output)
    return `${mustHaveSeen(FILES_AT_LEAST, /looked at (\d+) files/.exec(output)?.[1], output)} files`
  },
}

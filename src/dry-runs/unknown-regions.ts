import type { Db } from '../db/client.ts'
import type { Facts } from '../evaluations/types.ts'
import { readNodes } from '../regions/store.ts'
import type { Impossible } from './impossible.ts'

/** Provincial divisions (GB/T 2260). */
const PROVINCES: ReadonlySet<string> = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(
    ' ',
  ),
)
/** Counties of Lhasa that have become districts under other codes: what happened there is still asked about. */
const FORMER_COUNTIES: ReadonlySet<string> = new Set(['540125000000', '540126000000'])

/**
 * Which facts name a region that does not exist: a province that there is not, or a county that there is not in a city
 * whose units have been imported. Of any other city nothing is known, and nothing refused.
 *
 * @returns one answer for each
 */
export async function unknownRegions(
  db: Db,
  all: readonly Pick<Facts, 'regionCode'>[],
): Promise<(Impossible | null)[]> {
  const codes = all.map(({ regionCode }) => regionCode)
  const asked = new Set(codes.flatMap((code) => [cityIn(code), countyIn(code)]))
  const nodes = await readNodes(db, [...asked])
  const known = new Set(nodes.map(({ regionCode }) => regionCode))
  return codes.map((code) => unknown(code, known))
}

function unknown(code: string, known: ReadonlySet<string>): Impossible | null {
  if (!PROVINCES.has(code.slice(0, 2))) return noRegion(code, `there is no province ${code.slice(0, 2)}`)
  const county = countyIn(code)
  const isSought = known.has(cityIn(code)) && !known.has(county) && !FORMER_COUNTIES.has(county)
  return isSought ? noRegion(code, `the city has no county ${county.slice(0, 6)}`) : null
}

const cityIn = (code: string): string => code.slice(0, 4).padEnd(12, '0')
const countyIn = (code: string): string => code.slice(0, 6).padEnd(12, '0')

function noRegion(code: string, why: string): Impossible {
  return {
    pointers: ['/regionCode'],
    rule: 'region.known',
    textEn: `regionCode ${code} does not exist: ${why}`,
    textZh: `区划代码${code}不存在`,
  }
}

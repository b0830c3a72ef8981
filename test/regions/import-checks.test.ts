import t from 'tap'
import { checkTree, type KnownUnits } from '../../src/regions/import-checks.ts'

const CITY = '540200000000'
const COUNTY = '540202000000'
const TOWNSHIP = '540202100000'
const VILLAGE = '540202100201'
const OTHER_VILLAGE = '540202100202'

const unit = (regionCode: string, closedOn: string | null = null, openedOn = '2000-01-01') => ({
  regionCode,
  nameZh: '某地',
  nameRomanised: null,
  nameBo: null,
  aliases: [],
  openedOn,
  closedOn,
})
type Unit = ReturnType<typeof unit>

function known(nodes: Unit[], below: [string, Unit[]][] = []): KnownUnits {
  return { nodes: new Map(nodes.map((node) => [node.regionCode, node])), below: new Map(below) }
}

const found = (rows: Unit[], units = known([])) =>
  checkTree(rows, units).map(({ pointer, code }) => `${pointer} ${code}`)

t.test('a whole city in one file needs nothing above it, in any order of rows', (t) => {
  t.same(found([unit(VILLAGE), unit(TOWNSHIP), unit(CITY), unit(COUNTY)]), [])
  t.same(found([unit('540000000000')]), [])
  t.end()
})

t.test('a county, township or village needs the unit above, in the file or known', (t) => {
  t.same(found([unit(CITY), unit(TOWNSHIP)]), ['/rows/1/regionCode unknown_above'])
  t.same(found([unit(VILLAGE)]), ['/rows/0/regionCode unknown_above'])
  t.same(found([unit(VILLAGE)], known([unit(TOWNSHIP)])), [])
  t.end()
})

t.test('a township may lie below a city without counties; a village never below a county', (t) => {
  t.same(found([unit('441900000000'), unit('441900003000')]), [])
  t.same(found([unit(CITY), unit(COUNTY), unit('540202000201')]), ['/rows/2/regionCode tier_misfit'])
  t.same(found([unit('540000000000'), unit('540001000000')]), ['/rows/1/regionCode tier_misfit'])
  t.end()
})

t.test('a unit stands in the file once', (t) => {
  t.same(found([unit(CITY), unit(COUNTY), unit(CITY), unit(CITY)]), [
    '/rows/2/regionCode duplicate',
    '/rows/3/regionCode duplicate',
  ])
  t.end()
})

t.test('a unit closes on its first day or later', (t) => {
  t.same(found([unit(CITY, '2000-01-01')]), [])
  t.same(found([unit(CITY, '1999-12-31')]), ['/rows/0/closedOn closed_before_opened'])
  t.end()
})

t.test('a unit closes only when those below it close no later', (t) => {
  const above = known([unit(COUNTY), unit(TOWNSHIP)])
  const withVillage = (closedOn: string | null) =>
    known([unit(COUNTY), unit(TOWNSHIP)], [[TOWNSHIP, [unit(VILLAGE, closedOn)]]])
  const closing = unit(TOWNSHIP, '2024-06-01')
  t.same(found([closing], above), [], 'nothing is below it')
  t.same(found([closing], withVillage('2024-06-01')), [])
  t.same(found([closing], withVillage('2024-06-02')), ['/rows/0/closedOn open_below'])
  t.same(found([closing], withVillage(null)), ['/rows/0/closedOn open_below'])
  t.same(found([closing, unit(VILLAGE, '2024-05-31')], withVillage(null)), [], 'the file closes it too')
  t.same(found([closing, unit(OTHER_VILLAGE)], above), ['/rows/1/closedOn above_closed'])
  t.same(found([unit(OTHER_VILLAGE)], known([closing])), ['/rows/0/closedOn above_closed'])
  t.end()
})

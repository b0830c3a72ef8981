import t from 'tap'
import {
  ancestorAt,
  ancestorsOf,
  cityOf,
  codeAbove,
  countyOf,
  covers,
  isRegionCode,
  lastCodeUnder,
  significantPrefix,
  tierOf,
} from '../../src/regions/codes.ts'

const TIBET = '540000000000'
const LHASA = '540100000000'
const DAMXUNG = '540122000000'
const TOWNSHIP = '540122101000'
const VILLAGE = '540122101200'

t.test('a code says its tier, what it shares with those below, and who is above', (t) => {
  const rows = [
    [TIBET, 'province', '54', null],
    [LHASA, 'city', '5401', TIBET],
    [DAMXUNG, 'county', '540122', LHASA],
    ['540120000000', 'county', '540120', LHASA],
    ['110000000000', 'province', '11', null],
    ['501000000000', 'city', '5010', '500000000000'],
    [TOWNSHIP, 'township', '540122101', DAMXUNG],
    ['540122100000', 'township', '540122100', DAMXUNG],
    [VILLAGE, 'village', '540122101200', TOWNSHIP],
    ['540122101001', 'village', '540122101001', TOWNSHIP],
  ] as const
  for (const [code, tier, prefix, above] of rows) {
    t.equal(tierOf(code), tier, `${code} is a ${tier}`)
    t.equal(significantPrefix(code), prefix)
    t.equal(codeAbove(code), above)
  }
  t.end()
})

t.test('a township of a city without counties lies directly below its city', (t) => {
  const township = '441900003000'
  t.equal(tierOf(township), 'township')
  t.equal(codeAbove(township), '441900000000')
  t.equal(tierOf('441900000000'), 'city')
  t.equal(countyOf(township), null)
  t.equal(cityOf(township), '441900000000')
  t.end()
})

t.test('a unit covers itself and what lies below, and nothing beside or above it', (t) => {
  const rows = [
    [LHASA, LHASA, true],
    [LHASA, VILLAGE, true],
    [TIBET, VILLAGE, true],
    [DAMXUNG, VILLAGE, true],
    [TOWNSHIP, VILLAGE, true],
    [VILLAGE, VILLAGE, true],
    [VILLAGE, TOWNSHIP, false],
    [TOWNSHIP, DAMXUNG, false],
    [DAMXUNG, LHASA, false],
    [LHASA, TIBET, false],
    ['540121000000', VILLAGE, false],
    ['540122100000', VILLAGE, false],
    ['540200000000', VILLAGE, false],
    ['540120000000', DAMXUNG, false],
  ] as const
  for (const [above, region, expected] of rows) {
    t.equal(covers(above, region), expected, `${above} ${expected ? 'covers' : 'does not cover'} ${region}`)
    t.equal(region >= above && region <= lastCodeUnder(above), expected, 'and the range of codes agrees')
  }
  t.end()
})

t.test('the chain above a village runs over township, county and city to the province', (t) => {
  t.same(ancestorsOf(VILLAGE), [TOWNSHIP, DAMXUNG, LHASA, TIBET])
  t.same(ancestorsOf(TIBET), [])
  t.equal(ancestorAt(VILLAGE, 'village'), VILLAGE)
  t.equal(ancestorAt(VILLAGE, 'township'), TOWNSHIP)
  t.equal(ancestorAt(VILLAGE, 'province'), TIBET)
  t.equal(ancestorAt(LHASA, 'township'), null, 'a city is in no township')
  t.equal(countyOf(DAMXUNG), DAMXUNG, 'a county is in itself')
  t.equal(countyOf(LHASA), null)
  t.equal(cityOf(VILLAGE), LHASA)
  t.equal(cityOf(TIBET), null)
  t.end()
})

t.test('only twelve digits that begin with a province are a region code', (t) => {
  t.ok(isRegionCode(VILLAGE))
  for (const text of [
    '',
    '5401',
    '5401221012000',
    '54012210120a',
    '000000000000',
    '５４０１００００００００',
    ` ${LHASA}`,
  ]) {
    t.notOk(isRegionCode(text), JSON.stringify(text))
  }
  t.notOk(isRegionCode(`${LHASA}\n`), 'a line end is not part of a code')
  t.end()
})

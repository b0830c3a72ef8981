import fc from 'fast-check'
import t from 'tap'
import { addDays, nextClockTime, shanghaiDay, shanghaiInstant, shanghaiIso } from '../src/shanghai.ts'
import { fromFormUnit, inFormUnit } from '../src/units.ts'

t.test('a day in Shanghai begins at 16:00 UTC', async (t) => {
  t.equal(shanghaiDay(new Date('2025-06-10T15:59:59.999Z')), '2025-06-10')
  t.equal(shanghaiDay(new Date('2025-06-10T16:00:00.000Z')), '2025-06-11')
  t.equal(shanghaiIso(new Date('2008-10-06T08:30:00Z')), '2008-10-06T16:30:00.000+08:00')
})

t.test('clock times of a day', async (t) => {
  t.equal(shanghaiInstant('2025-06-11', '09:00').toISOString(), '2025-06-11T01:00:00.000Z')
  t.equal(shanghaiInstant('2025-06-11').toISOString(), '2025-06-10T16:00:00.000Z')
  t.same(shanghaiInstant('2025-06-11', '24:00'), shanghaiInstant('2025-06-12'))
  t.equal(addDays('2024-02-28', 1), '2024-02-29')
  t.equal(addDays('2025-01-01', -1), '2024-12-31')
})

t.test('the next clock time is now or later, by less than a day', async (t) => {
  const instants = fc.date({ min: new Date('2000-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(instants, fc.constantFrom('00:00', '08:00', '09:00', '12:00', '23:59'), (from, clock) => {
        const next = nextClockTime(from, clock)
        const waits = next.getTime() - from.getTime()
        return waits >= 0 && waits < 86_400_000 && shanghaiIso(next).slice(11, 16) === clock
      }),
    ),
  )
})

t.test('an instant survives being written and read', async (t) => {
  const instants = fc.date({ min: new Date('1993-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(instants, (instant) => new Date(shanghaiIso(instant)).getTime() === instant.getTime()),
    ),
  )
})

t.test('units of the form and base units', async (t) => {
  t.equal(fromFormUnit(0.01, 10_000), 100)
  t.equal(fromFormUnit(1.23, 10_000), 12_300)
  t.equal(inFormUnit(12_345, 10_000), 1.23)
  t.equal(inFormUnit(7, 1), 7)
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        fc.nat(100_000_000),
        (hundredths) => fromFormUnit(inFormUnit(hundredths * 100, 10_000), 10_000) === hundredths * 100,
      ),
    ),
  )
})

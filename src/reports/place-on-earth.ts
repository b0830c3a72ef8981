import { createRequire } from 'node:module'
import type { NewReport } from './schemas.ts'

type Position = [longitude: number, latitude: number]

const require = createRequire(import.meta.url)
/** The package's typings describe a default export that its CommonJS build does not have. */
const gcoord: { transform(position: Position, from: 'GCJ02', to: 'WGS84'): Position } = require('gcoord')

/**
 * A place in WGS-84 (EPSG:4326). GCJ-02, which Chinese map services give, is converted; CGCS2000 differs from
 * WGS-84 by centimetres and is taken as it is.
 */
export function asWgs84(location: NonNullable<NewReport['location']>) {
  const { latitude, longitude, datum, ...rest } = location
  const given: Position = [longitude, latitude]
  const [east, north] = datum === 'gcj02' ? gcoord.transform(given, 'GCJ02', 'WGS84') : given
  return { latitude: round(north), longitude: round(east), givenIn: datum, ...rest }
}

/** Seven decimals are a centimetre. */
function round(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7
}

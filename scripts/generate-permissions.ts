/** Writes docs/permissions.md from the matrix in test/matrix. Run it when a row has changed, and read the difference. */
import { writeFile } from 'node:fs/promises'
import { permissionsPage } from '../test/matrix/page.ts'

await writeFile(new URL('../docs/permissions.md', import.meta.url), permissionsPage())

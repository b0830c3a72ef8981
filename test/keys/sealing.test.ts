import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { ConfigError } from '../../src/config.ts'
import { seal, UnsealError, unseal } from '../../src/keys/sealing.ts'
import { readSealingKey } from '../../src/keys/sealing-key.ts'

const KEY = Buffer.alloc(32, 1)
const SECRET = Buffer.from('what nobody may read')

t.test('what is sealed opens with the same key and context, and with nothing else', (t) => {
  const sealed = seal(KEY, SECRET, 'here')
  t.same(unseal(KEY, sealed, 'here'), SECRET)
  t.not(seal(KEY, SECRET, 'here'), sealed, 'never twice alike')
  const [version, nonce, body = ''] = sealed.split('.')
  const altered = body.startsWith('A') ? `B${body.slice(1)}` : `A${body.slice(1)}`
  const rows: [string, Buffer, string, string][] = [
    ['another key', Buffer.alloc(32, 2), sealed, 'here'],
    ['another context', KEY, sealed, 'there'],
    ['an altered body', KEY, `${version}.${nonce}.${altered}`, 'here'],
    ['a shortened body', KEY, `${version}.${nonce}.${body.slice(0, 8)}`, 'here'],
    ['an altered nonce', KEY, `${version}.AAAAAAAAAAAAAAAA.${body}`, 'here'],
    ['an unknown version', KEY, `v2.${nonce}.${body}`, 'here'],
    ['one part too many', KEY, `${sealed}.x`, 'here'],
    ['nothing', KEY, '', 'here'],
  ]
  for (const [what, key, text, context] of rows) t.throws(() => unseal(key, text, context), UnsealError, what)
  t.end()
})

t.test('the sealing key is the configured one, or a file made once for its owner alone', async (t) => {
  const SEALING_KEY = Buffer.alloc(32, 5).toString('base64')
  t.same(await readSealingKey({ SEALING_KEY, DATA_DIR: '/nowhere' }), Buffer.alloc(32, 5))

  const folder = t.testdir()
  for (let round = 0; round < 10; round++) {
    const DATA_DIR = join(folder, `new-${round}`)
    const starts = Array.from({ length: 32 }, (_, i) =>
      sleep(i * round * 0.05).then(() => readSealingKey({ DATA_DIR })),
    )
    const keys = await Promise.all(starts)
    t.equal(new Set(keys.map((key) => key.toString('hex'))).size, 1, 'processes that start together agree')
    t.equal(keys[0]?.length, 32)
    t.same(await readdir(DATA_DIR), ['sealing-key'], 'no draft is left')
    t.equal((await stat(join(DATA_DIR, 'sealing-key'))).mode & 0o777, 0o600)
    t.same(await readSealingKey({ DATA_DIR }), keys[0], 'and it stays')
  }
})

t.test('a file that holds no key stops the start with a sentence, and is left as it is', async (t) => {
  const DATA_DIR = t.testdir({ 'sealing-key': 'not a key\n' })
  await t.rejects(
    readSealingKey({ DATA_DIR }),
    new ConfigError(
      `${DATA_DIR}/sealing-key does not hold a sealing key (32 bytes in base64). Put back the file this database was started with, or set SEALING_KEY.`,
    ),
  )
  t.equal(await readFile(join(DATA_DIR, 'sealing-key'), 'utf8'), 'not a key\n')
})

t.test('a folder that cannot be used is a plain failure', async (t) => {
  const folder = t.testdir({ file: 'not a folder' })
  await t.rejects(readSealingKey({ DATA_DIR: join(folder, 'file') }), { code: 'ENOTDIR' })
})

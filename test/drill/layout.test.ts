import t from 'tap'
import { cells, pad, table, wrap } from '../../src/drill/print/layout.ts'

t.test('Chinese characters take two cells, so that columns stand straight', async (t) => {
  t.equal(cells('abc'), 3)
  t.equal(cells('当雄县'), 6)
  t.equal(cells('县 ≤30'), 6)
  t.equal(pad('当雄', 6), '当雄  ')
  t.equal(pad('toolong', 3), 'toolong')
  t.strictSame(table(['单位', 'n'], [['x', '1']]), ['  单位  n', '  x     1'])
})

t.test(
  'lines break between English words and anywhere in Chinese, never before a closing mark',
  async (t) => {
    t.strictSame(wrap('one two three', 7), ['one two', 'three'])
    t.strictSame(wrap('房屋倒塌', 4), ['房屋', '倒塌'])
    t.strictSame(wrap('房屋。倒塌', 4), ['房屋。', '倒塌'])
    t.strictSame(wrap('', 4), [])
  },
)

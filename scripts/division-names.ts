/**
 * Names of Lhasa's units that the national list does not have: established romanisations, Tibetan names, and other
 * spellings and former names that reports and maps still use. Keyed by the code without its zeros.
 */
export const ESTABLISHED: Readonly<Record<string, { nameRomanised: string; nameBo: string | null }>> = {
  '5401': { nameRomanised: 'Lhasa', nameBo: 'ལྷ་ས་གྲོང་ཁྱེར།' },
  '540102': { nameRomanised: 'Chengguan', nameBo: 'ཁྲིན་ཀོན་ཆུས།' },
  '540103': { nameRomanised: 'Doilungdêqên', nameBo: 'སྟོད་ལུང་བདེ་ཆེན་ཆུས།' },
  '540104': { nameRomanised: 'Dagzê', nameBo: 'སྟག་རྩེ་ཆུས།' },
  '540121': { nameRomanised: 'Lhünzhub', nameBo: 'ལྷུན་གྲུབ་རྫོང་།' },
  '540122': { nameRomanised: 'Damxung', nameBo: 'འདམ་གཞུང་རྫོང་།' },
  '540123': { nameRomanised: 'Nyêmo', nameBo: 'སྙེ་མོ་རྫོང་།' },
  '540124': { nameRomanised: 'Qüxü', nameBo: 'ཆུ་ཤུར་རྫོང་།' },
  '540127': { nameRomanised: 'Maizhokunggar', nameBo: 'མལ་གྲོ་གུང་དཀར་རྫོང་།' },
  '540122101': { nameRomanised: 'Yangbajain', nameBo: null },
}

export const ALIASES: Readonly<Record<string, readonly string[]>> = {
  '5401': ['Lasa'],
  '540103': ['堆龙德庆县', '堆龙区', 'Doilungdeqen', 'Duilongdeqing'],
  '540104': ['达孜县', 'Dagze', 'Dazi'],
  '540121': ['Lhunzhub', 'Linzhou'],
  '540122': ['Dangxiong'],
  '540123': ['Nyemo', 'Nimu'],
  '540124': ['Quxu', 'Qushui'],
  '540127': ['墨竹县', 'Mozhugongka'],
  // former townships that became subdistricts or towns
  '540102010': ['蔡公堂乡'],
  '540102011': ['夺底乡'],
  '540102012': ['娘热乡'],
  '540102013': ['纳金乡'],
  '540103001': ['东嘎镇'],
  '540103002': ['乃琼镇'],
  '540103003': ['羊达乡'],
  '540103004': ['柳梧乡'],
  '540103102': ['古荣乡'],
  '540103103': ['马乡'],
  '540103104': ['德庆乡'],
  '540123101': ['吞巴乡'],
  // other spellings in local use
  '540102007': ['噶玛贡桑街道'],
  '540102010201': ['慈觉林村'],
  '540104204': ['邦堆乡'],
  '540104204201': ['邦堆村'],
  '540121204': ['边角林乡'],
  '540122101': ['Yangbajing'],
  '540122205': ['纳木错乡'],
  '540122205202': ['纳木错村'],
}

/** Readings that a dictionary gets wrong in these place names. */
export const READINGS: Readonly<Record<string, string>> = {
  藏热: 'zàng rè',
  藏雄: 'zàng xióng',
  柏林: 'bǎi lín',
}

/**
 * The indicators of the flash report (快报指标): the 66 of the national system in its order, then Lhasa's own.
 * Declared once: request bodies, columns, labels, checks and exports all come from this table.
 */

import { type IndicatorRow, lhasa, national } from './indicator-row.ts'

export type { Quantity } from './indicator-row.ts'

const TABLE = [
  national(1, 'flooded_towns', '受淹乡镇(街道)数量', 'Flooded townships', '个'),
  national(2, 'affected_pop', '受灾人口', 'Affected people', '人'),
  national(3, 'dead', '因灾死亡人口', 'Deaths', '人'),
  national(4, 'missing', '因灾失踪人口', 'Missing people', '人'),
  national(5, 'injured', '因灾受伤人口', 'Injured people', '人'),
  national(6, 'seriously_injured', '因灾重伤人口', 'Seriously injured people', '人', 'injured'),
  national(7, 'evac_avoid', '紧急避险转移人口', 'People evacuated ahead of danger', '人'),
  national(8, 'relocated_cum', '紧急转移安置人口(累计值)', 'Relocated people, cumulative', '人'),
  national(9, 'relocated_now', '紧急转移安置人口(实时值)', 'Relocated people, now', '人'),
  national(
    10,
    'central_cum',
    '集中安置人口(累计值)',
    'Relocated in central sites, cumulative',
    '人',
    'relocated_cum',
  ),
  national(
    11,
    'central_now',
    '集中安置人口(实时值)',
    'Relocated in central sites, now',
    '人',
    'relocated_now',
  ),
  national(
    12,
    'dispersed_cum',
    '分散安置人口(累计值)',
    'Relocated dispersed, cumulative',
    '人',
    'relocated_cum',
  ),
  national(13, 'dispersed_now', '分散安置人口(实时值)', 'Relocated dispersed, now', '人', 'relocated_now'),
  national(14, 'central_sites_cum', '集中安置点数量(累计值)', 'Central sites, cumulative', '个'),
  national(15, 'central_sites_now', '集中安置点数量(实时值)', 'Central sites, now', '个'),
  national(
    16,
    'urgent_aid_cum',
    '需紧急生活救助人口(累计值)',
    'People needing emergency aid, cumulative',
    '人',
  ),
  national(17, 'urgent_aid_now', '需紧急生活救助人口(实时值)', 'People needing emergency aid, now', '人'),
  national(18, 'transitional_aid', '需过渡期生活救助人口', 'People needing transitional aid', '人'),
  national(
    19,
    'drought_aid_cum',
    '因旱需生活救助人口(累计值)',
    'People needing drought aid, cumulative',
    '人',
  ),
  national(20, 'drought_aid_now', '因旱需生活救助人口(实时值)', 'People needing drought aid, now', '人'),
  national(
    21,
    'drought_water_cum',
    '因旱饮水困难需救助人口(累计值)',
    'People short of drinking water, cumulative',
    '人',
    'drought_aid_cum',
  ),
  national(
    22,
    'drought_water_now',
    '因旱饮水困难需救助人口(实时值)',
    'People short of drinking water, now',
    '人',
    'drought_aid_now',
  ),
  national(23, 'collapsed_rooms', '倒塌房屋间数', 'Collapsed rooms', '间'),
  national(24, 'collapsed_home_rooms', '倒塌住房间数', 'Collapsed rooms of homes', '间', 'collapsed_rooms'),
  national(25, 'collapsed_home_hh', '倒塌住房户数', 'Households with collapsed homes', '户'),
  national(26, 'severe_rooms', '严重损坏房屋间数', 'Severely damaged rooms', '间'),
  national(
    27,
    'severe_home_rooms',
    '严重损坏住房间数',
    'Severely damaged rooms of homes',
    '间',
    'severe_rooms',
  ),
  national(28, 'severe_home_hh', '严重损坏住房户数', 'Households with severely damaged homes', '户'),
  national(29, 'general_rooms', '一般损坏房屋间数', 'Moderately damaged rooms', '间'),
  national(
    30,
    'general_home_rooms',
    '一般损坏住房间数',
    'Moderately damaged rooms of homes',
    '间',
    'general_rooms',
  ),
  national(31, 'general_home_hh', '一般损坏住房户数', 'Households with moderately damaged homes', '户'),
  national(32, 'crop_affected', '农作物受灾面积', 'Crop area affected', '公顷'),
  national(33, 'grain_affected', '粮食作物受灾面积', 'Grain area affected', '公顷', 'crop_affected'),
  national(34, 'crop_damaged', '农作物成灾面积', 'Crop area damaged', '公顷'),
  national(35, 'grain_damaged', '粮食作物成灾面积', 'Grain area damaged', '公顷', 'crop_damaged'),
  national(36, 'crop_lost', '农作物绝收面积', 'Crop area lost', '公顷'),
  national(37, 'grain_lost', '粮食作物绝收面积', 'Grain area lost', '公顷', 'crop_lost'),
  national(38, 'grassland', '草场受灾面积', 'Pasture affected', '公顷'),
  national(39, 'forest', '林地受灾面积', 'Forest land affected', '公顷'),
  national(40, 'livestock_dead', '因灾死亡牲畜', 'Livestock dead', '头只'),
  national(41, 'livestock_dead_large', '因灾死亡大牲畜', 'Large livestock dead', '头只', 'livestock_dead'),
  national(42, 'livestock_dead_small', '因灾死亡小牲畜', 'Small livestock dead', '头只', 'livestock_dead'),
  national(43, 'livestock_thirst', '因旱饮水困难牲畜', 'Livestock short of water', '头只'),
  national(
    44,
    'livestock_thirst_large',
    '因旱饮水困难大牲畜',
    'Large livestock short of water',
    '头只',
    'livestock_thirst',
  ),
  national(
    45,
    'livestock_thirst_small',
    '因旱饮水困难小牲畜',
    'Small livestock short of water',
    '头只',
    'livestock_thirst',
  ),
  national(46, 'aquaculture', '水产养殖受灾面积', 'Aquaculture area affected', '公顷'),
  national(47, 'firms', '受损工业企业数量', 'Industrial firms damaged', '个'),
  national(48, 'shops', '受损商贸网点数量', 'Shops damaged', '个'),
  national(49, 'road_m', '受损公路长度', 'Roads damaged', '千米'),
  national(50, 'telecom_m', '受损通信线路长度', 'Telecom lines damaged', '皮长公里'),
  national(51, 'base_stations', '受损通信基站数量', 'Base stations damaged', '个'),
  national(52, 'power_m', '受损电力线路长度', 'Power lines damaged', '千米'),
  national(53, 'power_sets', '受损输变电设备数量', 'Power equipment damaged', '台套'),
  national(54, 'reservoirs', '受损水库数量', 'Reservoirs damaged', '个'),
  national(55, 'dike_m', '受损堤防长度', 'Dikes damaged', '千米'),
  national(56, 'muni_road_m', '受损市政道路长度', 'Municipal roads damaged', '千米'),
  national(57, 'muni_pipe_m', '受损市政供水管网长度', 'Municipal water pipes damaged', '千米'),
  national(58, 'schools', '受损学校数量', 'Schools damaged', '个'),
  national(59, 'hospitals', '受损医院和卫生机构数量', 'Hospitals and clinics damaged', '个'),
  national(60, 'loss_total', '直接经济损失', 'Direct loss', '万元'),
  national(
    61,
    'loss_home',
    '住房及居民家庭财产损失',
    'Loss of homes and household property',
    '万元',
    'loss_total',
  ),
  national(
    62,
    'loss_agri',
    '农林牧渔业损失',
    'Loss in farming, forestry, herding, fishery',
    '万元',
    'loss_total',
  ),
  national(63, 'loss_industry', '工矿商贸业损失', 'Loss in industry, mining and trade', '万元', 'loss_total'),
  national(64, 'loss_infra', '基础设施损失', 'Loss of infrastructure', '万元', 'loss_total'),
  national(65, 'loss_public', '公共服务损失', 'Loss of public services', '万元', 'loss_total'),
  national(66, 'loss_other', '其他损失', 'Other loss', '万元', 'loss_total'),
  lhasa('cumulative', 67, 'dead_yaks', '因灾死亡牦牛', 'Yaks dead', '头只', 'livestock_dead_large'),
  lhasa('cumulative', 68, 'dead_sheep', '因灾死亡羊', 'Sheep and goats dead', '头只', 'livestock_dead_small'),
  lhasa('cumulative', 69, 'sheds_collapsed', '倒塌棚圈', 'Livestock sheds collapsed', '个'),
  lhasa('current', 70, 'snow_depth_cm', '积雪深度', 'Snow depth', '厘米'),
  lhasa('current', 71, 'road_cuts', '道路中断', 'Road cuts', '处'),
  lhasa('current', 72, 'villages_without_road', '断路行政村数', 'Villages without road', '个'),
  lhasa('current', 73, 'villages_without_power', '断电行政村数', 'Villages without power', '个'),
  lhasa('current', 74, 'villages_without_water', '断水行政村数', 'Villages without water', '个'),
  lhasa('current', 75, 'villages_without_telecom', '断通信行政村数', 'Villages without telecom', '个'),
  lhasa('current', 76, 'trapped', '被困人口', 'Trapped people', '人'),
] as const

export type IndicatorKey = (typeof TABLE)[number]['key']
export type Indicator = IndicatorRow<IndicatorKey, IndicatorKey | null>

/** Figures in base units: people, households, rooms, heads, items, m2, m, cm, yuan. Not given is not zero. */
export type Figures = Partial<Record<IndicatorKey, number>>

export const INDICATORS: readonly Indicator[] = TABLE

export const INDICATOR_KEYS: readonly IndicatorKey[] = TABLE.map(({ key }) => key)

export const INDICATOR_BY_KEY = Object.fromEntries(TABLE.map((row) => [row.key, row])) as Record<
  IndicatorKey,
  Indicator
>

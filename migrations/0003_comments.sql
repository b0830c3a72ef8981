-- What each column of the figures means: the official name, the unit that is stored, where it comes from.
comment on column latest_figures.flooded_towns is '受淹乡镇(街道)数量 (item); 快报 1';
--> statement-breakpoint
comment on column latest_figures.affected_pop is '受灾人口 (person); 快报 2';
--> statement-breakpoint
comment on column latest_figures.dead is '因灾死亡人口 (person); 快报 3';
--> statement-breakpoint
comment on column latest_figures.missing is '因灾失踪人口 (person); 快报 4';
--> statement-breakpoint
comment on column latest_figures.injured is '因灾受伤人口 (person); 快报 5';
--> statement-breakpoint
comment on column latest_figures.seriously_injured is '因灾重伤人口 (person); 快报 6';
--> statement-breakpoint
comment on column latest_figures.evac_avoid is '紧急避险转移人口 (person); 快报 7';
--> statement-breakpoint
comment on column latest_figures.relocated_cum is '紧急转移安置人口(累计值) (person); 快报 8';
--> statement-breakpoint
comment on column latest_figures.relocated_now is '紧急转移安置人口(实时值) (person); 快报 9';
--> statement-breakpoint
comment on column latest_figures.central_cum is '集中安置人口(累计值) (person); 快报 10';
--> statement-breakpoint
comment on column latest_figures.central_now is '集中安置人口(实时值) (person); 快报 11';
--> statement-breakpoint
comment on column latest_figures.dispersed_cum is '分散安置人口(累计值) (person); 快报 12';
--> statement-breakpoint
comment on column latest_figures.dispersed_now is '分散安置人口(实时值) (person); 快报 13';
--> statement-breakpoint
comment on column latest_figures.central_sites_cum is '集中安置点数量(累计值) (item); 快报 14';
--> statement-breakpoint
comment on column latest_figures.central_sites_now is '集中安置点数量(实时值) (item); 快报 15';
--> statement-breakpoint
comment on column latest_figures.urgent_aid_cum is '需紧急生活救助人口(累计值) (person); 快报 16';
--> statement-breakpoint
comment on column latest_figures.urgent_aid_now is '需紧急生活救助人口(实时值) (person); 快报 17';
--> statement-breakpoint
comment on column latest_figures.transitional_aid is '需过渡期生活救助人口 (person); 快报 18';
--> statement-breakpoint
comment on column latest_figures.drought_aid_cum is '因旱需生活救助人口(累计值) (person); 快报 19';
--> statement-breakpoint
comment on column latest_figures.drought_aid_now is '因旱需生活救助人口(实时值) (person); 快报 20';
--> statement-breakpoint
comment on column latest_figures.drought_water_cum is '因旱饮水困难需救助人口(累计值) (person); 快报 21';
--> statement-breakpoint
comment on column latest_figures.drought_water_now is '因旱饮水困难需救助人口(实时值) (person); 快报 22';
--> statement-breakpoint
comment on column latest_figures.collapsed_rooms is '倒塌房屋间数 (room); 快报 23';
--> statement-breakpoint
comment on column latest_figures.collapsed_home_rooms is '倒塌住房间数 (room); 快报 24';
--> statement-breakpoint
comment on column latest_figures.collapsed_home_hh is '倒塌住房户数 (household); 快报 25';
--> statement-breakpoint
comment on column latest_figures.severe_rooms is '严重损坏房屋间数 (room); 快报 26';
--> statement-breakpoint
comment on column latest_figures.severe_home_rooms is '严重损坏住房间数 (room); 快报 27';
--> statement-breakpoint
comment on column latest_figures.severe_home_hh is '严重损坏住房户数 (household); 快报 28';
--> statement-breakpoint
comment on column latest_figures.general_rooms is '一般损坏房屋间数 (room); 快报 29';
--> statement-breakpoint
comment on column latest_figures.general_home_rooms is '一般损坏住房间数 (room); 快报 30';
--> statement-breakpoint
comment on column latest_figures.general_home_hh is '一般损坏住房户数 (household); 快报 31';
--> statement-breakpoint
comment on column latest_figures.crop_affected is '农作物受灾面积 (m2); 快报 32';
--> statement-breakpoint
comment on column latest_figures.grain_affected is '粮食作物受灾面积 (m2); 快报 33';
--> statement-breakpoint
comment on column latest_figures.crop_damaged is '农作物成灾面积 (m2); 快报 34';
--> statement-breakpoint
comment on column latest_figures.grain_damaged is '粮食作物成灾面积 (m2); 快报 35';
--> statement-breakpoint
comment on column latest_figures.crop_lost is '农作物绝收面积 (m2); 快报 36';
--> statement-breakpoint
comment on column latest_figures.grain_lost is '粮食作物绝收面积 (m2); 快报 37';
--> statement-breakpoint
comment on column latest_figures.grassland is '草场受灾面积 (m2); 快报 38';
--> statement-breakpoint
comment on column latest_figures.forest is '林地受灾面积 (m2); 快报 39';
--> statement-breakpoint
comment on column latest_figures.livestock_dead is '因灾死亡牲畜 (head); 快报 40';
--> statement-breakpoint
comment on column latest_figures.livestock_dead_large is '因灾死亡大牲畜 (head); 快报 41';
--> statement-breakpoint
comment on column latest_figures.livestock_dead_small is '因灾死亡小牲畜 (head); 快报 42';
--> statement-breakpoint
comment on column latest_figures.livestock_thirst is '因旱饮水困难牲畜 (head); 快报 43';
--> statement-breakpoint
comment on column latest_figures.livestock_thirst_large is '因旱饮水困难大牲畜 (head); 快报 44';
--> statement-breakpoint
comment on column latest_figures.livestock_thirst_small is '因旱饮水困难小牲畜 (head); 快报 45';
--> statement-breakpoint
comment on column latest_figures.aquaculture is '水产养殖受灾面积 (m2); 快报 46';
--> statement-breakpoint
comment on column latest_figures.firms is '受损工业企业数量 (item); 快报 47';
--> statement-breakpoint
comment on column latest_figures.shops is '受损商贸网点数量 (item); 快报 48';
--> statement-breakpoint
comment on column latest_figures.road_m is '受损公路长度 (m); 快报 49';
--> statement-breakpoint
comment on column latest_figures.telecom_m is '受损通信线路长度 (m); 快报 50';
--> statement-breakpoint
comment on column latest_figures.base_stations is '受损通信基站 (item); 快报 51';
--> statement-breakpoint
comment on column latest_figures.power_m is '受损电力线路长度 (m); 快报 52';
--> statement-breakpoint
comment on column latest_figures.power_sets is '受损输变电设备 (item); 快报 53';
--> statement-breakpoint
comment on column latest_figures.reservoirs is '受损水库 (item); 快报 54';
--> statement-breakpoint
comment on column latest_figures.dike_m is '受损堤防长度 (m); 快报 55';
--> statement-breakpoint
comment on column latest_figures.muni_road_m is '受损市政道路长度 (m); 快报 56';
--> statement-breakpoint
comment on column latest_figures.muni_pipe_m is '受损市政供水管网长度 (m); 快报 57';
--> statement-breakpoint
comment on column latest_figures.schools is '受损学校 (item); 快报 58';
--> statement-breakpoint
comment on column latest_figures.hospitals is '受损医院和卫生机构 (item); 快报 59';
--> statement-breakpoint
comment on column latest_figures.loss_total is '直接经济损失 (yuan); 快报 60';
--> statement-breakpoint
comment on column latest_figures.loss_home is '住房及居民家庭财产损失 (yuan); 快报 61';
--> statement-breakpoint
comment on column latest_figures.loss_agri is '农林牧渔业损失 (yuan); 快报 62';
--> statement-breakpoint
comment on column latest_figures.loss_industry is '工矿商贸业损失 (yuan); 快报 63';
--> statement-breakpoint
comment on column latest_figures.loss_infra is '基础设施损失 (yuan); 快报 64';
--> statement-breakpoint
comment on column latest_figures.loss_public is '公共服务损失 (yuan); 快报 65';
--> statement-breakpoint
comment on column latest_figures.loss_other is '其他损失 (yuan); 快报 66';
--> statement-breakpoint
comment on column latest_figures.dead_yaks is '因灾死亡牦牛 (head); 拉萨增设';
--> statement-breakpoint
comment on column latest_figures.dead_sheep is '因灾死亡羊 (head); 拉萨增设';
--> statement-breakpoint
comment on column latest_figures.sheds_collapsed is '倒塌棚圈 (item); 拉萨增设';
--> statement-breakpoint
comment on column latest_figures.snow_depth_cm is '积雪深度 (cm); 拉萨增设';
--> statement-breakpoint
comment on column latest_figures.road_cuts is '道路中断 (item); 拉萨增设';
--> statement-breakpoint
comment on column latest_figures.villages_without_road is '断路行政村数 (item); 拉萨增设';
--> statement-breakpoint
comment on column latest_figures.villages_without_power is '断电行政村数 (item); 拉萨增设';
--> statement-breakpoint
comment on column latest_figures.villages_without_water is '断水行政村数 (item); 拉萨增设';
--> statement-breakpoint
comment on column latest_figures.villages_without_telecom is '断通信行政村数 (item); 拉萨增设';
--> statement-breakpoint
comment on column latest_figures.trapped is '被困人口 (person); 拉萨增设';

CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"login" text NOT NULL,
	"kind" text NOT NULL,
	"display_name" text,
	"phone" text,
	"language" text DEFAULT 'zh' NOT NULL,
	"post" text,
	"password_hash" text,
	"created_at" timestamptz NOT NULL,
	"created_by" uuid,
	"disabled_at" timestamptz,
	"disabled_reason" text,
	CONSTRAINT "accounts_kind_known" CHECK ("accounts"."kind" in ('person', 'system')),
	CONSTRAINT "accounts_language_known" CHECK ("accounts"."language" in ('zh', 'bo', 'en')),
	CONSTRAINT "accounts_post_known" CHECK ("accounts"."post" in ('A', 'B')),
	CONSTRAINT "accounts_systems_have_no_password" CHECK ("accounts"."kind" = 'person' or "accounts"."password_hash" is null)
);
--> statement-breakpoint
CREATE TABLE "bindings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"role" text NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"section_code" text,
	"department_code" text,
	"since" timestamptz NOT NULL,
	"until" timestamptz,
	CONSTRAINT "bindings_role_known" CHECK ("bindings"."role" in ('officer', 'reviewer', 'duty_officer', 'duty_leader', 'section_clerk', 'department_liaison', 'administrator', 'auditor', 'system')),
	CONSTRAINT "bindings_clerk_has_section" CHECK (("bindings"."role" = 'section_clerk') = ("bindings"."section_code" is not null)),
	CONSTRAINT "bindings_liaison_has_department" CHECK (("bindings"."role" = 'department_liaison') = ("bindings"."department_code" is not null))
);
--> statement-breakpoint
CREATE TABLE "client_secrets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"secret_hash" text NOT NULL,
	"created_at" timestamptz NOT NULL,
	"last_used_at" timestamptz,
	"revoked_at" timestamptz
);
--> statement-breakpoint
CREATE TABLE "login_attempts" (
	"login_hash" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_at" timestamptz NOT NULL,
	"locked_until" timestamptz,
	CONSTRAINT "login_attempts_counts_failures" CHECK ("login_attempts"."failures" > 0)
);
--> statement-breakpoint
CREATE TABLE "refresh_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"issued_at" timestamptz NOT NULL,
	"expires_at" timestamptz NOT NULL,
	"used_at" timestamptz,
	"successor_id" uuid,
	CONSTRAINT "refresh_tokens_used_has_successor" CHECK (("refresh_tokens"."used_at" is null) = ("refresh_tokens"."successor_id" is null))
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"device" text NOT NULL,
	"created_at" timestamptz NOT NULL,
	"expires_at" timestamptz NOT NULL,
	"revoked_at" timestamptz,
	"revoked_reason" text,
	CONSTRAINT "sessions_revoked_with_reason" CHECK (("sessions"."revoked_at" is null) = ("sessions"."revoked_reason" is null))
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_entries_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamptz NOT NULL,
	"account_id" uuid,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"region_code" text collate "C",
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "database_purpose" (
	"is_only" boolean DEFAULT true NOT NULL,
	"purpose" text NOT NULL,
	CONSTRAINT "database_purpose_is_only_pk" PRIMARY KEY("is_only"),
	CONSTRAINT "database_purpose_only_one" CHECK ("database_purpose"."is_only"),
	CONSTRAINT "database_purpose_known" CHECK ("database_purpose"."purpose" in ('production', 'simulation'))
);
--> statement-breakpoint
CREATE TABLE "simulated_clock" (
	"is_only" boolean DEFAULT true NOT NULL,
	"now" timestamptz NOT NULL,
	CONSTRAINT "simulated_clock_is_only_pk" PRIMARY KEY("is_only"),
	CONSTRAINT "simulated_clock_only_one" CHECK ("simulated_clock"."is_only")
);
--> statement-breakpoint
CREATE TABLE "deadlines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"duty" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"set_at" timestamptz NOT NULL,
	"due_at" timestamptz NOT NULL,
	"limit" jsonb NOT NULL,
	"because" jsonb NOT NULL,
	"met_at" timestamptz,
	"met_by_id" uuid,
	"missed_at" timestamptz,
	"replaced_at" timestamptz,
	"replaced_by_id" uuid,
	"replaced_reason" text,
	CONSTRAINT "deadlines_missed_only_after_due" CHECK ("deadlines"."missed_at" > "deadlines"."due_at"),
	CONSTRAINT "deadlines_met_by_something" CHECK (("deadlines"."met_at" is null) = ("deadlines"."met_by_id" is null)),
	CONSTRAINT "deadlines_replaced_with_reason" CHECK (("deadlines"."replaced_at" is null) = ("deadlines"."replaced_reason" is null))
);
--> statement-breakpoint
CREATE TABLE "engine_steps" (
	"name" text PRIMARY KEY NOT NULL,
	"last_started_at" timestamptz NOT NULL,
	"last_finished_at" timestamptz,
	"last_count" integer DEFAULT 0 NOT NULL,
	"last_ms" integer DEFAULT 0 NOT NULL,
	"runs" bigint DEFAULT 0 NOT NULL,
	"done" bigint DEFAULT 0 NOT NULL,
	"failures" bigint DEFAULT 0 NOT NULL,
	"last_error" text,
	"last_error_at" timestamptz
);
--> statement-breakpoint
CREATE TABLE "escalations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"from_code" text collate "C" NOT NULL,
	"to_tier" text NOT NULL,
	"to_code" text collate "C",
	"owner_code" text collate "C" NOT NULL,
	"cause_kind" text NOT NULL,
	"cause_id" uuid NOT NULL,
	"step" integer NOT NULL,
	"severity_rank" integer NOT NULL,
	"because" jsonb NOT NULL,
	"escalated_at" timestamptz NOT NULL,
	"acknowledged_at" timestamptz,
	"acknowledged_by" uuid,
	"resolved_at" timestamptz,
	"resolved_by" uuid,
	"resolution" text,
	CONSTRAINT "escalations_cause_known" CHECK ("escalations"."cause_kind" in ('severity', 'direct_report', 'deadline_missed', 'ordered')),
	CONSTRAINT "escalations_tier_known" CHECK ("escalations"."to_tier" in ('township', 'county', 'city', 'autonomous_region', 'ministry', 'state_council')),
	CONSTRAINT "escalations_outside_has_no_node" CHECK (("escalations"."to_code" is null) = ("escalations"."to_tier" in ('autonomous_region', 'ministry', 'state_council'))),
	CONSTRAINT "escalations_moves" CHECK ("escalations"."to_code" is null or "escalations"."to_code" <> "escalations"."from_code"),
	CONSTRAINT "escalations_acknowledged_by_someone" CHECK (("escalations"."acknowledged_at" is null) = ("escalations"."acknowledged_by" is null)),
	CONSTRAINT "escalations_resolved_after_acknowledged" CHECK ("escalations"."resolved_at" is null or ("escalations"."acknowledged_at" is not null and "escalations"."resolved_by" is not null and "escalations"."resolution" is not null))
);
--> statement-breakpoint
CREATE TABLE "event_regions" (
	"event_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"added_at" timestamptz NOT NULL,
	"added_by" uuid,
	CONSTRAINT "event_regions_event_id_region_code_pk" PRIMARY KEY("event_id","region_code"),
	CONSTRAINT "event_regions_county_or_city" CHECK (tier_of_region_code("event_regions"."region_code") in ('county', 'city'))
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"hazard" text NOT NULL,
	"subhazard" text,
	"title" text,
	"region_code" text collate "C" NOT NULL,
	"occurred_at" timestamptz NOT NULL,
	"opened_at" timestamptz NOT NULL,
	"opened_by_version_id" uuid NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"is_exercise" boolean DEFAULT false NOT NULL,
	"severity" text,
	"severity_rank" smallint DEFAULT 0 NOT NULL,
	"severity_since" timestamptz,
	"answers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"facts" jsonb NOT NULL,
	CONSTRAINT "events_state_known" CHECK ("events"."state" in ('open', 'stable', 'closed')),
	CONSTRAINT "events_severity_known" CHECK ("events"."severity" in ('especially_serious', 'serious', 'relatively_serious', 'ordinary')),
	CONSTRAINT "events_severity_rank_fits" CHECK ("events"."severity_rank" = case "events"."severity" when 'especially_serious' then 4 when 'serious' then 3 when 'relatively_serious' then 2 when 'ordinary' then 1 else 0 end),
	CONSTRAINT "events_not_reported_before_they_happen" CHECK ("events"."occurred_at" <= "events"."opened_at")
);
--> statement-breakpoint
CREATE TABLE "severity_answers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"ladder" text NOT NULL,
	"level" text,
	"because" jsonb NOT NULL,
	"version_id" uuid NOT NULL,
	"answered_at" timestamptz NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"public_jwk" jsonb,
	"sealed_secret" text NOT NULL,
	"created_at" timestamptz NOT NULL,
	"retired_at" timestamptz,
	CONSTRAINT "signing_keys_purpose_known" CHECK ("signing_keys"."purpose" in ('access_token', 'receipt', 'refresh_token'))
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"topic" text NOT NULL,
	"event_id" uuid,
	"region_code" text collate "C",
	"subject_id" uuid NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamptz NOT NULL
);
--> statement-breakpoint
CREATE TABLE "nodes" (
	"region_code" text collate "C" PRIMARY KEY NOT NULL,
	"above_code" text collate "C",
	"tier" text NOT NULL,
	"name_zh" text NOT NULL,
	"name_romanised" text,
	"name_bo" text,
	"aliases" text[] DEFAULT '{}' NOT NULL,
	"opened_on" date NOT NULL,
	"closed_on" date,
	"source" text NOT NULL,
	CONSTRAINT "nodes_code_has_twelve_digits" CHECK ("nodes"."region_code" ~ '^[0-9]{12}$'),
	CONSTRAINT "nodes_tier_known" CHECK ("nodes"."tier" in ('province', 'city', 'county', 'township', 'village')),
	CONSTRAINT "nodes_tier_fits_code" CHECK ("nodes"."tier" = tier_of_region_code("nodes"."region_code")),
	CONSTRAINT "nodes_above_fits_code" CHECK ("nodes"."above_code" is null or "nodes"."above_code" = code_above("nodes"."region_code")),
	CONSTRAINT "nodes_closed_after_opened" CHECK ("nodes"."closed_on" is null or "nodes"."closed_on" >= "nodes"."opened_on")
);
--> statement-breakpoint
CREATE TABLE "held_reports" (
	"version_id" uuid PRIMARY KEY NOT NULL,
	"missing_parent_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"idempotency_key" text NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"sent_at" timestamptz,
	"received_at" timestamptz NOT NULL,
	"released_at" timestamptz,
	"problem" jsonb
);
--> statement-breakpoint
CREATE TABLE "latest_figures" (
	"event_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"version_id" uuid NOT NULL,
	"flooded_towns" bigint,
	"affected_pop" bigint,
	"dead" bigint,
	"missing" bigint,
	"injured" bigint,
	"seriously_injured" bigint,
	"evac_avoid" bigint,
	"relocated_cum" bigint,
	"relocated_now" bigint,
	"central_cum" bigint,
	"central_now" bigint,
	"dispersed_cum" bigint,
	"dispersed_now" bigint,
	"central_sites_cum" bigint,
	"central_sites_now" bigint,
	"urgent_aid_cum" bigint,
	"urgent_aid_now" bigint,
	"transitional_aid" bigint,
	"drought_aid_cum" bigint,
	"drought_aid_now" bigint,
	"drought_water_cum" bigint,
	"drought_water_now" bigint,
	"collapsed_rooms" bigint,
	"collapsed_home_rooms" bigint,
	"collapsed_home_hh" bigint,
	"severe_rooms" bigint,
	"severe_home_rooms" bigint,
	"severe_home_hh" bigint,
	"general_rooms" bigint,
	"general_home_rooms" bigint,
	"general_home_hh" bigint,
	"crop_affected" bigint,
	"grain_affected" bigint,
	"crop_damaged" bigint,
	"grain_damaged" bigint,
	"crop_lost" bigint,
	"grain_lost" bigint,
	"grassland" bigint,
	"forest" bigint,
	"livestock_dead" bigint,
	"livestock_dead_large" bigint,
	"livestock_dead_small" bigint,
	"livestock_thirst" bigint,
	"livestock_thirst_large" bigint,
	"livestock_thirst_small" bigint,
	"aquaculture" bigint,
	"firms" bigint,
	"shops" bigint,
	"road_m" bigint,
	"telecom_m" bigint,
	"base_stations" bigint,
	"power_m" bigint,
	"power_sets" bigint,
	"reservoirs" bigint,
	"dike_m" bigint,
	"muni_road_m" bigint,
	"muni_pipe_m" bigint,
	"schools" bigint,
	"hospitals" bigint,
	"loss_total" bigint,
	"loss_home" bigint,
	"loss_agri" bigint,
	"loss_industry" bigint,
	"loss_infra" bigint,
	"loss_public" bigint,
	"loss_other" bigint,
	"dead_yaks" bigint,
	"dead_sheep" bigint,
	"sheds_collapsed" bigint,
	"snow_depth_cm" bigint,
	"road_cuts" bigint,
	"villages_without_road" bigint,
	"villages_without_power" bigint,
	"villages_without_water" bigint,
	"villages_without_telecom" bigint,
	"trapped" bigint,
	CONSTRAINT "latest_figures_event_id_region_code_pk" PRIMARY KEY("event_id","region_code"),
	CONSTRAINT "latest_figures_flooded_towns_not_negative" CHECK ("latest_figures"."flooded_towns" >= 0),
	CONSTRAINT "latest_figures_affected_pop_not_negative" CHECK ("latest_figures"."affected_pop" >= 0),
	CONSTRAINT "latest_figures_dead_not_negative" CHECK ("latest_figures"."dead" >= 0),
	CONSTRAINT "latest_figures_missing_not_negative" CHECK ("latest_figures"."missing" >= 0),
	CONSTRAINT "latest_figures_injured_not_negative" CHECK ("latest_figures"."injured" >= 0),
	CONSTRAINT "latest_figures_seriously_injured_not_negative" CHECK ("latest_figures"."seriously_injured" >= 0),
	CONSTRAINT "latest_figures_evac_avoid_not_negative" CHECK ("latest_figures"."evac_avoid" >= 0),
	CONSTRAINT "latest_figures_relocated_cum_not_negative" CHECK ("latest_figures"."relocated_cum" >= 0),
	CONSTRAINT "latest_figures_relocated_now_not_negative" CHECK ("latest_figures"."relocated_now" >= 0),
	CONSTRAINT "latest_figures_central_cum_not_negative" CHECK ("latest_figures"."central_cum" >= 0),
	CONSTRAINT "latest_figures_central_now_not_negative" CHECK ("latest_figures"."central_now" >= 0),
	CONSTRAINT "latest_figures_dispersed_cum_not_negative" CHECK ("latest_figures"."dispersed_cum" >= 0),
	CONSTRAINT "latest_figures_dispersed_now_not_negative" CHECK ("latest_figures"."dispersed_now" >= 0),
	CONSTRAINT "latest_figures_central_sites_cum_not_negative" CHECK ("latest_figures"."central_sites_cum" >= 0),
	CONSTRAINT "latest_figures_central_sites_now_not_negative" CHECK ("latest_figures"."central_sites_now" >= 0),
	CONSTRAINT "latest_figures_urgent_aid_cum_not_negative" CHECK ("latest_figures"."urgent_aid_cum" >= 0),
	CONSTRAINT "latest_figures_urgent_aid_now_not_negative" CHECK ("latest_figures"."urgent_aid_now" >= 0),
	CONSTRAINT "latest_figures_transitional_aid_not_negative" CHECK ("latest_figures"."transitional_aid" >= 0),
	CONSTRAINT "latest_figures_drought_aid_cum_not_negative" CHECK ("latest_figures"."drought_aid_cum" >= 0),
	CONSTRAINT "latest_figures_drought_aid_now_not_negative" CHECK ("latest_figures"."drought_aid_now" >= 0),
	CONSTRAINT "latest_figures_drought_water_cum_not_negative" CHECK ("latest_figures"."drought_water_cum" >= 0),
	CONSTRAINT "latest_figures_drought_water_now_not_negative" CHECK ("latest_figures"."drought_water_now" >= 0),
	CONSTRAINT "latest_figures_collapsed_rooms_not_negative" CHECK ("latest_figures"."collapsed_rooms" >= 0),
	CONSTRAINT "latest_figures_collapsed_home_rooms_not_negative" CHECK ("latest_figures"."collapsed_home_rooms" >= 0),
	CONSTRAINT "latest_figures_collapsed_home_hh_not_negative" CHECK ("latest_figures"."collapsed_home_hh" >= 0),
	CONSTRAINT "latest_figures_severe_rooms_not_negative" CHECK ("latest_figures"."severe_rooms" >= 0),
	CONSTRAINT "latest_figures_severe_home_rooms_not_negative" CHECK ("latest_figures"."severe_home_rooms" >= 0),
	CONSTRAINT "latest_figures_severe_home_hh_not_negative" CHECK ("latest_figures"."severe_home_hh" >= 0),
	CONSTRAINT "latest_figures_general_rooms_not_negative" CHECK ("latest_figures"."general_rooms" >= 0),
	CONSTRAINT "latest_figures_general_home_rooms_not_negative" CHECK ("latest_figures"."general_home_rooms" >= 0),
	CONSTRAINT "latest_figures_general_home_hh_not_negative" CHECK ("latest_figures"."general_home_hh" >= 0),
	CONSTRAINT "latest_figures_crop_affected_not_negative" CHECK ("latest_figures"."crop_affected" >= 0),
	CONSTRAINT "latest_figures_grain_affected_not_negative" CHECK ("latest_figures"."grain_affected" >= 0),
	CONSTRAINT "latest_figures_crop_damaged_not_negative" CHECK ("latest_figures"."crop_damaged" >= 0),
	CONSTRAINT "latest_figures_grain_damaged_not_negative" CHECK ("latest_figures"."grain_damaged" >= 0),
	CONSTRAINT "latest_figures_crop_lost_not_negative" CHECK ("latest_figures"."crop_lost" >= 0),
	CONSTRAINT "latest_figures_grain_lost_not_negative" CHECK ("latest_figures"."grain_lost" >= 0),
	CONSTRAINT "latest_figures_grassland_not_negative" CHECK ("latest_figures"."grassland" >= 0),
	CONSTRAINT "latest_figures_forest_not_negative" CHECK ("latest_figures"."forest" >= 0),
	CONSTRAINT "latest_figures_livestock_dead_not_negative" CHECK ("latest_figures"."livestock_dead" >= 0),
	CONSTRAINT "latest_figures_livestock_dead_large_not_negative" CHECK ("latest_figures"."livestock_dead_large" >= 0),
	CONSTRAINT "latest_figures_livestock_dead_small_not_negative" CHECK ("latest_figures"."livestock_dead_small" >= 0),
	CONSTRAINT "latest_figures_livestock_thirst_not_negative" CHECK ("latest_figures"."livestock_thirst" >= 0),
	CONSTRAINT "latest_figures_livestock_thirst_large_not_negative" CHECK ("latest_figures"."livestock_thirst_large" >= 0),
	CONSTRAINT "latest_figures_livestock_thirst_small_not_negative" CHECK ("latest_figures"."livestock_thirst_small" >= 0),
	CONSTRAINT "latest_figures_aquaculture_not_negative" CHECK ("latest_figures"."aquaculture" >= 0),
	CONSTRAINT "latest_figures_firms_not_negative" CHECK ("latest_figures"."firms" >= 0),
	CONSTRAINT "latest_figures_shops_not_negative" CHECK ("latest_figures"."shops" >= 0),
	CONSTRAINT "latest_figures_road_m_not_negative" CHECK ("latest_figures"."road_m" >= 0),
	CONSTRAINT "latest_figures_telecom_m_not_negative" CHECK ("latest_figures"."telecom_m" >= 0),
	CONSTRAINT "latest_figures_base_stations_not_negative" CHECK ("latest_figures"."base_stations" >= 0),
	CONSTRAINT "latest_figures_power_m_not_negative" CHECK ("latest_figures"."power_m" >= 0),
	CONSTRAINT "latest_figures_power_sets_not_negative" CHECK ("latest_figures"."power_sets" >= 0),
	CONSTRAINT "latest_figures_reservoirs_not_negative" CHECK ("latest_figures"."reservoirs" >= 0),
	CONSTRAINT "latest_figures_dike_m_not_negative" CHECK ("latest_figures"."dike_m" >= 0),
	CONSTRAINT "latest_figures_muni_road_m_not_negative" CHECK ("latest_figures"."muni_road_m" >= 0),
	CONSTRAINT "latest_figures_muni_pipe_m_not_negative" CHECK ("latest_figures"."muni_pipe_m" >= 0),
	CONSTRAINT "latest_figures_schools_not_negative" CHECK ("latest_figures"."schools" >= 0),
	CONSTRAINT "latest_figures_hospitals_not_negative" CHECK ("latest_figures"."hospitals" >= 0),
	CONSTRAINT "latest_figures_loss_total_not_negative" CHECK ("latest_figures"."loss_total" >= 0),
	CONSTRAINT "latest_figures_loss_home_not_negative" CHECK ("latest_figures"."loss_home" >= 0),
	CONSTRAINT "latest_figures_loss_agri_not_negative" CHECK ("latest_figures"."loss_agri" >= 0),
	CONSTRAINT "latest_figures_loss_industry_not_negative" CHECK ("latest_figures"."loss_industry" >= 0),
	CONSTRAINT "latest_figures_loss_infra_not_negative" CHECK ("latest_figures"."loss_infra" >= 0),
	CONSTRAINT "latest_figures_loss_public_not_negative" CHECK ("latest_figures"."loss_public" >= 0),
	CONSTRAINT "latest_figures_loss_other_not_negative" CHECK ("latest_figures"."loss_other" >= 0),
	CONSTRAINT "latest_figures_dead_yaks_not_negative" CHECK ("latest_figures"."dead_yaks" >= 0),
	CONSTRAINT "latest_figures_dead_sheep_not_negative" CHECK ("latest_figures"."dead_sheep" >= 0),
	CONSTRAINT "latest_figures_sheds_collapsed_not_negative" CHECK ("latest_figures"."sheds_collapsed" >= 0),
	CONSTRAINT "latest_figures_snow_depth_cm_not_negative" CHECK ("latest_figures"."snow_depth_cm" >= 0),
	CONSTRAINT "latest_figures_road_cuts_not_negative" CHECK ("latest_figures"."road_cuts" >= 0),
	CONSTRAINT "latest_figures_villages_without_road_not_negative" CHECK ("latest_figures"."villages_without_road" >= 0),
	CONSTRAINT "latest_figures_villages_without_power_not_negative" CHECK ("latest_figures"."villages_without_power" >= 0),
	CONSTRAINT "latest_figures_villages_without_water_not_negative" CHECK ("latest_figures"."villages_without_water" >= 0),
	CONSTRAINT "latest_figures_villages_without_telecom_not_negative" CHECK ("latest_figures"."villages_without_telecom" >= 0),
	CONSTRAINT "latest_figures_trapped_not_negative" CHECK ("latest_figures"."trapped" >= 0)
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"version_id" uuid PRIMARY KEY NOT NULL,
	"jws" text NOT NULL,
	"issued_at" timestamptz NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_chains" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"head_version_id" uuid NOT NULL,
	"head_number" integer NOT NULL,
	"stage" text NOT NULL,
	"is_withdrawn" boolean DEFAULT false NOT NULL,
	"first_received_at" timestamptz NOT NULL,
	CONSTRAINT "report_chains_stage_known" CHECK ("report_chains"."stage" in ('first', 'follow_up', 'verified'))
);
--> statement-breakpoint
CREATE TABLE "report_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"chain_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"number" integer NOT NULL,
	"parent_version_id" uuid,
	"joined_chain" boolean DEFAULT false NOT NULL,
	"stage" text NOT NULL,
	"account_id" uuid NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"occurred_at" timestamptz NOT NULL,
	"observed_at" timestamptz,
	"entered_at" timestamptz,
	"sent_at" timestamptz,
	"received_at" timestamptz NOT NULL,
	"is_late" boolean NOT NULL,
	"violations" jsonb NOT NULL,
	"location" jsonb,
	"withdrawal_reason" text,
	CONSTRAINT "report_versions_stage_known" CHECK ("report_versions"."stage" in ('first', 'follow_up', 'verified')),
	CONSTRAINT "report_versions_first_has_no_parent" CHECK (("report_versions"."number" = 1) = ("report_versions"."parent_version_id" is null)),
	CONSTRAINT "report_versions_not_before_occurrence" CHECK ("report_versions"."occurred_at" <= "report_versions"."received_at"),
	CONSTRAINT "report_versions_withdrawn_with_reason" CHECK (length("report_versions"."withdrawal_reason") > 0),
	CONSTRAINT "report_versions_hash_is_sha256" CHECK ("report_versions"."content_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"account_id" uuid NOT NULL,
	"idempotency_key" text NOT NULL,
	"body_hash" text NOT NULL,
	"version_id" uuid NOT NULL,
	"status" smallint NOT NULL,
	"reply" text NOT NULL,
	"received_at" timestamptz NOT NULL,
	CONSTRAINT "submissions_account_id_idempotency_key_pk" PRIMARY KEY("account_id","idempotency_key"),
	CONSTRAINT "submissions_status_known" CHECK ("submissions"."status" in (201, 202))
);
--> statement-breakpoint
CREATE TABLE "departments" (
	"code" text PRIMARY KEY NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"status" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "forwardings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"decision_id" uuid NOT NULL,
	"recipient_kind" text NOT NULL,
	"recipient_code" text NOT NULL,
	"role" text NOT NULL,
	"severity_rank" integer NOT NULL,
	"because" jsonb NOT NULL,
	"returns_id" uuid,
	"forwarded_at" timestamptz NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"acknowledged_at" timestamptz,
	"acknowledged_by" uuid,
	"refused_at" timestamptz,
	"refused_by" uuid,
	"refusal_reason" text,
	CONSTRAINT "forwardings_recipient_known" CHECK ("forwardings"."recipient_kind" in ('section', 'department')),
	CONSTRAINT "forwardings_role_known" CHECK ("forwardings"."role" in ('lead', 'support', 'inform')),
	CONSTRAINT "forwardings_state_known" CHECK ("forwardings"."state" in ('open', 'acknowledged', 'refused')),
	CONSTRAINT "forwardings_acknowledged_by_someone" CHECK (("forwardings"."state" = 'acknowledged') = ("forwardings"."acknowledged_at" is not null and "forwardings"."acknowledged_by" is not null)),
	CONSTRAINT "forwardings_refused_with_reason" CHECK (("forwardings"."state" = 'refused') = ("forwardings"."refused_at" is not null and "forwardings"."refused_by" is not null and "forwardings"."refusal_reason" is not null))
);
--> statement-breakpoint
CREATE TABLE "routing_decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"decided_at" timestamptz NOT NULL,
	"facts" jsonb NOT NULL,
	"trace" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "routing_rules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rule" text NOT NULL,
	"position" integer NOT NULL,
	"when" jsonb NOT NULL,
	"to" jsonb NOT NULL,
	"goes_on" boolean NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"because" jsonb NOT NULL,
	CONSTRAINT "routing_rules_end_after_start" CHECK ("routing_rules"."valid_to" is null or "routing_rules"."valid_to" > "routing_rules"."valid_from")
);
--> statement-breakpoint
CREATE TABLE "sections" (
	"code" text PRIMARY KEY NOT NULL,
	"name_zh" text NOT NULL,
	"name_en" text NOT NULL,
	"duty_zh" text NOT NULL,
	"duty_en" text NOT NULL,
	"status" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "bindings" ADD CONSTRAINT "bindings_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bindings" ADD CONSTRAINT "bindings_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_secrets" ADD CONSTRAINT "client_secrets_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadlines" ADD CONSTRAINT "deadlines_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadlines" ADD CONSTRAINT "deadlines_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_from_code_nodes_region_code_fk" FOREIGN KEY ("from_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_to_code_nodes_region_code_fk" FOREIGN KEY ("to_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_owner_code_nodes_region_code_fk" FOREIGN KEY ("owner_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_acknowledged_by_accounts_id_fk" FOREIGN KEY ("acknowledged_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_resolved_by_accounts_id_fk" FOREIGN KEY ("resolved_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_regions" ADD CONSTRAINT "event_regions_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_regions" ADD CONSTRAINT "event_regions_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "severity_answers" ADD CONSTRAINT "severity_answers_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nodes" ADD CONSTRAINT "nodes_above_code_nodes_region_code_fk" FOREIGN KEY ("above_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "held_reports" ADD CONSTRAINT "held_reports_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "held_reports" ADD CONSTRAINT "held_reports_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "latest_figures" ADD CONSTRAINT "latest_figures_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "latest_figures" ADD CONSTRAINT "latest_figures_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_version_id_report_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."report_versions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_chains" ADD CONSTRAINT "report_chains_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_chains" ADD CONSTRAINT "report_chains_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_versions" ADD CONSTRAINT "report_versions_chain_id_report_chains_id_fk" FOREIGN KEY ("chain_id") REFERENCES "public"."report_chains"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_versions" ADD CONSTRAINT "report_versions_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_versions" ADD CONSTRAINT "report_versions_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_versions" ADD CONSTRAINT "report_versions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forwardings" ADD CONSTRAINT "forwardings_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forwardings" ADD CONSTRAINT "forwardings_decision_id_routing_decisions_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."routing_decisions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forwardings" ADD CONSTRAINT "forwardings_returns_id_forwardings_id_fk" FOREIGN KEY ("returns_id") REFERENCES "public"."forwardings"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forwardings" ADD CONSTRAINT "forwardings_acknowledged_by_accounts_id_fk" FOREIGN KEY ("acknowledged_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forwardings" ADD CONSTRAINT "forwardings_refused_by_accounts_id_fk" FOREIGN KEY ("refused_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routing_decisions" ADD CONSTRAINT "routing_decisions_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_login_taken" ON "accounts" USING btree (lower("login"));--> statement-breakpoint
CREATE INDEX "bindings_by_account" ON "bindings" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "bindings_by_region" ON "bindings" USING btree ("region_code");--> statement-breakpoint
CREATE INDEX "client_secrets_by_account" ON "client_secrets" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "login_attempts_by_last" ON "login_attempts" USING btree ("last_at");--> statement-breakpoint
CREATE INDEX "refresh_tokens_by_session" ON "refresh_tokens" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "sessions_by_account" ON "sessions" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "audit_entries_by_subject" ON "audit_entries" USING btree ("subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "audit_entries_by_account" ON "audit_entries" USING btree ("account_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "deadlines_one_per_duty" ON "deadlines" USING btree ("event_id","region_code","duty","subject_id") WHERE "deadlines"."replaced_at" is null;--> statement-breakpoint
CREATE INDEX "deadlines_pending" ON "deadlines" USING btree ("due_at") WHERE "deadlines"."met_at" is null and "deadlines"."missed_at" is null and "deadlines"."replaced_at" is null;--> statement-breakpoint
CREATE INDEX "deadlines_still_owed" ON "deadlines" USING btree ("missed_at") WHERE "deadlines"."missed_at" is not null and "deadlines"."met_at" is null and "deadlines"."replaced_at" is null;--> statement-breakpoint
CREATE INDEX "deadlines_by_event" ON "deadlines" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "deadlines_by_region" ON "deadlines" USING btree ("region_code","due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "escalations_once" ON "escalations" USING btree ("cause_kind","cause_id","step");--> statement-breakpoint
CREATE INDEX "escalations_open" ON "escalations" USING btree ("severity_rank" desc,"escalated_at","id") WHERE "escalations"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "escalations_closed" ON "escalations" USING btree ("resolved_at" desc,"id" desc) WHERE "escalations"."resolved_at" is not null;--> statement-breakpoint
CREATE INDEX "escalations_by_event" ON "escalations" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "event_regions_by_region" ON "event_regions" USING btree ("region_code");--> statement-breakpoint
CREATE INDEX "events_by_occurrence" ON "events" USING btree ("hazard","occurred_at");--> statement-breakpoint
CREATE INDEX "events_by_opening" ON "events" USING btree ("opened_at","id");--> statement-breakpoint
CREATE INDEX "severity_answers_by_event" ON "severity_answers" USING btree ("event_id","answered_at");--> statement-breakpoint
CREATE INDEX "outbox_in_commit_order" ON "outbox" USING btree ("xid","position");--> statement-breakpoint
CREATE INDEX "nodes_by_above" ON "nodes" USING btree ("above_code");--> statement-breakpoint
CREATE INDEX "held_reports_waiting" ON "held_reports" USING btree ("missing_parent_id") WHERE "held_reports"."released_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "report_chains_one_per_event_and_node" ON "report_chains" USING btree ("event_id","region_code");--> statement-breakpoint
CREATE UNIQUE INDEX "report_versions_numbered" ON "report_versions" USING btree ("chain_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "report_versions_one_child" ON "report_versions" USING btree ("parent_version_id");--> statement-breakpoint
CREATE INDEX "report_versions_by_event" ON "report_versions" USING btree ("event_id","received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "submissions_one_per_version" ON "submissions" USING btree ("version_id");--> statement-breakpoint
CREATE UNIQUE INDEX "forwardings_once" ON "forwardings" USING btree ("event_id","recipient_kind","recipient_code","severity_rank") WHERE "forwardings"."returns_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "forwardings_returned_once" ON "forwardings" USING btree ("returns_id") WHERE "forwardings"."returns_id" is not null;--> statement-breakpoint
CREATE INDEX "forwardings_open" ON "forwardings" USING btree ("severity_rank" desc,"forwarded_at","id") WHERE "forwardings"."state" = 'open';--> statement-breakpoint
CREATE INDEX "forwardings_by_event" ON "forwardings" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "routing_decisions_by_event" ON "routing_decisions" USING btree ("event_id","decided_at");--> statement-breakpoint
CREATE UNIQUE INDEX "routing_rules_one_from_a_day" ON "routing_rules" USING btree ("rule","valid_from");
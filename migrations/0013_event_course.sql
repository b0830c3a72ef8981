CREATE TABLE "correction_answers" (
	"request_id" uuid PRIMARY KEY NOT NULL,
	"requested_by" uuid NOT NULL,
	"is_approved" boolean NOT NULL,
	"reason" text,
	"answered_at" timestamptz NOT NULL,
	"answered_by" uuid NOT NULL,
	CONSTRAINT "correction_answers_by_another_person" CHECK ("correction_answers"."answered_by" <> "correction_answers"."requested_by")
);
--> statement-breakpoint
CREATE TABLE "correction_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"reason" text NOT NULL,
	"requested_at" timestamptz NOT NULL,
	"requested_by" uuid NOT NULL,
	CONSTRAINT "correction_requests_of_one_person" UNIQUE("id","requested_by"),
	CONSTRAINT "correction_requests_with_reason" CHECK (length("correction_requests"."reason") > 0)
);
--> statement-breakpoint
CREATE TABLE "event_responses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"kind" text NOT NULL,
	"level" smallint,
	"decided_by_body" text NOT NULL,
	"decided_by_name" text NOT NULL,
	"started_at" timestamptz NOT NULL,
	"basis" text NOT NULL,
	"follows_id" uuid,
	"recorded_at" timestamptz NOT NULL,
	"recorded_by" uuid NOT NULL,
	CONSTRAINT "event_responses_of_one_place" UNIQUE("id","event_id","kind","region_code"),
	CONSTRAINT "event_responses_kind_known" CHECK ("event_responses"."kind" in ('relief', 'emergency')),
	CONSTRAINT "event_responses_level_known" CHECK ("event_responses"."level" between 1 and 4),
	CONSTRAINT "event_responses_body_known" CHECK ("event_responses"."decided_by_body" in ('county', 'city', 'autonomous_region', 'state')),
	CONSTRAINT "event_responses_end_what_was_started" CHECK ("event_responses"."level" is not null or "event_responses"."follows_id" is not null),
	CONSTRAINT "event_responses_not_in_the_future" CHECK ("event_responses"."started_at" <= "event_responses"."recorded_at")
);
--> statement-breakpoint
CREATE TABLE "event_turns" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"state" text NOT NULL,
	"effective_at" timestamptz NOT NULL,
	"basis" text NOT NULL,
	"follows_id" uuid,
	"recorded_at" timestamptz NOT NULL,
	"recorded_by" uuid NOT NULL,
	CONSTRAINT "event_turns_state_known" CHECK ("event_turns"."state" in ('stable', 'reopened', 'closed')),
	CONSTRAINT "event_turns_not_in_the_future" CHECK ("event_turns"."effective_at" <= "event_turns"."recorded_at"),
	CONSTRAINT "event_turns_with_basis" CHECK (length("event_turns"."basis") > 0)
);
--> statement-breakpoint
CREATE TABLE "nil_report_orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"reason" text NOT NULL,
	"ends_id" uuid,
	"recorded_at" timestamptz NOT NULL,
	"recorded_by" uuid NOT NULL,
	CONSTRAINT "nil_report_orders_of_one_place" UNIQUE("id","event_id","region_code"),
	CONSTRAINT "nil_report_orders_with_reason" CHECK (length("nil_report_orders"."reason") > 0)
);
--> statement-breakpoint
CREATE TABLE "severity_reduction_answers" (
	"reduction_id" uuid PRIMARY KEY NOT NULL,
	"proposed_by" uuid NOT NULL,
	"is_confirmed" boolean NOT NULL,
	"reason" text,
	"answered_at" timestamptz NOT NULL,
	"answered_by" uuid NOT NULL,
	CONSTRAINT "severity_reduction_answers_by_another_person" CHECK (not "severity_reduction_answers"."is_confirmed" or "severity_reduction_answers"."answered_by" <> "severity_reduction_answers"."proposed_by")
);
--> statement-breakpoint
CREATE TABLE "severity_reductions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"from_level" text NOT NULL,
	"to_level" text,
	"reason" text NOT NULL,
	"proposed_at" timestamptz NOT NULL,
	"proposed_by" uuid NOT NULL,
	CONSTRAINT "severity_reductions_of_one_person" UNIQUE("id","proposed_by"),
	CONSTRAINT "severity_reductions_with_reason" CHECK (length("severity_reductions"."reason") > 0),
	CONSTRAINT "severity_reductions_change_something" CHECK ("severity_reductions"."to_level" is distinct from "severity_reductions"."from_level")
);
--> statement-breakpoint
CREATE TABLE "verification_overrides" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"stability_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"reason" text NOT NULL,
	"given_at" timestamptz NOT NULL,
	"given_by" uuid NOT NULL,
	CONSTRAINT "verification_overrides_with_reason" CHECK (length("verification_overrides"."reason") > 0)
);
--> statement-breakpoint
CREATE TABLE "follow_up_grounds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"ground" text NOT NULL,
	"is_on" boolean NOT NULL,
	"because" jsonb NOT NULL,
	"version_id" uuid,
	"at" timestamptz NOT NULL,
	CONSTRAINT "follow_up_grounds_known" CHECK ("follow_up_grounds"."ground" in ('severity', 'relief_thresholds'))
);
--> statement-breakpoint
ALTER TABLE "events" DROP CONSTRAINT "events_state_known";--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "stable_at" timestamptz;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "stability_id" uuid;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "severity_lowered_at" timestamptz;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "grounds" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "follow_ups_look_at" timestamptz;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "follow_ups_through" timestamptz;--> statement-breakpoint
ALTER TABLE "report_versions" ADD COLUMN "nil_report_for" date;--> statement-breakpoint
ALTER TABLE "correction_answers" ADD CONSTRAINT "correction_answers_requested_by_accounts_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction_answers" ADD CONSTRAINT "correction_answers_answered_by_accounts_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction_answers" ADD CONSTRAINT "correction_answers_to_a_request" FOREIGN KEY ("request_id","requested_by") REFERENCES "public"."correction_requests"("id","requested_by") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction_requests" ADD CONSTRAINT "correction_requests_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction_requests" ADD CONSTRAINT "correction_requests_version_id_report_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."report_versions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction_requests" ADD CONSTRAINT "correction_requests_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction_requests" ADD CONSTRAINT "correction_requests_requested_by_accounts_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_responses" ADD CONSTRAINT "event_responses_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_responses" ADD CONSTRAINT "event_responses_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_responses" ADD CONSTRAINT "event_responses_recorded_by_accounts_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_responses" ADD CONSTRAINT "event_responses_follow_their_own" FOREIGN KEY ("follows_id","event_id","kind","region_code") REFERENCES "public"."event_responses"("id","event_id","kind","region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_turns" ADD CONSTRAINT "event_turns_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_turns" ADD CONSTRAINT "event_turns_follows_id_event_turns_id_fk" FOREIGN KEY ("follows_id") REFERENCES "public"."event_turns"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event_turns" ADD CONSTRAINT "event_turns_recorded_by_accounts_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nil_report_orders" ADD CONSTRAINT "nil_report_orders_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nil_report_orders" ADD CONSTRAINT "nil_report_orders_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nil_report_orders" ADD CONSTRAINT "nil_report_orders_recorded_by_accounts_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nil_report_orders" ADD CONSTRAINT "nil_report_orders_end_their_own" FOREIGN KEY ("ends_id","event_id","region_code") REFERENCES "public"."nil_report_orders"("id","event_id","region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "severity_reduction_answers" ADD CONSTRAINT "severity_reduction_answers_proposed_by_accounts_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "severity_reduction_answers" ADD CONSTRAINT "severity_reduction_answers_answered_by_accounts_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "severity_reduction_answers" ADD CONSTRAINT "severity_reduction_answers_to_a_proposal" FOREIGN KEY ("reduction_id","proposed_by") REFERENCES "public"."severity_reductions"("id","proposed_by") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "severity_reductions" ADD CONSTRAINT "severity_reductions_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "severity_reductions" ADD CONSTRAINT "severity_reductions_proposed_by_accounts_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification_overrides" ADD CONSTRAINT "verification_overrides_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification_overrides" ADD CONSTRAINT "verification_overrides_stability_id_event_turns_id_fk" FOREIGN KEY ("stability_id") REFERENCES "public"."event_turns"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification_overrides" ADD CONSTRAINT "verification_overrides_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verification_overrides" ADD CONSTRAINT "verification_overrides_given_by_accounts_id_fk" FOREIGN KEY ("given_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow_up_grounds" ADD CONSTRAINT "follow_up_grounds_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "correction_requests_by_event" ON "correction_requests" USING btree ("event_id","requested_at");--> statement-breakpoint
CREATE INDEX "correction_requests_by_version" ON "correction_requests" USING btree ("version_id");--> statement-breakpoint
CREATE UNIQUE INDEX "event_responses_followed_once" ON "event_responses" USING btree ("follows_id");--> statement-breakpoint
CREATE INDEX "event_responses_by_event" ON "event_responses" USING btree ("event_id","recorded_at");--> statement-breakpoint
CREATE UNIQUE INDEX "event_turns_one_after_another" ON "event_turns" USING btree ("event_id",coalesce("follows_id", "event_id"));--> statement-breakpoint
CREATE UNIQUE INDEX "nil_report_orders_ended_once" ON "nil_report_orders" USING btree ("ends_id");--> statement-breakpoint
CREATE INDEX "nil_report_orders_by_event" ON "nil_report_orders" USING btree ("event_id","recorded_at");--> statement-breakpoint
CREATE INDEX "severity_reductions_by_event" ON "severity_reductions" USING btree ("event_id","proposed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "verification_overrides_once" ON "verification_overrides" USING btree ("stability_id","region_code");--> statement-breakpoint
CREATE INDEX "verification_overrides_by_event" ON "verification_overrides" USING btree ("event_id");--> statement-breakpoint
CREATE INDEX "follow_up_grounds_by_event" ON "follow_up_grounds" USING btree ("event_id","at");--> statement-breakpoint
CREATE INDEX "events_with_follow_ups" ON "events" USING btree ("follow_ups_look_at") WHERE "events"."follow_ups_look_at" is not null;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_stable_only_after_declaration" CHECK (("events"."stable_at" is null) = ("events"."stability_id" is null) and ("events"."stable_at" is null or "events"."state" in ('stable', 'closed')));--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_stable_after_occurrence" CHECK ("events"."stable_at" >= "events"."occurred_at");--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_state_known" CHECK ("events"."state" in ('open', 'stable', 'reopened', 'closed'));--> statement-breakpoint
ALTER TABLE "report_versions" ADD CONSTRAINT "report_versions_nil_report_follows" CHECK ("report_versions"."nil_report_for" is null or ("report_versions"."number" > 1 and "report_versions"."stage" = 'follow_up'));
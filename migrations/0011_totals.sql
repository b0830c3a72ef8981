CREATE TABLE "claim_closures" (
	"claim_id" uuid PRIMARY KEY NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"closed_at" timestamptz NOT NULL,
	"closed_by" uuid NOT NULL,
	CONSTRAINT "claim_closures_outcome_known" CHECK ("claim_closures"."outcome" in ('rumour', 'superseded')),
	CONSTRAINT "claim_closures_with_reason" CHECK (length("claim_closures"."reason") > 0)
);
--> statement-breakpoint
CREATE TABLE "claims" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"indicator" text NOT NULL,
	"value" bigint NOT NULL,
	"department_code" text,
	"source_text" text,
	"reliability" text,
	"said_at" timestamptz NOT NULL,
	"note" text,
	"made_at" timestamptz NOT NULL,
	"made_by" uuid NOT NULL,
	"request_hash" text NOT NULL,
	CONSTRAINT "claims_not_negative" CHECK ("claims"."value" >= 0),
	CONSTRAINT "claims_one_source" CHECK (num_nonnulls("claims"."department_code", "claims"."source_text") = 1),
	CONSTRAINT "claims_reliability_known" CHECK ("claims"."reliability" in ('high', 'medium', 'low')),
	CONSTRAINT "claims_not_said_later" CHECK ("claims"."said_at" <= "claims"."made_at")
);
--> statement-breakpoint
CREATE TABLE "decision_claims" (
	"decision_id" uuid NOT NULL,
	"claim_id" uuid NOT NULL,
	CONSTRAINT "decision_claims_decision_id_claim_id_pk" PRIMARY KEY("decision_id","claim_id")
);
--> statement-breakpoint
CREATE TABLE "decision_confirmations" (
	"decision_id" uuid PRIMARY KEY NOT NULL,
	"recorded_by" uuid NOT NULL,
	"confirmed_at" timestamptz NOT NULL,
	"confirmed_by" uuid NOT NULL,
	CONSTRAINT "decision_confirmations_by_another" CHECK ("decision_confirmations"."confirmed_by" <> "decision_confirmations"."recorded_by")
);
--> statement-breakpoint
CREATE TABLE "joint_decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"indicator" text NOT NULL,
	"value" bigint NOT NULL,
	"participants" text[] NOT NULL,
	"method" text NOT NULL,
	"conclusion" text NOT NULL,
	"recorded_at" timestamptz NOT NULL,
	"recorded_by" uuid NOT NULL,
	"request_hash" text NOT NULL,
	CONSTRAINT "joint_decisions_by_recorder" UNIQUE("id","recorded_by"),
	CONSTRAINT "joint_decisions_not_negative" CHECK ("joint_decisions"."value" >= 0),
	CONSTRAINT "joint_decisions_of_several" CHECK (cardinality("joint_decisions"."participants") >= 2),
	CONSTRAINT "joint_decisions_method_known" CHECK ("joint_decisions"."method" in ('full', 'sample', 'typical', 'special'))
);
--> statement-breakpoint
CREATE TABLE "outside_losses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"loss_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"follows_id" uuid,
	"event_id" uuid NOT NULL,
	"region_code" text collate "C" NOT NULL,
	"place" text NOT NULL,
	"outside_code" text collate "C",
	"figures" jsonb NOT NULL,
	"source" text NOT NULL,
	"note" text,
	"happened_at" timestamptz NOT NULL,
	"noted_at" timestamptz NOT NULL,
	"noted_by" uuid NOT NULL,
	"withdrawal_reason" text,
	"request_hash" text NOT NULL,
	CONSTRAINT "outside_losses_chained" UNIQUE("id","loss_id","event_id"),
	CONSTRAINT "outside_losses_first_follows_none" CHECK (("outside_losses"."number" = 1) = ("outside_losses"."follows_id" is null)),
	CONSTRAINT "outside_losses_first_is_itself" CHECK ("outside_losses"."number" > 1 or "outside_losses"."loss_id" = "outside_losses"."id"),
	CONSTRAINT "outside_losses_by_county_or_city" CHECK (tier_of_region_code("outside_losses"."region_code") in ('county', 'city')),
	CONSTRAINT "outside_losses_outside_the_city" CHECK ("outside_losses"."outside_code" ~ '^[0-9]{12}$' and left("outside_losses"."outside_code", 4) <> left("outside_losses"."region_code", 4)),
	CONSTRAINT "outside_losses_first_is_no_withdrawal" CHECK ("outside_losses"."number" > 1 or "outside_losses"."withdrawal_reason" is null)
);
--> statement-breakpoint
ALTER TABLE "latest_figures" ADD COLUMN "received_at" timestamptz DEFAULT '-infinity' NOT NULL;--> statement-breakpoint
ALTER TABLE "claim_closures" ADD CONSTRAINT "claim_closures_claim_id_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."claims"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_closures" ADD CONSTRAINT "claim_closures_closed_by_accounts_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_made_by_accounts_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_claims" ADD CONSTRAINT "decision_claims_decision_id_joint_decisions_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."joint_decisions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_claims" ADD CONSTRAINT "decision_claims_claim_id_claims_id_fk" FOREIGN KEY ("claim_id") REFERENCES "public"."claims"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_confirmations" ADD CONSTRAINT "decision_confirmations_confirmed_by_accounts_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_confirmations" ADD CONSTRAINT "decision_confirmations_of_its_recorder" FOREIGN KEY ("decision_id","recorded_by") REFERENCES "public"."joint_decisions"("id","recorded_by") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "joint_decisions" ADD CONSTRAINT "joint_decisions_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "joint_decisions" ADD CONSTRAINT "joint_decisions_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "joint_decisions" ADD CONSTRAINT "joint_decisions_recorded_by_accounts_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outside_losses" ADD CONSTRAINT "outside_losses_event_id_events_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."events"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outside_losses" ADD CONSTRAINT "outside_losses_region_code_nodes_region_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."nodes"("region_code") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outside_losses" ADD CONSTRAINT "outside_losses_noted_by_accounts_id_fk" FOREIGN KEY ("noted_by") REFERENCES "public"."accounts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outside_losses" ADD CONSTRAINT "outside_losses_follow_their_own" FOREIGN KEY ("follows_id","loss_id","event_id") REFERENCES "public"."outside_losses"("id","loss_id","event_id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "claims_by_event" ON "claims" USING btree ("event_id","made_at","id");--> statement-breakpoint
CREATE INDEX "decision_claims_by_claim" ON "decision_claims" USING btree ("claim_id");--> statement-breakpoint
CREATE INDEX "joint_decisions_by_event" ON "joint_decisions" USING btree ("event_id","recorded_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "outside_losses_one_follows" ON "outside_losses" USING btree ("follows_id");--> statement-breakpoint
CREATE UNIQUE INDEX "outside_losses_numbered" ON "outside_losses" USING btree ("loss_id","number");--> statement-breakpoint
CREATE INDEX "outside_losses_by_event" ON "outside_losses" USING btree ("event_id","noted_at","id");
// The names that the app uses for the schemas of /openapi.json. Only this file knows the components by name.
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Account = Schemas["Account"];
export type AccountChange = Schemas["AccountChange"];
export type Passkey = Schemas["Passkey"];
export type PasskeyCreationOptions = Schemas["PasskeyCreationOptions"];
export type PasskeyRequestOptions = Schemas["PasskeyRequestOptions"];
export type PasskeyAssertion = Schemas["PasskeyAssertion"];
/** That it is still the account's person. */
export type Proof = Schemas["Proof"];
type AnsweredDog = Schemas["Dog"];
/** Every answer says what the reader is to the dog. */
export type Dog = AnsweredDog & { you: NonNullable<AnsweredDog["you"]> };
export type NewDog = Schemas["NewDog"];
export type Role = Dog["you"]["role"];
export type Sections = Dog["you"]["sections"];
export type Section = keyof Sections;
/** A refused import carries its report. */
export type Problem = Schemas["Problem"] & { report?: ImportReport };

export type DogRecord = Schemas["Record"];
export type SearchHit = Schemas["SearchHit"];
export type ChangeEntry = Schemas["ChangeEntry"];
export type AccessEntry = Schemas["AccessEntry"];
export type Note = Schemas["Note"];
export type AbcRecord = Schemas["AbcRecord"];
export type Target = Schemas["Target"];
export type Session = Schemas["Session"];
export type Weight = Schemas["Weight"];
export type Attachment = Schemas["Attachment"];
export type Appointment = Schemas["Appointment"];
export type Rsvp = Schemas["Rsvp"];
export type Homework = Schemas["Homework"];
export type HomeworkLog = Schemas["HomeworkLog"];
export type Vaccination = Schemas["Vaccination"];
export type Medication = Schemas["Medication"];
export type Alert = Schemas["Alert"];
export type Visit = Schemas["Visit"];
export type RecordType = DogRecord["type"];
export type RecordOf<T extends RecordType> = Extract<DogRecord, { type: T }>;
/** What is left of a record that was deleted: the common fields. */
export type DeletedRecord = Schemas["DeletedRecord"];

type ServerFields = "id" | "dogId" | "recordedAt" | "author" | "version" | "seq" | "deleted";
type Written<R> = R extends DogRecord ? Omit<R, ServerFields> : never;
/** A record as a person writes it: without what the server adds. */
export type NewRecord = Written<DogRecord>;
export type NewRecordOf<T extends RecordType> = Extract<NewRecord, { type: T }>;

export type TargetStep = Target["steps"][number];
export type SessionBlock = Session["blocks"][number];
export type Trial = SessionBlock["trials"][number];
export type Outcome = Trial["outcome"];
export type Prompt = NonNullable<Trial["prompt"]>;
export type HypothesizedFunction = NonNullable<AbcRecord["hypothesizedFunction"]>;
export type Revision = Schemas["Revision"];

export type Circle = Schemas["Circle"];
export type Member = Circle["items"][number];
export type Invitation = NonNullable<Circle["invitations"]>[number];
export type NewInvitation = Schemas["NewInvitation"];

export type Organization = Schemas["Organization"];
export type OrganizationMember = Schemas["OrganizationMember"];
export type OrganizationRole = OrganizationMember["role"];

export type Webhook = Schemas["Webhook"];
export type NewWebhook = Schemas["NewWebhook"];
export type WebhookDelivery = Schemas["WebhookDelivery"];
export type WebhookKind = NewWebhook["kinds"][number];

export type SuccessRate = Schemas["SuccessRate"];
export type SuccessRatePoint = SuccessRate["points"][number];
export type AbcPerWeek = Schemas["AbcPerWeek"];
export type AbcAnalysis = Schemas["AbcAnalysis"];
export type ChartLines = SuccessRate["lines"];
export type TargetState = Schemas["TargetState"];
export type GeneralizationCell = Schemas["Generalization"]["cells"][number];
export type CumulativeRecord = Schemas["CumulativeRecord"];
export type PhaseChanges = Schemas["PhaseChanges"];
export type FidelityWeek = Schemas["PlanFidelity"]["weeks"][number];
export type EventPoint = Schemas["EventSeries"]["points"][number];
export type IntervalPoint = Schemas["IntervalSeries"]["points"][number];
export type CelerationChart = Schemas["CelerationChart"];
export type TimeBudget = Schemas["TimeBudget"];
export type TriggerThreshold = Schemas["TriggerThreshold"];
export type PairReliability = Schemas["PairReliability"];
export type HeatMap = Schemas["HeatMap"];
export type VaccinationStatus = Schemas["Vaccinations"]["items"][number];

/** What each chart of the progress API answers. */
export interface Figures {
  "success-rate": SuccessRate;
  "target-state": TargetState;
  generalization: Schemas["Generalization"];
  "cumulative-trials": CumulativeRecord;
  "target-phase-effects": PhaseChanges;
  "plan-fidelity": Schemas["PlanFidelity"];
  "event-series": Schemas["EventSeries"];
  "interval-series": Schemas["IntervalSeries"];
  celeration: CelerationChart;
  "cumulative-events": CumulativeRecord;
  "behavior-phase-effects": PhaseChanges;
  "abc-per-week": AbcPerWeek;
  "abc-analysis": AbcAnalysis;
  "time-budget": TimeBudget;
  agreement: PairReliability;
  "trigger-threshold": TriggerThreshold;
  "heat-map": HeatMap;
  vaccinations: Schemas["Vaccinations"];
}
export type ChartName = keyof Figures;

export type Report = Schemas["Report"];
export type ReportRequest = NonNullable<NewShareLink["report"]>;
export type ReportPart = NonNullable<ReportRequest["include"]>[number];
export type TargetReport = NonNullable<Report["training"]>[number];
export type BehaviorReport = NonNullable<Report["behavior"]>[number];
export type ReportChange = TargetReport["success"];
export type Figure = ReportChange["begin"];
export type WeightPoint = NonNullable<Report["health"]>["weights"][number];
export type ShareLink = Schemas["ShareLink"];
export type NewShareLink = Schemas["NewShareLink"];

export type AppNotification = Schemas["Notification"];
export type NotificationPreferences = Schemas["NotificationPreferences"];
export type NotificationWays = NonNullable<NotificationPreferences["mention"]>;

/** A column's header to the field it fills; null: none. */
export type ColumnMapping = Record<string, string | null>;
export type DossierImportRequest = Schemas["DossierImportRequest"];
export type BorisImportRequest = Schemas["BorisImportRequest"];
export type ServerStatus = NonNullable<Schemas["ServerInfo"]["status"]>;
export type ApiToken = Schemas["ApiToken"];
export type NewApiToken = Schemas["NewApiToken"];
export type ImportRequest = Omit<Schemas["ImportRequest"], "mapping" | "defaults"> & {
  mapping?: ColumnMapping;
  /** For rows and fields that the file says nothing of. */
  defaults?: Record<string, string>;
};
export type ImportReport = Omit<Schemas["ImportReport"], "mapping"> & { mapping: ColumnMapping };
export type ImportError = ImportReport["errors"][number];

export const roles = ["owner", "trainer", "walker", "carer"] as const satisfies readonly Role[];
export const organizationRoles = [
  "admin",
  "trainer",
  "walker",
  "carer",
] as const satisfies readonly OrganizationRole[];
export const prompts = [
  "none",
  "gesture",
  "verbal",
  "model",
  "physical",
  "lure",
] as const satisfies readonly Prompt[];
export const functions = [
  "attention",
  "escape",
  "tangible",
  "sensory",
  "unknown",
] as const satisfies readonly HypothesizedFunction[];
export const notificationKinds = [
  "mention",
  "comment",
  "visit-report",
  "homework-due",
  "vaccine-due",
  "alert",
  "invitation",
  "mastery",
  "handover",
] as const satisfies readonly AppNotification["kind"][];
export const notificationWays = [
  "inApp",
  "email",
  "digest",
  "push",
  "webhook",
] as const satisfies readonly (keyof NotificationWays)[];
export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const satisfies readonly NonNullable<NotificationPreferences["digestWeekday"]>[];

// The map of the app. Every page is a chunk of its own, and so is the frame of those after signing in: it is fetched
// together with the page.
import type { ComponentType } from "react";
import { createBrowserRouter, type LazyRouteFunction, type RouteObject } from "react-router";
import { loadPart } from "@/shared/lib/loadPart";
import { ErrorPage } from "./ErrorPage";
import { NotFoundPage } from "./NotFoundPage";
import { RequireAccount } from "./RequireAccount";
import { Splash } from "./Splash";

function page<Name extends string>(
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name,
): LazyRouteFunction<RouteObject> {
  return async () => ({ Component: (await loadPart(load))[name] });
}

const dogPages: RouteObject[] = [
  { index: true, lazy: page(() => import("./DogHomePage"), "DogHomePage") },
  { path: "profile", lazy: page(() => import("@/features/dogs/DogProfilePage"), "DogProfilePage") },
  { path: "import", lazy: page(() => import("@/features/import/ImportPage"), "ImportPage") },
  { path: "media", lazy: page(() => import("@/features/records/media/GalleryPage"), "GalleryPage") },
  { path: "behavior", lazy: page(() => import("@/features/behavior/BehaviorPage"), "BehaviorPage") },
  { path: "health", lazy: page(() => import("@/features/health/HealthPage"), "HealthPage") },
  { path: "people", lazy: page(() => import("@/features/circle/CirclePage"), "CirclePage") },
  { path: "audit", lazy: page(() => import("@/features/audit/AuditPage"), "AuditPage") },
  { path: "progress", lazy: page(() => import("@/features/progress/ProgressPage"), "ProgressPage") },
  { path: "report", lazy: page(() => import("@/features/report/ReportPage"), "ReportPage") },
  { path: "targets", lazy: page(() => import("@/features/records/targets/TargetsPage"), "TargetsPage") },
  {
    path: "targets/new",
    lazy: page(() => import("@/features/records/targets/NewTargetPage"), "NewTargetPage"),
  },
  { path: "visits", lazy: page(() => import("@/features/visits/VisitsPage"), "VisitsPage") },
  { path: "log", lazy: page(() => import("@/features/records/log/LogPage"), "LogPage") },
  {
    path: "log/session",
    handle: { focused: true },
    lazy: page(() => import("@/features/records/log/LogSessionPage"), "LogSessionPage"),
  },
  {
    path: "log/observation",
    handle: { focused: true },
    lazy: page(() => import("@/features/records/observation/LogObservationPage"), "LogObservationPage"),
  },
  { path: "log/:type", lazy: page(() => import("@/features/records/log/LogRecordPage"), "LogRecordPage") },
  {
    path: "records/:recordId",
    lazy: page(() => import("@/features/records/detail/RecordPage"), "RecordPage"),
  },
  {
    path: "records/:recordId/edit",
    lazy: page(() => import("@/features/records/detail/EditRecordPage"), "EditRecordPage"),
  },
  {
    path: "records/:recordId/history",
    lazy: page(() => import("@/features/records/detail/HistoryPage"), "HistoryPage"),
  },
  { path: "*", Component: NotFoundPage },
];

export const router = createBrowserRouter([
  {
    ErrorBoundary: ErrorPage,
    HydrateFallback: Splash,
    children: [
      { path: "sign-in", lazy: page(() => import("@/features/accounts/SignInPage"), "SignInPage") },
      { path: "sign-up", lazy: page(() => import("@/features/accounts/SignUpPage"), "SignUpPage") },
      {
        path: "forgot-password",
        lazy: page(() => import("@/features/accounts/ForgotPasswordPage"), "ForgotPasswordPage"),
      },
      {
        path: "reset-password",
        lazy: page(() => import("@/features/accounts/ResetPasswordPage"), "ResetPasswordPage"),
      },
      {
        path: "verify-email",
        lazy: page(() => import("@/features/accounts/VerifyEmailPage"), "VerifyEmailPage"),
      },
      {
        path: "unsubscribe",
        lazy: page(() => import("@/features/notifications/UnsubscribePage"), "UnsubscribePage"),
      },
      {
        path: "shared",
        lazy: page(() => import("./SharedPage"), "SharedPage"),
      },
      {
        path: "invitations/:token",
        lazy: page(() => import("@/features/circle/InvitationPage"), "InvitationPage"),
      },
      {
        path: "organization-invitations/:token",
        lazy: page(
          () => import("@/features/organizations/OrganizationInvitationPage"),
          "OrganizationInvitationPage",
        ),
      },
      {
        Component: RequireAccount,
        children: [
          {
            lazy: page(() => import("./ReplicaGate"), "ReplicaGate"),
            children: [
              {
                lazy: page(() => import("./Shell"), "Shell"),
                children: [
                  {
                    ErrorBoundary: ErrorPage,
                    children: [
                      { index: true, lazy: page(() => import("./StartPage"), "StartPage") },
                      { path: "dogs", lazy: page(() => import("@/features/dogs/MyDogsPage"), "MyDogsPage") },
                      { path: "log", lazy: page(() => import("./QuickLogRedirect"), "QuickLogRedirect") },
                      {
                        path: "calendar",
                        lazy: page(() => import("@/features/calendar/CalendarPage"), "CalendarPage"),
                      },
                      {
                        path: "homework",
                        lazy: page(() => import("@/features/homework/HomeworkPage"), "HomeworkPage"),
                      },
                      {
                        path: "settings",
                        lazy: page(() => import("@/features/settings/SettingsPage"), "SettingsPage"),
                      },
                      {
                        path: "server",
                        lazy: page(() => import("@/features/settings/ServerPage"), "ServerPage"),
                      },
                      {
                        path: "security",
                        lazy: page(() => import("@/features/accounts/SecurityPage"), "SecurityPage"),
                      },
                      {
                        path: "unsent",
                        lazy: page(() => import("@/features/records/outbox/OutboxPage"), "OutboxPage"),
                      },
                      {
                        path: "search",
                        lazy: page(() => import("@/features/search/SearchPage"), "SearchPage"),
                      },
                      { path: "push", lazy: page(() => import("@/features/push/PushPage"), "PushPage") },
                      {
                        path: "webhooks",
                        lazy: page(() => import("@/features/webhooks/WebhooksPage"), "WebhooksPage"),
                      },
                      {
                        path: "organizations",
                        lazy: page(
                          () => import("@/features/organizations/OrganizationsPage"),
                          "OrganizationsPage",
                        ),
                      },
                      {
                        path: "organizations/:organizationId",
                        lazy: page(
                          () => import("@/features/organizations/OrganizationPage"),
                          "OrganizationPage",
                        ),
                      },
                      {
                        path: "notifications",
                        lazy: page(
                          () => import("@/features/notifications/NotificationsPage"),
                          "NotificationsPage",
                        ),
                      },
                      {
                        path: "settings/notifications",
                        lazy: page(
                          () => import("@/features/notifications/NotificationSettingsPage"),
                          "NotificationSettingsPage",
                        ),
                      },
                      {
                        path: "dogs/new",
                        lazy: page(() => import("@/features/dogs/AddDogPage"), "AddDogPage"),
                      },
                      {
                        path: "dogs/:dogId",
                        lazy: page(() => import("./DogLayout"), "DogLayout"),
                        children: dogPages,
                      },
                      { path: "*", Component: NotFoundPage },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
]);

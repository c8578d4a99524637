// Who did what with a dog, and who looked: for its owners and trainers.
import { Card, SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { AccessEntry, ChangeEntry } from "@/shared/api/types";
import { managesCircle } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { formatDay, formatDayAndTime } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { Page } from "@/shared/ui/Page";
import { AuditList } from "./AuditList";
import { useAccess, useChanges } from "./audit.queries";

type View = "changes" | "access";

export function AuditPage() {
  const { t } = useTranslation();
  const dog = useDog();
  const [view, setView] = useState<View>("changes");
  return (
    <Page
      title={t("audit.title")}
      subtitle={t("audit.subtitle", { name: dog.name })}
      back={`/dogs/${dog.id}/people`}
    >
      {managesCircle(dog) ? (
        <>
          <SegmentedControl
            fullWidth
            mb="md"
            value={view}
            onChange={(value) => setView(value as View)}
            aria-label={t("audit.title")}
            data={[
              { value: "changes", label: t("audit.changes") },
              { value: "access", label: t("audit.access") },
            ]}
          />
          {view === "changes" ? <Changes dogId={dog.id} /> : <Access dogId={dog.id} />}
        </>
      ) : (
        <Card>
          <Text>{t("audit.forManagers")}</Text>
        </Card>
      )}
    </Page>
  );
}

/** Who did it, and for which organization. */
const nameOf = ({ name, organization }: ChangeEntry["by"]) =>
  organization ? `${name} (${organization.name})` : name;

function Changes({ dogId }: { dogId: string }) {
  return (
    <AuditList
      query={useChanges(dogId)}
      keyOf={(entry) => String(entry.seq)}
      whenOf={(entry) => formatDayAndTime(new Date(entry.at))}
      describe={(entry) => <Change dogId={dogId} entry={entry} />}
    />
  );
}

function Change({ dogId, entry }: { dogId: string; entry: ChangeEntry }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const what = labels.label("audit.action", entry.action);
  const role = entry.role && labels.label("roles.one", entry.role);
  const about = [entry.recordType && labels.type(entry.recordType), entry.person, role].filter(Boolean);
  return (
    <>
      <Text fw={600}>{t("audit.entry", { name: nameOf(entry.by), what })}</Text>
      {about.length > 0 && (
        <Text size="sm">
          {entry.recordId && entry.action !== "record-deleted" ? (
            <Link to={`/dogs/${dogId}/records/${entry.recordId}`}>{about.join(" · ")}</Link>
          ) : (
            about.join(" · ")
          )}
        </Text>
      )}
    </>
  );
}

function Access({ dogId }: { dogId: string }) {
  const { t } = useTranslation();
  const when = (entry: AccessEntry) =>
    entry.action === "exported" ? formatDayAndTime(new Date(entry.at)) : formatDay(new Date(entry.at));
  return (
    <AuditList
      query={useAccess(dogId)}
      keyOf={(entry) => `${entry.at} ${entry.action} ${entry.by.id}`}
      whenOf={when}
      describe={(entry) => (
        <Text fw={600}>
          {t("audit.entry", { name: nameOf(entry.by), what: t(`audit.accessAction.${entry.action}`) })}
        </Text>
      )}
    />
  );
}

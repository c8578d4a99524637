// What somebody without an account sees by a link.
import { Card, Center, Container, Loader, Text, Title } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { formatDay, formatDayAndTime } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { useLinkToken } from "@/shared/lib/useLinkToken";
import { Logo } from "@/shared/ui/Logo";
import { GenericBody } from "../detail/GenericBody";
import { RecordBody } from "../detail/RecordBody";
import { useShared } from "./sharing.queries";

export function SharedPage() {
  const { t } = useTranslation();
  const labels = useLabels();
  const shared = useShared(useLinkToken());
  useEffect(() => {
    document.title = `${t("share.pageTitle")} · Doggy App`;
  }, [t]);

  const body = () => {
    if (shared.isLoading) {
      return (
        <Center py="xl">
          <Loader aria-label={t("common.loading")} />
        </Center>
      );
    }
    if (!shared.data) {
      return (
        <>
          <Title order={1} fz="1.5rem">
            {t("share.gone")}
          </Title>
          <Text c="dimmed" mt="xs">
            {t("share.goneText")}
          </Text>
        </>
      );
    }
    const { record, dogName, sharedBy, expiresAt } = shared.data;
    return (
      <>
        <Title order={1} fz="1.5rem">
          {t("share.heading", { dog: dogName, what: labels.type(record.type) })}
        </Title>
        <Text c="dimmed" mb="md">
          <time dateTime={record.occurredAt}>{formatDayAndTime(new Date(record.occurredAt))}</time>
          {` · ${record.author.name}`}
        </Text>
        <Card>
          {/* A session names its targets, which only the dog's own pages know. */}
          {record.type === "session" ? <GenericBody record={record} /> : <RecordBody record={record} />}
        </Card>
        <Text size="sm" c="dimmed" mt="md">
          {t("share.by", { name: sharedBy, day: formatDay(new Date(expiresAt)) })}
        </Text>
      </>
    );
  };
  return (
    <Container size="sm" py="lg" component="main" id="main">
      <Logo size={34} name />
      <div style={{ marginTop: "1.5rem" }}>{body()}</div>
    </Container>
  );
}

// What somebody without an account sees by a link: one record or one report, and nothing else.
import { Center, Container, Loader, Text, Title } from "@mantine/core";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useShared } from "@/features/records/sharing/sharing.queries";
import { loadPart } from "@/shared/lib/loadPart";
import { useLinkToken } from "@/shared/lib/useLinkToken";
import { Logo } from "@/shared/ui/Logo";

const SharedRecord = lazy(async () => ({
  default: (await loadPart(() => import("@/features/records/sharing/SharedRecord"))).SharedRecord,
}));
const SharedReport = lazy(async () => ({
  default: (await loadPart(() => import("@/features/report/SharedReport"))).SharedReport,
}));

export function SharedPage() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const shared = useShared(token);
  useEffect(() => {
    document.title = `${t("share.pageTitle")} · Doggy App`;
  }, [t]);

  const waiting = (
    <Center py="xl">
      <Loader aria-label={t("common.loading")} />
    </Center>
  );
  const body = () => {
    if (shared.isLoading) return waiting;
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
    const { record, report, media, ...about } = shared.data;
    return (
      <Suspense fallback={waiting}>
        {report && <SharedReport report={report} {...about} />}
        {record && <SharedRecord record={record} media={media} token={token} {...about} />}
      </Suspense>
    );
  };
  return (
    <Container size="md" py="lg" component="main" id="main">
      <div data-no-print>
        <Logo size={34} name />
      </div>
      <div style={{ marginTop: "1.5rem" }}>{body()}</div>
    </Container>
  );
}

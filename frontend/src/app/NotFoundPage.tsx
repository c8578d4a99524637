import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Paw } from "@/shared/ui/Logo";
import { Page } from "@/shared/ui/Page";
import { EmptyState } from "@/shared/ui/states";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Page title={t("notFound.title")}>
      <EmptyState
        icon={<Paw size={40} />}
        title={t("notFound.heading")}
        text={t("notFound.text")}
        action={
          <Button component={Link} to="/">
            {t("common.home")}
          </Button>
        }
      />
    </Page>
  );
}

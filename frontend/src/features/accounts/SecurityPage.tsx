// Who one is, how one signs in, and where one is signed in.
import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "@/shared/ui/Page";
import { ActivityCard } from "./ActivityCard";
import { AccountDataCard } from "./erasure/AccountDataCard";
import { IdentityCard } from "./IdentityCard";
import { PasswordCard } from "./PasswordCard";
import { PasskeysCard } from "./passkeys/PasskeysCard";
import { SecondFactorCard } from "./SecondFactorCard";
import { SessionsCard } from "./SessionsCard";
import { TokensCard } from "./TokensCard";

export function SecurityPage() {
  const { t } = useTranslation();
  return (
    <Page title={t("security.title")} subtitle={t("security.subtitle")} back="/">
      <Stack>
        <IdentityCard />
        <SessionsCard />
        <PasswordCard />
        <PasskeysCard />
        <SecondFactorCard />
        <TokensCard />
        <ActivityCard />
        <AccountDataCard />
      </Stack>
    </Page>
  );
}

// Who is signed in, how the app looks, and the ways out.
import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import {
  IconBuildingCommunity,
  IconDevices,
  IconLogout,
  IconSettings,
  IconShieldLock,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { initialsOf } from "@/shared/lib/initials";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { toastError } from "@/shared/ui/toasts";
import classes from "./AccountMenu.module.css";
import { useMe, useSignOut, useSignOutEverywhere, useUnsent } from "./accounts.queries";
import { UnsentDialog } from "./UnsentDialog";

/** `named`: with the name beside the picture, for the wide layout. */
export function AccountMenu({ named }: { named?: boolean }) {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const signOut = useSignOut();
  const everywhere = useSignOutEverywhere();
  const [asking, setAsking] = useState(false);
  const unsent = useUnsent();
  const [losing, setLosing] = useState<typeof signOut>();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  if (!me) return null;

  const leave = (by: typeof signOut) => by.mutate(undefined, { onError: toastError });
  const leaveUnlessUnsent = (by: typeof signOut) => (unsent.length > 0 ? setLosing(by) : leave(by));
  return (
    <>
      <Menu position={named ? "top-start" : "bottom-end"} width={280} keepMounted={false}>
        <Menu.Target>
          <UnstyledButton
            className={classes.trigger}
            data-named={named || undefined}
            aria-label={t("account.menuOf", { name: me.name })}
          >
            <Avatar color="pine" radius="xl" size={36} aria-hidden="true">
              {/* Drawn, not written: the button's name is the person's. */}
              <span className={classes.initials} data-initials={initialsOf(me.name)} />
            </Avatar>
            {named && (
              <Text fw={600} truncate>
                {me.name}
              </Text>
            )}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Text fw={600} c="var(--mantine-color-text)">
              {me.name}
            </Text>
            <Text size="sm">{me.email}</Text>
          </Menu.Label>
          <Menu.Divider />
          <Menu.Label>{t("account.appearance")}</Menu.Label>
          <Menu.RadioGroup
            value={colorScheme}
            onChange={(value) => setColorScheme(value as "light" | "dark" | "auto")}
          >
            {(["light", "dark", "auto"] as const).map((value) => (
              <Menu.RadioItem key={value} value={value} mih="2.75rem">
                {t(`account.${value}`)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item
            component={Link}
            to="/organizations"
            mih="2.75rem"
            leftSection={<IconBuildingCommunity size={18} aria-hidden />}
          >
            {t("organizations.title")}
          </Menu.Item>
          <Menu.Item
            component={Link}
            to="/settings"
            mih="2.75rem"
            leftSection={<IconSettings size={18} aria-hidden />}
          >
            {t("settings.title")}
          </Menu.Item>
          <Menu.Item
            component={Link}
            to="/security"
            mih="2.75rem"
            leftSection={<IconShieldLock size={18} aria-hidden />}
          >
            {t("security.open")}
          </Menu.Item>
          <Menu.Item
            mih="2.75rem"
            leftSection={<IconLogout size={18} aria-hidden />}
            onClick={() => leaveUnlessUnsent(signOut)}
          >
            {t("account.signOut")}
          </Menu.Item>
          <Menu.Item
            mih="2.75rem"
            leftSection={<IconDevices size={18} aria-hidden />}
            onClick={() => setAsking(true)}
          >
            {t("account.signOutEverywhere")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("account.signOutEverywhere")}
        text={t("account.signOutEverywhereText")}
        action={t("account.signOutEverywhere")}
        busy={everywhere.isPending}
        onConfirm={() => {
          setAsking(false);
          leaveUnlessUnsent(everywhere);
        }}
      />
      {losing && (
        <UnsentDialog
          unsent={unsent}
          busy={signOut.isPending || everywhere.isPending}
          onConfirm={() => leave(losing)}
          onClose={() => setLosing(undefined)}
        />
      )}
    </>
  );
}

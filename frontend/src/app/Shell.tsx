// The frame around every page after signing in: a top bar and thumb-reach navigation on phones, a side bar on wider
// screens.
import { Button, Group, Stack, VisuallyHidden } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, Outlet, ScrollRestoration, useLocation, useMatches, useNavigation } from "react-router";
import { AccountMenu } from "@/features/accounts/AccountMenu";
import { DogSwitcher } from "@/features/dogs/DogSwitcher";
import { useDogAtHand } from "@/features/dogs/useDogAtHand";
import { NotificationBell } from "@/features/notifications/NotificationBell";
import { renewPush } from "@/features/push/push.queries";
import { loggableTypes } from "@/shared/lib/access";
import { Logo } from "@/shared/ui/Logo";
import { Commands } from "./Commands";
import { MainNav } from "./MainNav";
import { OverviewNav } from "./OverviewNav";
import { SearchLink } from "./SearchLink";
import classes from "./Shell.module.css";
import { StorageNotice } from "./StorageNotice";
import { SyncStatusLink } from "./SyncStatusLink";
import { UpdateNotice } from "./UpdateNotice";

export function Shell() {
  const { t } = useTranslation();
  const dog = useDogAtHand();
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const arrived = useRef(pathname);
  const waiting = useNavigation().state !== "idle";
  const focused = useMatches().some(({ handle }) => (handle as { focused?: boolean } | undefined)?.focused);
  const mayLog = dog && loggableTypes(dog).length > 0;

  // A new page is a new context: keyboard and screen reader start at its top.
  useEffect(() => {
    if (arrived.current === pathname) return;
    arrived.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);

  // What cannot be renewed now is renewed the next time; the page works without.
  useEffect(() => void renewPush().catch(() => {}), []);

  return (
    <div className={classes.shell} data-focused={focused || undefined}>
      <a href="#main" className={classes.skip}>
        {t("nav.skip")}
      </a>
      {waiting && <div className={classes.progress} aria-hidden="true" />}
      {!focused && (
        <header className={classes.top}>
          <Group wrap="nowrap" gap={4} miw={0}>
            <Link to="/" className={classes.logo}>
              <Logo size={34} name={!dog} />
              <VisuallyHidden>{t("nav.home")}</VisuallyHidden>
            </Link>
            {dog && <DogSwitcher dog={dog} />}
          </Group>
          <Group wrap="nowrap" gap={4} miw={0}>
            <SyncStatusLink />
            <SearchLink />
            <NotificationBell />
            <AccountMenu />
          </Group>
        </header>
      )}
      <aside className={classes.side}>
        <Link to="/" className={classes.logo}>
          <Logo size={38} />
          <VisuallyHidden>{t("nav.home")}</VisuallyHidden>
        </Link>
        <OverviewNav />
        {dog && (
          <>
            <DogSwitcher dog={dog} wide />
            {mayLog && (
              <Button
                component={Link}
                to={`/dogs/${dog.id}/log`}
                color="marigold.4"
                size="md"
                leftSection={<IconPlus size={20} aria-hidden />}
              >
                {t("nav.log")}
              </Button>
            )}
            <MainNav dog={dog} />
          </>
        )}
        <Stack mt="auto" gap="xs">
          <SyncStatusLink />
          <Group wrap="nowrap" gap={4}>
            <AccountMenu named />
            <SearchLink />
            <NotificationBell />
          </Group>
        </Stack>
      </aside>
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        {!focused && (
          <>
            <UpdateNotice />
            <StorageNotice />
          </>
        )}
        <Outlet />
      </main>
      {dog && !focused && <MainNav dog={dog} bottom log={mayLog} />}
      <Commands dog={dog} mayLog={mayLog} />
      <ScrollRestoration />
    </div>
  );
}

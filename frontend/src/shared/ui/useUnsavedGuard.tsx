// Asks before work is lost: on leaving for another page of the app, and on closing or reloading the tab.
import { Button, Group, Modal, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";

interface Guard {
  /** To be rendered somewhere in the page. */
  guard: React.ReactNode;
  /** Call when the work was saved, before navigating away. */
  release: () => void;
}

/** `onLeave`: what is unsaved is kept as a draft, so that a reload loses nothing; leaving the page gives it up. */
export function useUnsavedGuard(dirty: boolean, onLeave?: () => void): Guard {
  const { t } = useTranslation();
  const released = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      dirty && !released.current && currentLocation.pathname !== nextLocation.pathname,
  );
  const kept = onLeave !== undefined;
  useEffect(() => {
    if (!dirty || kept) return;
    const ask = (event: BeforeUnloadEvent) => {
      if (!released.current) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty, kept]);

  const guard = (
    <Modal
      opened={blocker.state === "blocked"}
      onClose={() => blocker.reset?.()}
      title={t("guard.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Text mb="lg">{t("guard.text")}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => blocker.reset?.()}>
          {t("guard.stay")}
        </Button>
        <Button
          color="red"
          onClick={() => {
            onLeave?.();
            blocker.proceed?.();
          }}
        >
          {t("guard.leave")}
        </Button>
      </Group>
    </Modal>
  );
  return {
    guard,
    release: () => {
      released.current = true;
    },
  };
}

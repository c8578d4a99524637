// The frame of the pages before signing in.
import { Box, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { LanguageLinks } from "@/shared/i18n/LanguageLinks";
import { Logo, Paw } from "@/shared/ui/Logo";
import classes from "./AuthLayout.module.css";

// A track of paw prints across the side panel: left, top, turn, in percent and degrees.
const track = [
  [4, 58, 52],
  [20, 62, 52],
  [26, 40, 50],
  [42, 44, 48],
  [50, 22, 46],
  [66, 26, 46],
  [74, 4, 46],
  [90, 8, 46],
] as const;

interface AuthLayoutProps {
  title: string;
  subtitle: ReactNode;
  children: ReactNode;
}

export function AuthLayout({ title, subtitle, children }: AuthLayoutProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · Doggy App`;
  }, [title]);
  return (
    <div className={classes.page}>
      <aside className={classes.side}>
        <div className={classes.paws} aria-hidden="true">
          {track.map(([left, top, turn], step) => (
            <span
              key={left}
              style={{
                left: `${left}%`,
                top: `${top}%`,
                transform: `rotate(${turn}deg)`,
                opacity: 0.2 + step * 0.1,
              }}
            >
              <Paw size={40} />
            </span>
          ))}
        </div>
        <Box pos="relative" className={classes.claim}>
          <Logo size={44} />
          <Text fz="2.2rem" fw={700} lh={1.15} mt="md" maw="26rem" lts="-0.02em">
            {t("auth.claim")}
          </Text>
          <Text mt="sm" maw="26rem" opacity={0.92}>
            {t("auth.claimText")}
          </Text>
        </Box>
      </aside>
      <main className={classes.form} id="main">
        <Title order={1} fz="1.75rem" lts="-0.02em">
          {title}
        </Title>
        <Text c="dimmed" mt={4} mb="lg" component="div">
          {subtitle}
        </Text>
        {children}
        <LanguageLinks />
      </main>
    </div>
  );
}

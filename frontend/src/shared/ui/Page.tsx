// The frame of a page: its title for the eye, the tab and the screen reader, a way back, and its actions.
import { ActionIcon, Box, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

interface PageProps {
  title: string;
  subtitle?: ReactNode;
  /** Where the back arrow goes. */
  back?: string;
  actions?: ReactNode;
  /** Wide pages hold charts and tables. */
  wide?: boolean;
  children: ReactNode;
}

export function Page({ title, subtitle, back, actions, wide, children }: PageProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · Doggy App`;
  }, [title]);
  return (
    <Box maw={wide ? "64rem" : "44rem"} mx="auto" w="100%">
      <Group mb="md" gap="xs" justify="space-between" align="flex-start" data-page-head>
        <Group gap="xs" wrap="nowrap" align="flex-start" flex="1 1 8rem" miw={0}>
          {back !== undefined && (
            <ActionIcon component={Link} to={back} aria-label={t("common.back")} ms={-10}>
              <IconArrowLeft aria-hidden />
            </ActionIcon>
          )}
          <Stack gap={2} miw={0} mt={back === undefined ? 0 : 5}>
            <Title order={1} fz="1.6rem" lh={1.25} lts="-0.02em">
              {title}
            </Title>
            {subtitle && (
              <Text c="dimmed" size="sm" component="div">
                {subtitle}
              </Text>
            )}
          </Stack>
        </Group>
        {actions && (
          <Group gap="xs" wrap="nowrap" style={{ flexShrink: 0 }}>
            {actions}
          </Group>
        )}
      </Group>
      {children}
    </Box>
  );
}

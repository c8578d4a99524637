// A part of a page: its title, what may be added to it, and what stands there when there is nothing.
import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import { Link } from "react-router";

interface PagePartProps {
  title: string;
  /** Where something is added; absent for those who may not. */
  add?: { to: string; label: string } | false;
  /** Shown instead of the children when there is nothing. */
  empty?: string | false;
  children: ReactNode;
}

export function PagePart({ title, add, empty, children }: PagePartProps) {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Title order={2} fz="lg" id={id}>
            {title}
          </Title>
          {add && (
            <Button
              component={Link}
              to={add.to}
              variant="light"
              leftSection={<IconPlus size={18} aria-hidden />}
              style={{ flexShrink: 0 }}
            >
              {add.label}
            </Button>
          )}
        </Group>
        {empty ? <Text c="dimmed">{empty}</Text> : children}
      </Stack>
    </Card>
  );
}

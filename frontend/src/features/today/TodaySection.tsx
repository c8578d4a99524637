// A titled list of the page of today, and its rows: what it is and of which dog, led to by the whole row but for the
// button of what can be done at one tap.
import { Badge, Card, Group, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { Link } from "react-router";
import classes from "./TodaySection.module.css";

export function TodaySection({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h4" mb="xs" id={id}>
        {title}
      </Title>
      <Stack component="ul" gap="xs" className={classes.list}>
        {children}
      </Stack>
    </section>
  );
}

interface TodayRowProps {
  to: string;
  icon: ReactNode;
  color?: string;
  title: string;
  dogName: string | undefined;
  /** What else is to be known at a glance. */
  detail?: string | false | undefined;
  badge?: string | false | undefined;
  badgeColor?: string;
  action?: ReactNode;
}

export function TodayRow({
  to,
  icon,
  color,
  title,
  dogName,
  detail,
  badge,
  badgeColor,
  action,
}: TodayRowProps) {
  return (
    <Card component="li" className={classes.row} p="sm">
      <Group wrap="nowrap" gap="sm">
        <ThemeIcon size={40} radius="md" variant="light" color={color} aria-hidden="true">
          {icon}
        </ThemeIcon>
        <div className={classes.body}>
          <Group gap={6}>
            <Text component={Link} to={to} fw={700} className={classes.link}>
              {title}
            </Text>
            {badge && (
              <Badge variant="light" color={badgeColor} tt="none">
                {badge}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {[dogName, detail].filter(Boolean).join(" · ")}
          </Text>
        </div>
        {action && <div className={classes.action}>{action}</div>}
      </Group>
    </Card>
  );
}

// The frame of a page on which something is tapped while it happens: nothing but what it is, and the way out.
import { ActionIcon, Group, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { useDog } from "@/shared/lib/dogContext";
import classes from "./tapping.module.css";

interface TappingPageProps {
  title: string;
  /** Below the title. */
  about: ReactNode;
  /** What leaving means. */
  leaveLabel: string;
  /** How it ends. */
  action: ReactNode;
  children: ReactNode;
}

export function TappingPage({ title, about, leaveLabel, action, children }: TappingPageProps) {
  const dog = useDog();
  const navigate = useNavigate();
  return (
    <div className={classes.page}>
      <Group justify="space-between" wrap="nowrap">
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            aria-label={leaveLabel}
            title={leaveLabel}
            onClick={() => navigate(`/dogs/${dog.id}`)}
            ml={-10}
          >
            <IconX aria-hidden />
          </ActionIcon>
          <div>
            <Text component="h1" fw={700} m={0}>
              {title}
            </Text>
            {about}
          </div>
        </Group>
        {action}
      </Group>
      {children}
    </div>
  );
}

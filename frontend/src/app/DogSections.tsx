// The dog's other pages, in a row above the timeline.
import { Button, Group, ScrollArea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useDog } from "@/shared/lib/dogContext";
import { sectionPages } from "./pages";

export function DogSections() {
  const { t } = useTranslation();
  const dog = useDog();
  const pages = sectionPages(dog, t);
  if (pages.length === 0) return null;
  return (
    <ScrollArea type="never" mb="md">
      <Group component="nav" aria-label={t("dog.pages", { name: dog.name })} gap={6} wrap="nowrap">
        {pages.map(({ to, label, Icon }) => (
          <Button
            key={to}
            component={Link}
            to={to}
            variant="default"
            radius="xl"
            mih="2.75rem"
            leftSection={<Icon size={18} aria-hidden />}
            style={{ flexShrink: 0 }}
          >
            {label}
          </Button>
        ))}
      </Group>
    </ScrollArea>
  );
}

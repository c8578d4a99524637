// The dog at hand, and the way to another one.
import { Menu, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconChevronDown, IconLayoutGrid, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Dog } from "@/shared/api/types";
import { DogAvatar } from "@/shared/ui/DogAvatar";
import classes from "./DogSwitcher.module.css";
import { useDogs } from "./dogs.queries";

/** `wide`: as broad as the column it stands in. */
export function DogSwitcher({ dog, wide }: { dog: Dog; wide?: boolean }) {
  const { t } = useTranslation();
  const dogs = useDogs().data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <UnstyledButton className={classes.trigger} data-wide={wide || undefined}>
          <DogAvatar id={dog.id} name={dog.name} photo={dog.profilePhotoId} size={36} />
          <Text fw={700} truncate className={classes.name}>
            {dog.name}
          </Text>
          <VisuallyHidden>{t("dogs.switch")}</VisuallyHidden>
          <IconChevronDown size={18} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {dogs.map(({ id, name, profilePhotoId }) => (
          <Menu.Item
            key={id}
            component={Link}
            to={`/dogs/${id}`}
            mih="2.75rem"
            leftSection={<DogAvatar id={id} name={name} photo={profilePhotoId} size={28} />}
            rightSection={id === dog.id && <IconCheck size={18} aria-label={t("dogs.current")} />}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          component={Link}
          to="/dogs"
          mih="2.75rem"
          leftSection={<IconLayoutGrid size={18} aria-hidden />}
        >
          {t("dogs.all")}
        </Menu.Item>
        <Menu.Item
          component={Link}
          to="/dogs/new"
          mih="2.75rem"
          leftSection={<IconPlus size={18} aria-hidden />}
        >
          {t("dogs.add")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

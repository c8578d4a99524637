// The dogs, one tap away.
import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Dog } from "@/shared/api/types";
import { DogAvatar } from "@/shared/ui/DogAvatar";

/** More than these are found on the page of all dogs. */
const most = 6;

export function DogsStrip({ dogs }: { dogs: Dog[] }) {
  const { t } = useTranslation();
  return (
    <Group component="nav" gap="xs" aria-label={t("dogs.title")}>
      {dogs.slice(0, most).map(({ id, name, profilePhotoId }) => (
        <Button
          key={id}
          component={Link}
          to={`/dogs/${id}`}
          variant="default"
          px="xs"
          maw="12rem"
          leftSection={<DogAvatar id={id} name={name} photo={profilePhotoId} size={28} />}
        >
          {name}
        </Button>
      ))}
      <Button component={Link} to="/dogs" variant="subtle" px="xs">
        {t("dogs.all")}
      </Button>
    </Group>
  );
}

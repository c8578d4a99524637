// The way to the search over all dogs, from every page.
import { ActionIcon } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

export function SearchLink() {
  const { t } = useTranslation();
  return (
    <ActionIcon
      component={Link}
      to="/search"
      size={44}
      variant="subtle"
      color="gray"
      aria-label={t("search.title")}
    >
      <IconSearch size={24} aria-hidden />
    </ActionIcon>
  );
}

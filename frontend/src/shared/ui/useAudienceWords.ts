import { useTranslation } from "react-i18next";
import { type Role, roles } from "../api/types";

/** "trainers, owners" or "only me". */
export function useAudienceWords(): (audience: readonly Role[]) => string {
  const { t } = useTranslation();
  return (audience) =>
    audience.length === 0
      ? t("audience.me")
      : roles
          .filter((role) => audience.includes(role))
          .map((role) => t(`roles.many.${role}`).toLocaleLowerCase())
          .join(", ");
}

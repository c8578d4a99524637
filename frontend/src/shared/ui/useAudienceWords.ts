import { useTranslation } from "react-i18next";
import { type Role, roles } from "../api/types";
import { inSentence } from "../i18n/locale";

/** "trainers, owners" or "only me". */
export function useAudienceWords(): (audience: readonly Role[]) => string {
  const { t } = useTranslation();
  return (audience) =>
    audience.length === 0
      ? t("audience.me")
      : roles
          .filter((role) => audience.includes(role))
          .map((role) => inSentence(t(`roles.many.${role}`)))
          .join(", ");
}

import { useTranslation } from "react-i18next";

/** The picture of index.html, which is there before the app is. */
export function Splash() {
  const { t } = useTranslation();
  return (
    <div className="splash" role="status" aria-label={t("common.loading")}>
      <img src="/icons/paw.svg" width="96" height="96" alt="" />
      <p>Doggy App</p>
    </div>
  );
}

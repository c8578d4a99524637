// What is said after something was logged, with the way back.
import { useTranslation } from "react-i18next";
import { toast, toastError, toastUndo } from "@/shared/ui/toasts";
import { type NewEntry, useTakeBack } from "../records.queries";

export function useSayLogged() {
  const { t } = useTranslation();
  const takeBack = useTakeBack();
  // The page is gone when it is taken back, so nothing hangs on it.
  return (message: string, entries: Pick<NewEntry, "dogId" | "id">[]) =>
    toastUndo(
      message,
      () => void takeBack.mutateAsync(entries).then(() => toast(t("log.takenBack")), toastError),
    );
}

// From a drag, or a new time that was typed, to the moved appointment: asks which ones of a series, and offers undo.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Occurrence } from "@/shared/agenda/occurrences";
import { formatDayAndTime } from "@/shared/lib/time";
import { toastError, toastUndo } from "@/shared/ui/toasts";
import { sameGroup, useMove, type Which } from "./calendar.queries";
import { movedSeries, type Times } from "./moves";

interface Moving {
  occurrence: Occurrence;
  to: Times;
  /** Puts back what was dragged. */
  revert?: () => void;
}

export function useMoving(shown: Occurrence[]) {
  const { t } = useTranslation();
  const move = useMove();
  const [asked, setAsked] = useState<Moving>();
  const go = ({ occurrence, to, revert }: Moving, which: Which) => {
    setAsked(undefined);
    const occurrences = sameGroup(occurrence, shown).filter(
      (one) => one.key === occurrence.key || one.appointment.id !== occurrence.appointment.id,
    );
    // Whoever moved it may be on another page when the answer comes.
    void move.mutateAsync({ occurrences, to, which }).then(
      (back) => {
        const said = t("calendar.moved", { when: formatDayAndTime(to.start) });
        toastUndo(said, () => void back().catch(toastError));
      },
      (error: unknown) => {
        revert?.();
        toastError(error);
      },
    );
  };
  return {
    begin: (moving: Moving) => {
      if (moving.occurrence.appointment.recurrence) setAsked(moving);
      else go(moving, "one");
    },
    asked: asked && {
      title: asked.occurrence.appointment.title,
      mayAll: movedSeries(asked.occurrence, asked.to) !== undefined,
      onChoose: (which: Which) => go(asked, which),
      onClose: () => {
        asked.revert?.();
        setAsked(undefined);
      },
    },
  };
}

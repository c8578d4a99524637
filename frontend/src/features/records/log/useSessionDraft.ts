// The session that is being counted, kept on the device after every tap.
import { v7 as uuid } from "uuid";
import type { NewRecordOf, SessionBlock } from "@/shared/api/types";
import { useDraft } from "@/shared/lib/useDraft";
import { emptyFields } from "../recordFields";
import { openBlock } from "../session/blocks";

export interface SessionDraft {
  /** The record's id: saving twice makes one record. */
  id: string;
  fields: NewRecordOf<"session">;
  /** The block that taps go to. */
  active: number;
  /** Whether finishing states the end of the session. */
  timed: boolean;
}

export function useSessionDraft(dogId: string) {
  const { value, restored, update, discard } = useDraft<SessionDraft>(`${dogId}.session`, () => ({
    id: uuid(),
    fields: emptyFields("session"),
    active: 0,
    timed: true,
  }));
  const editBlocks = (edit: (blocks: SessionBlock[], active: number) => SessionBlock[]) =>
    update((draft) => ({
      ...draft,
      fields: { ...draft.fields, blocks: edit(draft.fields.blocks, draft.active) },
    }));
  return {
    draft: value,
    restored,
    discard,
    editBlocks,
    setBlocks: (blocks: SessionBlock[], active: number) =>
      update((draft) => ({ ...draft, active, fields: { ...draft.fields, blocks } })),
    open: (targetId: string) =>
      update((draft) => {
        const { blocks, index } = openBlock(draft.fields.blocks, targetId, 0);
        return { ...draft, active: index, fields: { ...draft.fields, blocks } };
      }),
    setFields: (fields: NewRecordOf<"session">) =>
      update((draft) => ({
        ...draft,
        fields,
        // A session that is written down for another time did not end now.
        timed: draft.timed && fields.occurredAt === draft.fields.occurredAt,
      })),
    setTimed: (timed: boolean) => update((draft) => ({ ...draft, timed })),
  };
}

export type SessionDraftState = ReturnType<typeof useSessionDraft>;

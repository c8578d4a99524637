// Logging a training session while it happens: first the tapping, then what surrounds it. Kept on the device until
// it is saved.
import { Button, Stack } from "@mantine/core";
import { IconTargetArrow } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { canLog } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { EmptyState, ErrorState, ListSkeleton } from "@/shared/ui/states";
import { useRecordsOfType, useTargets } from "../records.queries";
import { BlockPicker } from "../session/BlockPicker";
import { addTrial, changeStep, undoTrial } from "../session/blocks";
import { LiveAdvice } from "../session/LiveAdvice";
import { blocksOf, stepAdvice } from "../session/stepAdvice";
import { TrialPad } from "../session/TrialPad";
import { allTrials } from "../session/trialStats";
import { TappingPage } from "../tapping/TappingPage";
import { FinishSession } from "./FinishSession";
import { SessionClock } from "./SessionClock";
import { useSessionDraft } from "./useSessionDraft";

export function LogSessionPage() {
  const { t } = useTranslation();
  const dog = useDog();
  const targets = useTargets(dog.id);
  const session = useSessionDraft(dog.id);
  const [finishing, setFinishing] = useState(false);
  const { fields, active } = session.draft;
  const block = fields.blocks[active];
  const target = targets.data?.find(({ id }) => id === block?.targetId);
  const { data: held } = useRecordsOfType(dog.id, "session");
  const history = useMemo(() => (target ? blocksOf(held ?? [], target.id) : []), [held, target]);
  const advice =
    target &&
    block &&
    stepAdvice(
      target,
      [...history, ...fields.blocks.filter((one) => one !== block && one.targetId === target.id)],
      block,
    );
  const usable = targets.data?.filter(({ archived }) => !archived) ?? [];

  if (finishing) {
    return (
      <FinishSession session={session} targets={targets.data ?? []} onBack={() => setFinishing(false)} />
    );
  }
  return (
    <TappingPage
      title={t("session.title", { name: dog.name })}
      about={<SessionClock draft={session.draft} onTimed={session.setTimed} />}
      leaveLabel={t("common.close")}
      action={
        <Button disabled={allTrials(fields.blocks).length === 0} onClick={() => setFinishing(true)}>
          {t("session.finish")}
        </Button>
      }
    >
      {targets.isPending ? (
        <ListSkeleton rows={2} />
      ) : targets.isError ? (
        <ErrorState error={targets.error} retry={() => targets.refetch()} />
      ) : usable.length === 0 ? (
        <EmptyState
          icon={<IconTargetArrow size={36} />}
          title={t("session.needTargetTitle")}
          text={t("session.needTargetText")}
          action={
            canLog(dog, "target") && (
              <Button component={Link} to={`/dogs/${dog.id}/targets/new?then=session`}>
                {t("targets.add")}
              </Button>
            )
          }
        />
      ) : (
        <>
          <BlockPicker
            targets={targets.data}
            blocks={fields.blocks}
            active={active}
            onChange={({ blocks, index }) => session.setBlocks(blocks, index)}
          />
          {block ? (
            <TrialPad
              key={active}
              trials={block.trials}
              onTrial={(trial) => session.editBlocks((blocks, index) => addTrial(blocks, index, trial))}
              onUndo={() => session.editBlocks(undoTrial)}
              advice={
                advice && (
                  <LiveAdvice
                    advice={advice}
                    step={block.step}
                    onStep={(step) => {
                      const changed = changeStep(fields.blocks, active, step);
                      session.setBlocks(changed.blocks, changed.index);
                    }}
                  />
                )
              }
            />
          ) : (
            <Stack gap="xs" component="section" aria-label={t("session.chooseTarget")}>
              {usable.slice(0, 8).map(({ id, name, cue }) => (
                <Button
                  key={id}
                  variant="default"
                  size="lg"
                  justify="flex-start"
                  leftSection={<IconTargetArrow size={20} aria-hidden />}
                  onClick={() => session.open(id)}
                >
                  {cue ? `${name} · “${cue}”` : name}
                </Button>
              ))}
            </Stack>
          )}
        </>
      )}
    </TappingPage>
  );
}

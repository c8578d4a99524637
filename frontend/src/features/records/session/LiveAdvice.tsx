// What the trials so far say about the next one: go on, a step up, the same again, or a step down.
import { Button, Text } from "@mantine/core";
import { IconArrowBigDown, IconArrowBigUp, IconEqual } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./LiveAdvice.module.css";
import type { StepAdvice } from "./stepAdvice";

const icons = { push: IconArrowBigUp, stick: IconEqual, drop: IconArrowBigDown };

interface LiveAdviceProps {
  advice: StepAdvice;
  step: number;
  onStep: (step: number) => void;
}

export function LiveAdvice({ advice, step, onStep }: LiveAdviceProps) {
  const { t } = useTranslation();
  const { correct, trials, groupSize, nextStep } = advice;
  if (advice.advice === "continue") {
    return (
      <Text size="sm" c="dimmed" className={classes.line}>
        {t("session.group", { correct, trials, group: groupSize })}
      </Text>
    );
  }
  const Icon = icons[advice.advice];
  return (
    <div className={classes.advice} data-advice={advice.advice}>
      <Icon size={26} aria-hidden />
      <div className={classes.words} role="status">
        <Text fw={700}>
          {advice.goalReached
            ? t("figures.targetState.goal")
            : t(`figures.targetState.advice.${advice.advice}`, { step: nextStep + 1 })}
        </Text>
        {advice.advice === "push" && advice.raisesTogether && (
          <Text size="sm">{t("figures.targetState.together")}</Text>
        )}
      </div>
      {nextStep !== step && (
        <Button variant="white" color="dark" onClick={() => onStep(nextStep)}>
          {t("session.toStep", { step: nextStep + 1 })}
        </Button>
      )}
    </div>
  );
}

// What else whoever takes the leash must know: each a line with its picture.
import { Anchor, Text } from "@mantine/core";
import {
  IconFirstAidKit,
  IconMedicineSyrup,
  IconPhone,
  IconRulerMeasure,
  IconShieldHalf,
  IconUrgent,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLabels } from "@/shared/lib/useLabels";
import classes from "./SafetyCard.module.css";
import type { Safety } from "./safety.queries";

interface FactProps {
  Icon: typeof IconPhone;
  label: string;
  children: ReactNode;
}

function Fact({ Icon, label, children }: FactProps) {
  return (
    <div className={classes.fact}>
      <Icon size={26} aria-hidden />
      <Text component="dt" size="sm" c="dimmed">
        {label}
      </Text>
      <Text component="dd" m={0} fz="lg" fw={600} lh={1.3} style={{ gridColumn: 2 }}>
        {children}
      </Text>
    </div>
  );
}

const lines = (texts: string[]) => texts.map((text) => <div key={text}>{text}</div>);

export function SafetyFacts({ safety }: { safety: Safety }) {
  const { t } = useTranslation();
  const { choice } = useLabels();
  const { allergies, equipment, distances, triggers, contacts, vet } = safety;
  const meters = (distance: number) => t("safety.meters", { distance });
  return (
    <dl className={classes.facts}>
      {allergies.length > 0 && (
        <Fact Icon={IconMedicineSyrup} label={t("safety.allergies")}>
          {lines(
            allergies.map(({ allergen, severity, reaction, firstAid }) =>
              [[allergen, severity && `(${choice(severity)})`].filter(Boolean).join(" "), reaction, firstAid]
                .filter(Boolean)
                .join(" – "),
            ),
          )}
        </Fact>
      )}
      {equipment.length > 0 && (
        <Fact Icon={IconShieldHalf} label={choice("equipment")}>
          {lines(equipment.map(({ title }) => title))}
        </Fact>
      )}
      {distances.length > 0 && (
        <Fact Icon={IconRulerMeasure} label={t("safety.distances")}>
          {lines(
            distances.map(({ title, distanceMeters }) =>
              [title, distanceMeters !== undefined && meters(distanceMeters)].filter(Boolean).join(": "),
            ),
          )}
        </Fact>
      )}
      {triggers.length > 0 && (
        <Fact Icon={IconUrgent} label={t("safety.triggers")}>
          {lines(
            triggers.map(({ name, distanceMeters, times }) =>
              t("safety.trigger", { name, distance: distanceMeters, count: times }),
            ),
          )}
        </Fact>
      )}
      {contacts.map(({ id, title, text, phone }) => (
        <Fact key={id} Icon={IconPhone} label={choice("emergency")}>
          {phone ? (
            <Anchor href={`tel:${phone}`} inherit>
              {title}
              {!title.includes(phone) && ` · ${phone}`}
            </Anchor>
          ) : (
            [title, text.split("\n")[0]].filter(Boolean).join(" – ")
          )}
        </Fact>
      ))}
      {vet && (
        <Fact Icon={IconFirstAidKit} label={t("safety.vet")}>
          {[vet.veterinarian, vet.clinic].filter(Boolean).join(", ")}
        </Fact>
      )}
    </dl>
  );
}

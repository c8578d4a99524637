// Timed observations, and whether two who watched the same time saw the same. The second observer scans a code and
// begins their half of the pair; of a blind one they learn nothing but that it is there.
import { Anchor, Badge, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { IconQrcode } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "@/features/accounts/accounts.queries";
import { canLog } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { formatDayAndTime } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { LinkToCopy } from "@/shared/ui/LinkToCopy";
import { PagePart } from "@/shared/ui/PagePart";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { type Pair, usePairs } from "./behavior.queries";

const mostShown = 10;

export function ObservationsPart() {
  const { t } = useTranslation();
  const dog = useDog();
  const { pairs, isPending, isError, error, refetch } = usePairs(dog.id);
  const [paired, setPaired] = useState<string>();
  return (
    <PagePart
      title={t("behavior.observations")}
      add={
        canLog(dog, "observation") && { to: `/dogs/${dog.id}/log/observation`, label: t("behavior.observe") }
      }
      empty={!isPending && !isError && pairs.length === 0 && t("behavior.noObservations")}
    >
      {isPending ? (
        <ListSkeleton rows={2} />
      ) : isError ? (
        <ErrorState error={error} retry={() => refetch()} />
      ) : (
        <Stack gap="sm">
          {pairs.slice(0, mostShown).map((pair) => (
            <PairRow key={pair.first.id} pair={pair} onPair={() => setPaired(pair.first.id)} />
          ))}
          {pairs.length > mostShown && (
            <Anchor component={Link} to={`/dogs/${dog.id}?type=observation`}>
              {t("behavior.allObservations", { count: pairs.length })}
            </Anchor>
          )}
        </Stack>
      )}
      <Modal
        opened={paired !== undefined}
        onClose={() => setPaired(undefined)}
        title={t("behavior.pairTitle")}
      >
        <Stack>
          <Text>{t("behavior.pairText", { name: dog.name })}</Text>
          <LinkToCopy
            url={`${window.location.origin}/dogs/${dog.id}/log/observation?pairedWith=${paired}`}
            label={t("behavior.pairLink")}
            codeLabel={t("behavior.pairCode")}
            title={t("behavior.pairTitle")}
          />
        </Stack>
      </Modal>
    </PagePart>
  );
}

function PairRow({ pair: { first, second }, onPair }: { pair: Pair; onPair: () => void }) {
  const { t } = useTranslation();
  const dog = useDog();
  const { choice } = useLabels();
  const { data: me } = useMe();
  return (
    <Group justify="space-between" gap="xs">
      <div>
        <Anchor component={Link} to={`/dogs/${dog.id}/records/${first.id}`} fw={600}>
          {formatDayAndTime(new Date(first.occurredAt))}
        </Anchor>
        <Text size="sm" c="dimmed">
          {[
            choice(first.method),
            first.behaviors.map(({ name }) => name).join(", "),
            [first, second].flatMap((one) => (one ? [one.observer ?? one.author.name] : [])).join(" + "),
          ].join(" · ")}
        </Text>
        {first.blind && !second && (
          <Badge tt="none" variant="light">
            {t("behavior.blind")}
          </Badge>
        )}
      </div>
      {second ? (
        <Button
          component={Link}
          to={`/dogs/${dog.id}/progress?chart=agreement&observation=${second.id}`}
          variant="light"
        >
          {t("behavior.agreement")}
        </Button>
      ) : (
        first.author.id === me?.id &&
        !first.pairedWith && (
          <Button variant="default" onClick={onPair} leftSection={<IconQrcode size={18} aria-hidden />}>
            {t("behavior.pair")}
          </Button>
        )
      )}
    </Group>
  );
}

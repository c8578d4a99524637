// Who sees what of this dog, and letting others in.
import { Button, Stack, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUserPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { managesCircle } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { Page } from "@/shared/ui/Page";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { useCircle } from "./circle.queries";
import { InvitationCard } from "./InvitationCard";
import { InviteDialog } from "./InviteDialog";
import { MemberCard } from "./MemberCard";

export function CirclePage() {
  const { t } = useTranslation();
  const dog = useDog();
  const circle = useCircle(dog.id);
  const [inviting, { open, close }] = useDisclosure(false);
  const invitations = circle.data?.invitations ?? [];
  return (
    <Page
      title={t("circle.title")}
      subtitle={t("circle.subtitle", { name: dog.name })}
      actions={
        managesCircle(dog) && (
          <Button onClick={open} leftSection={<IconUserPlus size={18} aria-hidden />}>
            {t("circle.invite")}
          </Button>
        )
      }
    >
      {circle.isPending ? (
        <ListSkeleton rows={3} />
      ) : circle.isError ? (
        <ErrorState error={circle.error} retry={() => circle.refetch()} />
      ) : (
        <Stack gap="lg">
          <Stack
            gap="xs"
            component="ul"
            m={0}
            p={0}
            style={{ listStyle: "none" }}
            aria-label={t("circle.title")}
          >
            {circle.data.items.map((member) => (
              <li key={member.id}>
                <MemberCard member={member} />
              </li>
            ))}
          </Stack>
          {invitations.length > 0 && (
            <section aria-labelledby="open-invitations">
              <Title order={2} fz="lg" mb="xs" id="open-invitations">
                {t("circle.openInvitations")}
              </Title>
              <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
                {invitations.map((invitation) => (
                  <li key={invitation.id}>
                    <InvitationCard invitation={invitation} />
                  </li>
                ))}
              </Stack>
            </section>
          )}
          {managesCircle(dog) && (
            <Button component={Link} to={`/dogs/${dog.id}/audit`} variant="default">
              {t("audit.open")}
            </Button>
          )}
        </Stack>
      )}
      {inviting && <InviteDialog onClose={close} />}
    </Page>
  );
}

// The dog's profile: to be changed by who may write it, read by the rest; and where its records come from, go to, and end.
import { Button, Card, Stack, Text, Title } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { canLog, canWrite } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { mergePatch } from "@/shared/lib/mergePatch";
import { recordTypes } from "@/shared/lib/recordTypes";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { Page } from "@/shared/ui/Page";
import { toast, toastError } from "@/shared/ui/toasts";
import { DogFacts } from "./DogFacts";
import { DogForm } from "./DogForm";
import { useEditDog, useRemoveDog } from "./dogs.queries";
import { ExportCard } from "./ExportCard";

export function DogProfilePage() {
  const { t } = useTranslation();
  const dog = useDog();
  const navigate = useNavigate();
  const edit = useEditDog(dog);
  const remove = useRemoveDog(dog.id);
  const [asking, setAsking] = useState(false);
  const mayDelete = dog.you.role === "owner" || dog.you.role === "trainer";
  return (
    <Page title={t("dog.profileTitle", { name: dog.name })} back={`/dogs/${dog.id}`}>
      <Stack>
        <Card>
          {canWrite(dog, "profile") ? (
            <DogForm
              dog={dog}
              error={edit.error}
              busy={edit.isPending}
              onSave={(fields) => {
                const { name, breed, sex, neutered, birthDate, microchip, timeZone } = dog;
                const before = { name, breed, sex, neutered, birthDate, microchip, timeZone };
                return edit.mutateAsync(mergePatch(before, { ...fields }));
              }}
              onSaved={() => {
                toast(t("common.saved"));
                navigate(`/dogs/${dog.id}`);
              }}
            />
          ) : (
            <DogFacts dog={dog} />
          )}
        </Card>
        {recordTypes.some((type) => canLog(dog, type)) && (
          <Card>
            <Title order={2} fz="lg" mb={4}>
              {t("import.title")}
            </Title>
            <Text size="sm" c="dimmed" mb="sm">
              {t("import.teaser")}
            </Text>
            <Button
              component={Link}
              to={`/dogs/${dog.id}/import`}
              variant="light"
              leftSection={<IconFileImport size={18} aria-hidden />}
            >
              {t("import.open")}
            </Button>
          </Card>
        )}
        <ExportCard />
        {mayDelete && (
          <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
            {t("dog.delete", { name: dog.name })}
          </Button>
        )}
      </Stack>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("dog.delete", { name: dog.name })}
        text={t("dog.deleteText")}
        action={t("common.delete")}
        busy={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => navigate("/"), onError: toastError })}
      />
    </Page>
  );
}

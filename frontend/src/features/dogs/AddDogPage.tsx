import { Card } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Page } from "@/shared/ui/Page";
import { toast } from "@/shared/ui/toasts";
import { DogForm } from "./DogForm";
import { useAddDog } from "./dogs.queries";

export function AddDogPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const add = useAddDog();
  const added = useRef<string>(undefined);
  return (
    <Page title={t("dog.addTitle")} back="/">
      <Card>
        <DogForm
          error={add.error}
          busy={add.isPending}
          onSave={async (fields, role) => {
            added.current = (await add.mutateAsync({ ...fields, role })).id;
          }}
          onSaved={() => {
            toast(t("dog.added"));
            navigate(`/dogs/${added.current}`);
          }}
        />
      </Card>
    </Page>
  );
}

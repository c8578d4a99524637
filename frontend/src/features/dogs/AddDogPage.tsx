import { Card, NativeSelect } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { useOrganizations } from "@/features/organizations/organizations.queries";
import { Page } from "@/shared/ui/Page";
import { toast } from "@/shared/ui/toasts";
import { DogForm } from "./DogForm";
import { useAddDog } from "./dogs.queries";

export function AddDogPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const add = useAddDog();
  const added = useRef<string>(undefined);
  const organizations = useOrganizations();
  const mine = organizations.data?.filter(({ role }) => role === "admin" || role === "trainer") ?? [];
  const [search] = useSearchParams();
  const [organizationId, setOrganizationId] = useState(search.get("organization") ?? "");
  return (
    <Page title={t("dog.addTitle")} back="/">
      <Card>
        <DogForm
          owner={
            mine.length > 0 && (
              <NativeSelect
                label={t("dog.addFor")}
                value={organizationId}
                onChange={(event) => setOrganizationId(event.currentTarget.value)}
                data={[
                  { value: "", label: t("dog.addForMyself") },
                  ...mine.map(({ id, name }) => ({ value: id, label: name })),
                ]}
              />
            )
          }
          error={add.error}
          busy={add.isPending}
          onSave={async (fields, role) => {
            added.current = (
              await add.mutateAsync({ ...fields, role, organizationId: organizationId || undefined })
            ).id;
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

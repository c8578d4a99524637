import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Organization } from "@/shared/api/types";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { toast, toastError } from "@/shared/ui/toasts";
import { useEndOrganization } from "./organizations.queries";

/** Deletes an organization, once its dogs are elsewhere. */
export function OrganizationEnd({ organization }: { organization: Organization }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const end = useEndOrganization(organization.id);
  const [asking, setAsking] = useState(false);
  const title = t("organizations.delete");
  const confirm = () =>
    end.mutate(undefined, {
      onSuccess: () => {
        toast(t("organizations.deleted", { name: organization.name }));
        navigate("/organizations");
      },
      onError: toastError,
      onSettled: () => setAsking(false),
    });
  return (
    <>
      <Button variant="light" color="red" onClick={() => setAsking(true)}>
        {title}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={title}
        text={t("organizations.deleteText", { name: organization.name })}
        action={title}
        busy={end.isPending}
        onConfirm={confirm}
      />
    </>
  );
}

import { Alert, Anchor, NativeSelect, Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Organization } from "@/shared/api/types";
import { ErrorState } from "@/shared/ui/states";

interface ChooseOrganizationProps {
  query: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
  /** Those that one may accept for. */
  organizations: Organization[];
  value: string | undefined;
  onChange: (organizationId: string) => void;
}

/** For which of one's organizations an invitation is accepted. */
export function ChooseOrganization({ query, organizations, value, onChange }: ChooseOrganizationProps) {
  const { t } = useTranslation();
  if (query.isPending) return <Skeleton height={60} />;
  if (query.isError) return <ErrorState error={query.error} retry={() => query.refetch()} />;
  if (organizations.length === 0) {
    return (
      <Alert variant="light" color="marigold">
        {t("invitation.noOrganization")}{" "}
        <Anchor component={Link} to="/organizations">
          {t("organizations.title")}
        </Anchor>
      </Alert>
    );
  }
  return (
    <NativeSelect
      label={t("invitation.forWhich")}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={organizations.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

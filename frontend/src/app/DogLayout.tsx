// Fetches the dog that the pages below are about.
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useParams } from "react-router";
import { useDogQuery } from "@/features/dogs/dogs.queries";
import { DogContext } from "@/shared/lib/dogContext";
import { rememberDog } from "@/shared/lib/storage";
import { Page } from "@/shared/ui/Page";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";

export function DogLayout() {
  const { t } = useTranslation();
  const { dogId = "" } = useParams();
  const dog = useDogQuery(dogId);
  const found = dog.data?.id;
  useEffect(() => {
    if (found) rememberDog(found);
  }, [found]);

  if (dog.isPending) {
    return (
      <Page title={t("common.loading")}>
        <ListSkeleton />
      </Page>
    );
  }
  if (!dog.data) {
    return (
      <Page title={t("dog.title")} back="/">
        <ErrorState error={dog.error} retry={() => dog.refetch()} />
      </Page>
    );
  }
  return (
    <DogContext value={dog.data}>
      {/* Pages keep state about their dog; another dog is another page. */}
      <Outlet key={dogId} />
    </DogContext>
  );
}

// A dog to try things with, made up and gone again with a tap.
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCreateForDogs } from "@/features/records/records.queries";
import type { Dog } from "@/shared/api/types";
import { load, save } from "@/shared/lib/storage";
import { useAddDog } from "../dogs.queries";
import { sampleRecords } from "./sampleRecords";

const key = "sample-dog";

/** Whether this device made it. Elsewhere it is a dog like any other, which its pinned note explains. */
export const isSample = (dogId: string) => load<string>(key) === dogId;

export function useAddSampleDog() {
  const { t } = useTranslation();
  const add = useAddDog();
  const create = useCreateForDogs();
  return useMutation({
    mutationFn: async (): Promise<Dog> => {
      const dog = await add.mutateAsync({
        name: t("sample.name"),
        breed: t("sample.breed"),
        role: "trainer",
      });
      save(key, dog.id);
      await create.mutateAsync(sampleRecords(t).map((entry) => ({ ...entry, dogId: dog.id })));
      return dog;
    },
  });
}

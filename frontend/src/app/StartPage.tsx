// The app's start: today, once there is a dog; before, how to get one.
import { useDogs } from "@/features/dogs/dogs.queries";
import { MyDogsPage } from "@/features/dogs/MyDogsPage";
import { TodayPage } from "@/features/today/TodayPage";

export function StartPage() {
  const dogs = useDogs().data?.pages.flatMap((page) => page.items) ?? [];
  return dogs.length > 0 ? <TodayPage dogs={dogs} /> : <MyDogsPage />;
}

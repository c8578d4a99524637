// The dog's page: what is to be known first, then what happened.
import { TimelinePage } from "@/features/records/timeline/TimelinePage";
import { SafetyCard } from "@/features/safety/SafetyCard";
import { DogSections } from "./DogSections";

export function DogHomePage() {
  return (
    <TimelinePage
      top={
        <>
          <SafetyCard />
          <DogSections />
        </>
      }
    />
  );
}

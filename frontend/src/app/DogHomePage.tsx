// The dog's page: what is to be known first, then what happened.
import { SampleNotice } from "@/features/dogs/sample/SampleNotice";
import { TimelinePage } from "@/features/records/timeline/TimelinePage";
import { SafetyCard } from "@/features/safety/SafetyCard";
import { DogSections } from "./DogSections";

export function DogHomePage() {
  return (
    <TimelinePage
      top={
        <>
          <SampleNotice />
          <SafetyCard />
          <DogSections />
        </>
      }
    />
  );
}

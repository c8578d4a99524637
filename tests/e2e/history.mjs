// Two months of work with a dog, written over the API: what a test takes as given that looks at it.
const day = 86_400_000;
const at = (daysAgo) => new Date(Date.now() - daysAgo * day).toISOString();
const trials = (independent, prompted, wrong) => [
  ...Array(independent).fill({ outcome: "correct" }),
  ...Array(wrong).fill({ outcome: "incorrect" }),
  ...Array(prompted).fill({ outcome: "correct", prompt: "gesture" }),
];

// Of ten trials each, one session a week: correct by itself, correct with a prompt.
export const sessions = [
  [2, 3],
  [3, 3],
  [3, 4],
  [5, 3],
  [6, 2],
  [6, 3],
  [8, 1],
  [9, 1],
];

/** Adds Balu with a target, eight sessions, fewer and fewer ABC records, notes and a weight. */
export async function writeHistory(client) {
  const dog = await client.addDog({ name: "Balu", breed: "Hovawart", sex: "male", birthDate: "2018-07-16" });
  const weeks = sessions.length;
  const { id: targetId } = await client.write(dog, {
    type: "target",
    occurredAt: at(7 * weeks),
    name: "Recall",
    cue: "come",
    steps: [
      { description: "in the garden", distanceMeters: 5, distraction: 0, prompt: "none" },
      { description: "in the park, dogs far off", distanceMeters: 15, distraction: 2, prompt: "none" },
    ],
  });
  for (const [index, [independent, prompted]] of sessions.entries()) {
    const daysAgo = 7 * (weeks - 1 - index) + 1;
    await client.write(dog, {
      type: "session",
      occurredAt: at(daysAgo),
      place: index % 2 ? "Meadow behind the school" : "Garden",
      blocks: [
        {
          targetId,
          step: index < 4 ? 0 : 1,
          trials: trials(independent, prompted, 10 - independent - prompted),
        },
      ],
    });
    for (let count = 0; count < weeks - index; count += 1) {
      await client.write(dog, {
        type: "abc-record",
        occurredAt: at(daysAgo + count / 10),
        antecedent: count % 2 ? "Jogger from behind" : "Doorbell",
        behavior: count % 2 ? "lunging" : "barking",
        consequence: count % 2 ? "U-turn, then scatter feed" : "Sent to the mat",
        intensity: Math.max(1, 5 - Math.floor(index / 2)),
        durationSeconds: 20 - index,
      });
    }
  }
  await client.write(dog, { type: "weight", occurredAt: at(3), kilograms: 38.4, method: "vet’s scale" });
  await client.write(dog, {
    type: "note",
    occurredAt: at(0.01),
    text: "Came away from a rabbit at the first call. Keep the long line on until the end of the month.",
    tags: ["recall", "long line"],
    pinned: true,
  });
  return { dog, targetId };
}

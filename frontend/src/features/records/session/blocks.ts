// What tapping does to the blocks of a session. Each returns a new list.
import type { SessionBlock, Trial } from "@/shared/api/types";

type Blocks = SessionBlock[];

const at = (blocks: Blocks, index: number, change: (block: SessionBlock) => SessionBlock): Blocks =>
  blocks.map((block, place) => (place === index ? change(block) : block));

export const addTrial = (blocks: Blocks, index: number, trial: Trial): Blocks =>
  at(blocks, index, (block) => ({ ...block, trials: [...block.trials, trial] }));

export const undoTrial = (blocks: Blocks, index: number): Blocks =>
  at(blocks, index, (block) => ({ ...block, trials: block.trials.slice(0, -1) }));

/** A block is one target at one step: another step after the first trial starts a block of its own. */
export function changeStep(blocks: Blocks, index: number, step: number): { blocks: Blocks; index: number } {
  const block = blocks[index];
  if (!block || block.step === step) return { blocks, index };
  if (block.trials.length === 0) return { blocks: at(blocks, index, (old) => ({ ...old, step })), index };
  return openBlock(blocks, block.targetId, step);
}

/** Goes on with the block of that target and step, or starts it. */
export function openBlock(blocks: Blocks, targetId: string, step: number): { blocks: Blocks; index: number } {
  const known = blocks.findIndex((block) => block.targetId === targetId && block.step === step);
  if (known >= 0) return { blocks, index: known };
  return { blocks: [...blocks, { targetId, step, trials: [] }], index: blocks.length };
}

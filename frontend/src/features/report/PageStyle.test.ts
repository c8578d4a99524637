import { expect, test } from "vitest";
import { cssString } from "./PageStyle";

test("a name cannot leave the style of the printed page", () => {
  expect(cssString('B"</style>\\')).toBe('"B\\22 \\3c /style\\3e \\5c "');
});

import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { MarkdownText } from "./MarkdownText";
import { plainText } from "./plainText";

function show(text: string): Element {
  const { container } = render(
    <MantineProvider env="test">
      <MarkdownText text={text} />
    </MantineProvider>,
  );
  // Beside it are Mantine's own styles.
  const shown = container.querySelector("[dir=auto]");
  if (!shown) throw new Error("nothing is shown");
  return shown;
}

test("shows what Markdown means, and lines as they were typed", () => {
  const shown = show(
    "# Recall\n\n- **calm**\n- ~~lunged~~\n\nfirst\nsecond\n\n| a | b |\n|---|---|\n| 1 | 2 |",
  );
  expect(screen.getByRole("heading", { name: "Recall", level: 3 })).toBeInTheDocument();
  expect(screen.getAllByRole("listitem")).toHaveLength(2);
  expect(shown.querySelector("strong")).toHaveTextContent("calm");
  expect(shown.querySelector("del")).toHaveTextContent("lunged");
  expect(shown.querySelector("br")).not.toBeNull();
  expect(screen.getByRole("cell", { name: "2" })).toBeInTheDocument();
});

test("links to the web open elsewhere and give nothing away", () => {
  show("[a study](https://example.org/x) and https://example.com and [call](tel:+4930123)");
  const links = screen.getAllByRole("link");
  expect(links.map((link) => link.getAttribute("href"))).toEqual([
    "https://example.org/x",
    "https://example.com",
    "tel:+4930123",
  ]);
  for (const link of links) {
    expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
    expect(link).toHaveAttribute("target", "_blank");
  }
});

const attacks = [
  "<script>window.hacked = 1</script>",
  "<img src=x onerror=window.hacked=1>",
  "<svg/onload=window.hacked=1>",
  "<iframe src='javascript:window.hacked=1'></iframe>",
  '<a href="javascript:window.hacked=1">x</a>',
  "[x](javascript:window.hacked=1)",
  "[x](JaVaScRiPt:window.hacked=1)",
  "[x](java&#x0A;script:window.hacked=1)",
  "[x](&#106;avascript:window.hacked=1)",
  "[x](\u0001javascript:window.hacked=1)",
  "[x](data:text/html;base64,PHNjcmlwdD4=)",
  "[x](vbscript:msgbox)",
  "[x](blob:https://example.org/1)",
  "[x](file:///etc/passwd)",
  "[x](//evil.example)",
  "[x]: javascript:window.hacked=1\n\n[x]",
  "<javascript:window.hacked=1>",
  "![x](https://evil.example/pixel.png)",
  "![x](javascript:window.hacked=1)",
  '![x" onerror="window.hacked=1](x)',
  '[x](https://example.org "x\\" onmouseover=\\"window.hacked=1")',
  "<style>*{display:none}</style>",
  "<form action=//evil.example><input name=q></form>",
];

test.each(attacks)("does no harm: %s", (text) => {
  const shown = show(text);
  expect(shown.querySelector("script, img, svg, iframe, style, form, object, embed, link, meta")).toBeNull();
  for (const element of shown.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^on/);
      if (name === "href" || name === "src") expect(value).toMatch(/^(?:https?:\/\/|mailto:|tel:)/);
    }
  }
  expect((window as { hacked?: number }).hacked).toBeUndefined();
});

test("who is mentioned stands by their name, and is no link", () => {
  const shown = show(
    "Thanks @[Ann Lee](0192f0c0-0000-7000-8000-00000000000a), see [this](https://example.org).",
  );
  expect(shown.querySelector("strong")).toHaveTextContent("@Ann Lee");
  expect(shown).toHaveTextContent("Thanks @Ann Lee, see this.");
  expect(screen.getAllByRole("link")).toHaveLength(1);
});

test("in lists it is plain text", () => {
  expect(plainText("# Recall\n\n- **calm** past\n- 2 [joggers](https://example.org)\n\n> `good` _dog_")).toBe(
    "Recall\ncalm past\n2 joggers\ngood dog",
  );
  expect(plainText("Hi @[Ann](0192f0c0-0000-7000-8000-00000000000a).")).toBe("Hi @Ann.");
  expect(plainText("A quiet walk. 3 x 5 m - fine.\n\nThen rain.")).toBe(
    "A quiet walk. 3 x 5 m - fine.\n\nThen rain.",
  );
  expect(plainText("![a photo](https://evil.example/x.png) <b>raw</b>")).toBe("a photo <b>raw</b>");
});

// A mention, "@[Ann](account-id)", is to Markdown a link after an "@": it becomes the name in bold.

interface Node {
  type: string;
  value?: string;
  url?: string;
  children?: Node[];
}

const accountId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const remarkMentions = () => (tree: unknown) => markMentions(tree as Node);

function markMentions(parent: Node): void {
  parent.children?.forEach((node, place, siblings) => {
    const before = siblings[place - 1];
    if (
      node.type === "link" &&
      accountId.test(node.url ?? "") &&
      before?.type === "text" &&
      before.value?.endsWith("@")
    ) {
      before.value = before.value.slice(0, -1);
      node.type = "strong";
      node.children = [{ type: "text", value: "@" }, ...(node.children ?? [])];
    }
    markMentions(node);
  });
}

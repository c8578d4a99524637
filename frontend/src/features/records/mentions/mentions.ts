// Mentions in texts: "@[Name](account-id)". People see and type "@Name".

export interface Mentionable {
  id: string;
  name: string;
}

const markup = /@\[([^\]\n]{1,200})\]\(([0-9a-fA-F-]{36})\)/g;
const beingTyped = /(?:^|[\s(])@([\p{L}\p{N}][\p{L}\p{N} .'-]{0,40}|)$/u;

/** What people read in place of the markup. */
export const withNames = (text: string) => text.replace(markup, "@$1");

/** Those whom a text names already: they stay, also when they left the circle. */
export const namedIn = (text: string): Mentionable[] =>
  [...text.matchAll(markup)].map(([, name = "", id = ""]) => ({ id, name }));

/** The markup in place of the names of `people`; of two with one name the first, of two that begin alike the longer. */
export function withMarkup(text: string, people: Mentionable[]): string {
  const byLength = [...people].sort((a, b) => b.name.length - a.name.length);
  let result = "";
  for (let at = 0; at < text.length; ) {
    const named =
      text[at] === "@" && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? "")
        ? byLength.find(
            ({ name }) =>
              text.startsWith(name, at + 1) && !/[\p{L}\p{N}]/u.test(text[at + 1 + name.length] ?? ""),
          )
        : undefined;
    result += named ? `@[${named.name}](${named.id})` : text[at];
    at += named ? named.name.length + 1 : 1;
  }
  return result;
}

/** The name that is being typed before the caret, after its "@"; undefined when none is. */
export const typedName = (beforeCaret: string): string | undefined => beingTyped.exec(beforeCaret)?.[1];

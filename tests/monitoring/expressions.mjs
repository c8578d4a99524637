// Parses expressions of Prometheus and Loki and says what they use. Reads JSON lines {"kind": "promql" | "logql",
// "text": …} from standard input and answers each with one line:
//
//   {"errors": ["17: )"],                                      position and text of what does not parse
//    "selectors": [{"metric": "up", "matchers": [{"label": "job", "op": "=", "value": "loki"}]}],
//    "groups": [{"labels": ["job"], "metrics": ["up"]}],        by, on, group_left: each label is one of a metric's
//    "made": ["device"],                                       labels that the expression itself adds
//    "labels": ["status"],                                     LogQL: labels of lines in filters and unwrap
//    "fields": ["status"],                                     LogQL: what `json` takes from a line
//    "parsers": ["json"]}                                      LogQL
//
// Variables of Grafana are no part of either language: put values in their places first.
import { createInterface } from "node:readline";
import { parser as logql } from "@grafana/lezer-logql";
import { parser as promql } from "@prometheus-io/lezer-promql";

function unquoted(text) {
  if (text.startsWith("`")) return text.slice(1, -1);
  const body = text.slice(1, -1);
  const content = text.startsWith("'") ? body.replaceAll("\\'", "'").replace(/(?<!\\)"/g, '\\"') : body;
  try {
    return JSON.parse(`"${content}"`);
  } catch {
    return body; // An escape that JSON does not know, such as \x41.
  }
}

/** Every node below `top` with one of the names, in the order of the text. */
function all(top, ...names) {
  const found = [];
  top.cursor().iterate((node) => {
    if (names.includes(node.name)) found.push(node.node);
  });
  return found;
}

function reader(text) {
  const of = (node) => text.slice(node.from, node.to);
  return {
    of,
    texts: (nodes) => [...new Set(nodes.map(of))],
    string: (node) => unquoted(of(node)),
  };
}

function errors(top, text) {
  const found = [];
  top.cursor().iterate((node) => {
    if (node.type.isError) found.push(`${node.from}: ${text.slice(node.from, node.from + 20) || "the end"}`);
  });
  return found;
}

/** The selector of PromQL: its metric is in front, between the braces, or compared with __name__. */
function promqlSelector(node, read) {
  const matchers = all(node, "UnquotedLabelMatcher", "QuotedLabelMatcher").map((matcher) => {
    const strings = matcher.getChildren("StringLiteral");
    const plain = matcher.getChild("LabelName");
    const quoted = matcher.getChild("QuotedLabelName");
    return {
      label: plain ? read.of(plain) : read.string(quoted),
      op: read.of(matcher.getChild("MatchOp")),
      value: read.string(strings.at(-1)),
    };
  });
  const front = node.getChild("Identifier");
  const between = node.getChild("LabelMatchers")?.getChild("QuotedLabelName");
  const compared = matchers.find(({ label, op }) => label === "__name__" && op === "=");
  const metric = front ? read.of(front) : between ? read.string(between) : (compared?.value ?? "");
  return { metric, matchers: matchers.filter((matcher) => matcher !== compared) };
}

function promqlUses(top, text) {
  const read = reader(text);
  const selectors = (node) => all(node, "VectorSelector").map((one) => promqlSelector(one, read));
  const metrics = (node) => [...new Set(selectors(node).map(({ metric }) => metric))];
  const named = (labels) => read.texts(all(labels, "LabelName"));

  const groups = [];
  for (const modifier of all(top, "AggregateModifier").filter((one) => one.getChild("By"))) {
    groups.push({ labels: named(modifier), metrics: metrics(modifier.parent) });
  }
  for (const clause of all(top, "MatchingModifierClause").filter((one) => one.getChild("On"))) {
    const [left, right] = [metrics(clause.parent.firstChild), metrics(clause.parent.lastChild)];
    const [matched, added] = clause.getChildren("GroupingLabels");
    for (const side of [left, right]) groups.push({ labels: named(matched), metrics: side });
    if (added) groups.push({ labels: named(added), metrics: clause.getChild("GroupLeft") ? right : left });
  }

  const made = [];
  for (const call of all(top, "FunctionCall", "AggregateExpr")) {
    const name = call.firstChild ? read.of(call.firstChild) : "";
    const strings = call.getChild("FunctionCallBody")?.getChildren("StringLiteral") ?? [];
    if (strings.length && ["label_replace", "label_join", "count_values"].includes(name)) made.push(read.string(strings[0]));
  }
  return { selectors: selectors(top), groups, made, labels: [], fields: [], parsers: [] };
}

function logqlUses(top, text) {
  const read = reader(text);
  const selectors = all(top, "Selector").map((selector) => ({
    metric: "",
    matchers: all(selector, "Matcher").map((matcher) => {
      const [label, op, value] = [matcher.firstChild, matcher.firstChild.nextSibling, matcher.lastChild];
      return { label: read.of(label), op: read.of(op), value: read.string(value) };
    }),
  }));
  const identifiers = (...names) => read.texts(all(top, ...names).flatMap((node) => all(node, "Identifier")));
  return {
    selectors,
    groups: all(top, "Grouping")
      .filter((grouping) => grouping.getChild("By"))
      .map((grouping) => ({ labels: read.texts(all(grouping, "Identifier")), metrics: [] })),
    made: identifiers("LabelExtractionExpression", "LabelFormatExpr"),
    labels: identifiers("LabelFilter", "UnwrapExpr"),
    fields: all(top, "LabelExtractionExpression").map((one) => {
      const path = one.getChild("String");
      return path ? read.string(path) : read.of(one.getChild("Identifier"));
    }),
    parsers: read.texts(all(top, "Json", "Logfmt", "Regexp", "Pattern", "Unpack")),
  };
}

const languages = {
  promql: { parser: promql, uses: promqlUses },
  logql: { parser: logql, uses: logqlUses },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { kind, text } = JSON.parse(line);
  const { parser, uses } = languages[kind];
  const top = parser.parse(text).topNode;
  const wrong = errors(top, text);
  // Of what does not parse, nothing but that can be said.
  const nothing = { selectors: [], groups: [], made: [], labels: [], fields: [], parsers: [] };
  console.log(JSON.stringify({ errors: wrong, ...(wrong.length ? nothing : uses(top, text)) }));
}

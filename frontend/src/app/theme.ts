// Colors, type and component defaults. Pine is the brand; marigold is kept for the one thing to do next. Every pairing
// of text and ground used here has a contrast of 4.5:1 or more in both schemes.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const pine: MantineColorsTuple = [
  "#e8f6f1",
  "#d0ebe1",
  "#a3d8c6",
  "#74c4a9",
  "#4db591",
  "#2f9f7a",
  "#1d8464",
  "#147059",
  "#0d5a48",
  "#074436",
];
const marigold: MantineColorsTuple = [
  "#fff6e3",
  "#ffebc4",
  "#ffdb94",
  "#ffcd6b",
  "#ffc45c",
  "#fbb43c",
  "#e99a1b",
  "#b97208",
  "#945700",
  "#6f4000",
];
// Mantine's dark ramp with a breath of green, so that dark mode belongs to the same house.
const dark: MantineColorsTuple = [
  "#dbe4e0",
  "#c2cec9",
  "#a3b1ab",
  "#7f8f88",
  "#4b5a54",
  "#34413c",
  "#26312d",
  "#1b2421",
  "#141b19",
  "#0e1412",
];

const gray: MantineColorsTuple = [
  "#faf8f4",
  "#f3efe7",
  "#e9e4d9",
  "#dcd6c9",
  "#cac4b7",
  "#a9a59a",
  "#7f7d75",
  "#55564f",
  "#3a3c37",
  "#242622",
];

const bigTarget = { styles: { input: { minHeight: "2.75rem" } } };

export const theme = createTheme({
  primaryColor: "pine",
  // White text on the filled shade has 4.6:1 in both schemes; Mantine's automatic contrast looks at one only.
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  colors: { pine, marigold, dark, gray },
  fontFamily: "'Figtree Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  headings: { fontWeight: "700" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  // By their names: importing them would put them into what every visit loads first.
  components: {
    TextInput: { defaultProps: bigTarget },
    NativeSelect: { defaultProps: bigTarget },
    Textarea: { defaultProps: { autosize: true } },
    Modal: {
      defaultProps: { centered: true, radius: "lg" },
      styles: { header: { backgroundColor: "var(--doggy-card)" }, title: { fontWeight: 700 } },
    },
    // The first choice has the focus when it opens, not an empty element before it.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    NumberInput: { defaultProps: bigTarget },
    PasswordInput: { defaultProps: bigTarget },
    TagsInput: { defaultProps: bigTarget },
    Button: { defaultProps: { mih: "2.75rem" } },
    ActionIcon: { defaultProps: { size: "2.75rem", variant: "subtle", color: "gray" } },
    // Within a sentence a link must be told from the words by more than its color.
    Anchor: { defaultProps: { underline: "always" } },
    Card: { defaultProps: { radius: "lg", padding: "md" } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#faf8f4",
    "--mantine-color-dimmed": "#5b6661",
    "--mantine-color-placeholder": "#6d7772",
    "--mantine-color-error": "#c02b2b",
    "--doggy-card": "#ffffff",
    "--doggy-border": "#e6e1d7",
  },
  dark: {
    "--mantine-color-body": "#121816",
    "--mantine-color-dimmed": "#a3b1ab",
    "--mantine-color-placeholder": "#8b9a93",
    "--mantine-color-error": "#ff8f8f",
    "--doggy-card": "#1b2421",
    "--doggy-border": "#2c3833",
  },
});

import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent: deep teal. */
const teal: MantineColorsTuple = [
  "#e8f5f5",
  "#d3e8e8",
  "#a7d1d1",
  "#78b9ba",
  "#51a4a6",
  "#37979a",
  "#238387",
  "#0f6f74",
  "#0b5d63",
  "#064a4f",
];

/** The one warning: amber, dark enough at its end to be read on its own light ground. */
const amber: MantineColorsTuple = [
  "#fff7e6",
  "#ffebc2",
  "#ffdd99",
  "#ffca66",
  "#f7b23b",
  "#e39a1b",
  "#c07d0c",
  "#9a6205",
  "#7a4d03",
  "#5f3b00",
];

/** Tokens for both schemes: small type, tight radii, no decoration. */
export const theme = createTheme({
  colors: { teal, amber },
  primaryColor: "teal",
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: "sm",
  fontFamily:
    'Inter, "Segoe UI", Roboto, "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif',
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "18px" },
  lineHeights: { xs: "16px", sm: "18px", md: "20px", lg: "22px", xl: "24px" },
  headings: {
    fontWeight: "600",
    sizes: {
      h3: { fontSize: "20px", lineHeight: "26px" },
      h4: { fontSize: "16px", lineHeight: "22px" },
      h5: { fontSize: "14px", lineHeight: "20px" },
    },
  },
  components: {
    Text: { defaultProps: { size: "md" } },
    Button: { defaultProps: { size: "sm" } },
    Badge: {
      defaultProps: { radius: "sm", variant: "light" },
      styles: { root: { textTransform: "none" } },
    },
    // A dialog's head is no banner of the page.
    ModalHeader: { defaultProps: { role: "presentation" } },
    Modal: {
      defaultProps: { transitionProps: { duration: 100 } },
      styles: { title: { fontWeight: 600 } },
    },
    // The first item takes the focus; an element that is no item does not belong into a menu, nor a
    // menu outside the landmark of its button.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, withinPortal: false } },
    Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: "sm" } },
  },
});

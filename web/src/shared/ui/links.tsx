import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { ReactNode, Ref } from "react";

interface Labelled {
  ref?: Ref<HTMLAnchorElement>;
  children?: ReactNode;
  "aria-label"?: string;
  "data-testid"?: string;
}

function PlainAnchor(props: Omit<AnchorProps, "href"> & Labelled) {
  return <Anchor {...props} />;
}

function PlainButton(props: Omit<ButtonProps, "href"> & Labelled) {
  return <Button component="a" {...props} />;
}

/** A link in text whose address the router checks. */
export const TextLink = createLink(PlainAnchor);

/** A link that looks like a button. */
export const ButtonLink = createLink(PlainButton);

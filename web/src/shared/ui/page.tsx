import { Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Value } from "@/realtime/value";

/** The title of the page that is open; the frame puts the count of unread messages before it. */
export const pageTitle = new Value("");

/** Set while a navigation waits for its page's heading, to which it hands the focus. */
const heading = { wanted: false };

/** Gives the focus to the heading of the page that was navigated to, now or when it is there. */
export function focusHeading(): void {
  heading.wanted = true;
  takeFocus(document.querySelector<HTMLElement>("[data-page-heading]"));
}

function takeFocus(element: HTMLElement | null): void {
  if (!heading.wanted || !element) return;
  heading.wanted = false;
  element.focus({ preventScroll: true });
}

interface PageProps {
  title: string;
  lead?: ReactNode;
  aside?: ReactNode;
  width?: number;
  children: ReactNode;
}

/** A page: its heading, what stands beside it, its content. */
export function Page({ title, lead, aside, width = 1280, children }: PageProps) {
  useEffect(() => pageTitle.set(title), [title]);
  return (
    <Stack gap="md" maw={width}>
      <Group justify="space-between" align="flex-end" gap="sm">
        <div>
          <Title order={1} size="h3" tabIndex={-1} ref={takeFocus} data-page-heading>
            {title}
          </Title>
          {lead && (
            <Text c="dimmed" component="div">
              {lead}
            </Text>
          )}
        </div>
        {aside}
      </Group>
      {children}
    </Stack>
  );
}

import { Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Value } from "@/realtime/value";

/** The title of the page that is open; the frame puts the count of unread messages before it. */
export const pageTitle = new Value("");

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
          <Title order={1} size="h3" tabIndex={-1} data-page-heading>
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
